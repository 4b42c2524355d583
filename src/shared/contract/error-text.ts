import { kindWords } from '../text/kind-words';
import type { ErrorCode, ErrorDataByCode } from './errors';

/** An error in words: what happened, and what to do about it (empty where nothing can be done). */
export interface ErrorWords {
  readonly what: string;
  readonly todo: string;
}

type Table = { [C in ErrorCode]: (data: ErrorDataByCode[C]) => ErrorWords };

const list = (names: readonly string[], most = 5): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
const known = (names: readonly string[]): string =>
  names.length ? `There are: ${list(names)}.` : 'There are none yet.';
const words = (what: string, todo = ''): ErrorWords => ({ what, todo });

const count = (number: number, one: string, many: string): string =>
  number === 1 ? `1 ${one}` : `${number} ${many}`;

const age = (seconds: number): string =>
  seconds < 60
    ? `${Math.round(seconds)} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} min`
      : `${Math.round(seconds / 3600)} h`;

const table: Table = {
  'invalid-request': (d) => words(`"${d.command}" was not understood: ${d.issues.join('; ')}.`),
  'unknown-command': (d) => words(`There is no command "${d.command}".`),
  internal: () => words('Something unexpected happened.', 'Copy the technical details into a report.'),
  cancelled: (d) => words(`${d.what} was stopped. Nothing was changed.`),
  'not-here': (d) => words(`This door of Laneway cannot do that (${d.capability}).`),

  'project-not-found': (d) =>
    d.project === ''
      ? words('There is no project yet.', 'Create one first.')
      : words(`There is no project "${d.project}".`, known(d.known)),
  'project-name-taken': (d) => words(`There is a project named "${d.name}" already.`, 'Choose another name.'),
  'project-ambiguous': (d) => words('There are several projects.', `Say which one: ${list(d.known)}.`),
  'environment-not-found': (d) => words(`There is no environment "${d.environment}".`, known(d.known)),
  'change-not-found': (d) =>
    words(`Nothing that waits on "${d.environment}" is called "${d.change}".`, known(d.known)),
  'environment-name-taken': (d) =>
    words(`An environment is named "${d.name}" already.`, 'Choose another name.'),
  'lanes-invalid': (d) => words(`These environments do not make lanes: ${d.reason}.`),
  'store-damaged': (d) =>
    words(
      `${d.path} could not be read and was set aside as ${d.setAside}.`,
      'Your site folders are untouched. What is missing in a list can be added again.',
    ),
  'store-too-new': (d) =>
    words(
      `${d.path} was written by a newer Laneway (format ${d.format}, this one knows ${d.known}).`,
      'Update Laneway.',
    ),

  'folder-missing': (d) =>
    words(`The folder ${d.path} is not there.`, 'Connect its drive, or say where it is now.'),
  'not-a-clone': (d) =>
    words(`${d.path} is not a git clone.`, 'Choose the folder that has the hidden ".git" in it.'),
  'bare-repository': (d) =>
    words(`${d.path} is a bare repository: it has no files of its own.`, 'Clone it, and add the clone.'),
  'linked-folder': (d) =>
    words(
      `${d.path} is a linked folder of ${d.main}.`,
      'Mainline environments need a full clone; add this one as a flexible environment.',
    ),
  'unborn-branch': (d) =>
    words(`${d.path} has no commit yet on "${d.branch}".`, 'Make a first commit there, then add it.'),
  'detached-head': (d) =>
    words(`${d.path} is not on a branch (at ${d.commit.slice(0, 7)}).`, 'Switch it to a branch.'),
  'no-common-history': (d) =>
    words(`${d.path} and ${d.other} have no common history.`, 'Environments must be clones of one site.'),
  'object-formats-differ': (d) =>
    words(
      `${d.path} has ${d.format} ids and ${d.other} has ${d.otherFormat} ids, so nothing can go from one to the other. Nothing was changed.`,
      'Make one of them anew as a clone of the other.',
    ),
  'already-used': (d) => words(`${d.path} is already the environment "${d.environment}".`),
  'read-only-folder': (d) =>
    words(`${d.path} can only be read.`, 'Make the folder writable for you, then try again.'),
  'operation-in-progress': (d) =>
    words(
      `Another program left a ${d.operation} unfinished in ${d.path}.`,
      'Finish or abort it there, then try again.',
    ),
  'unsupported-repository': (d) => words(`${d.path} uses ${d.feature}.`, d.advice),
  'git-failed': (d) =>
    words(
      `git could not do its part for ${d.what} in ${d.path}: ${d.reason}.`,
      'Nothing is lost. Mend it there, with git itself if need be, then try again.',
    ),
  'branch-missing': (d) => words(`${d.path} has no branch "${d.branch}".`),
  'branch-exists': (d) =>
    words(
      `${d.path} has a branch "${d.branch}" already.`,
      'Open that one, or choose another name. Nothing was changed.',
    ),
  'branch-in-use': (d) =>
    d.isMissing
      ? words(
          `The branch "${d.branch}" is open in ${d.path}, and that folder is not there.`,
          'Connect its drive. If the folder is gone for good, run "git worktree prune" in the clone.',
        )
      : words(
          `The branch "${d.branch}" is open in ${d.path}.`,
          'Add that folder, or choose another branch. Nothing was changed.',
        ),
  'folder-remembered': (d) =>
    words(
      `${d.path} was a linked folder of ${d.clone}, and is not there.`,
      'Choose another folder. If it is gone for good, run "git worktree prune" in the clone.',
    ),
  'not-flexible': (d) =>
    words(`${d.environment} is a lane of its own. Only flexible environments hang on another.`),
  'ref-invalid': (d) => words(`"${d.ref}" is not a name git would take.`),

  'other-branch': (d) =>
    words(
      `${d.environment} is set up for the branch "${d.expected}", but its folder is on "${d.actual}".`,
      'Switch back, or use this branch for the environment.',
    ),
  'branch-rewritten': (d) =>
    words(
      `The history of ${d.environment} was rewritten: what was deployed (${d.deployed.slice(0, 7)}) is no longer part of it.`,
      'Check that this was meant, then confirm it.',
    ),
  'object-missing': (d) =>
    words(`An object is missing from ${d.path}: ${d.id}.`, 'Run "git fsck" there; a fresh clone repairs it.'),
  'object-damaged': (d) =>
    words(
      `An object of ${d.path} is damaged (${d.id}: ${d.reason}).`,
      'Run "git fsck" there; a fresh clone repairs it.',
    ),
  'index-damaged': (d) =>
    words(
      `The index of ${d.path} cannot be read (${d.reason}).`,
      'Delete the file "index" in its git folder and run "git reset".',
    ),
  'lock-held': (d) =>
    d.owner === null && d.ageSeconds > 600
      ? words(
          `A lock of another program is here: ${d.path}, for ${age(d.ageSeconds)}. No program was seen that has it open.`,
          'If no program is working in this folder, delete that file.',
        )
      : words(
          `Another program${d.owner ? ` (${d.owner})` : ''} is working here: ${d.path}, for ${age(d.ageSeconds)}.`,
          'Wait until it has finished, then try again.',
        ),
  'ref-damaged': (d) =>
    words(
      `The git reference ${d.ref} is damaged (${d.path}).`,
      'Run "git fsck" there; a fresh clone repairs it.',
    ),
  'ref-in-the-way': (d) =>
    words(`"${d.ref}" cannot be made because "${d.other}" exists.`, 'Rename or delete one of them.'),
  'ref-moved': (d) => words(`${d.ref} was moved by another program meanwhile.`, 'Look again.'),
  'path-unsafe': (d) => words(`"${d.path}" cannot be written safely: ${d.reason}.`),
  'file-unreadable': (d) =>
    words(`${d.path} cannot be read (${d.reason}).`, 'Make it readable for you, then try again.'),
  'disk-full': (d) => words(`The disk is full (${d.path}).`, 'Make room, then try again.'),
  'not-permitted': (d) => words(`Not allowed: ${d.path} (${d.reason}).`),
  'files-in-the-way': (d) =>
    words(
      `Files in ${d.folder} are in the way of what arrives: ${list(d.paths)}.`,
      'Move them away or include them, then try again.',
    ),
  'still-being-written': (d) =>
    words(
      `Files in ${d.folder} are still being written: ${list(d.paths)}.`,
      'Wait a moment, then look again.',
    ),
  'partly-staged': (d) =>
    words(
      `Somebody prepared a commit in ${d.folder} that holds only part of the edits: ${list(d.paths)}.`,
      'Commit it there, or take it back with "git reset".',
    ),

  'remote-unreachable': (d) =>
    words(
      `The server ${d.host} was not reached: ${d.reason}.`,
      'Nothing was changed. Check the connection and the address, then try again.',
    ),
  'sign-in-needed': (d) =>
    d.rejected
      ? words(
          `The server ${d.host} did not accept the name and password.`,
          'Sign in again. Many servers want an access token instead of the password.',
        )
      : words(`The server ${d.host} wants to know who you are.`, 'Sign in, then try again.'),
  'push-rejected': (d) =>
    words(
      `The server ${d.host} did not take the changes for "${d.branch}": ${d.reason}.`,
      'Nothing was changed there. Look again, or ask whoever looks after the server.',
    ),
  'remote-outcome-unknown': (d) =>
    words(
      `The connection to ${d.host} was lost before it answered: it is not known whether "${d.branch}" moved there.`,
      'It is looked up as soon as the server can be reached.',
    ),
  'remote-damaged': (d) =>
    words(`What the server ${d.host} sent is damaged: ${d.reason}.`, 'Nothing of it was kept. Try again.'),

  'plan-stale': () => words('Something changed since you looked.', 'Look at the fresh plan.'),
  'plan-blocked': (d) => words(`This cannot be deployed as it is: ${d.reasons.join(' ')}`),
  'item-changed': (d) =>
    words(`${d.path} on ${d.environment} was changed meanwhile. Nothing was done.`, 'Look again.'),
  'artifact-invalid': (d) => words(`${d.path} cannot be changed: ${d.reason}.`, 'Repair the file first.'),
  'not-acknowledged': (d) =>
    words(`Somebody has to say yes to this first: ${d.reasons.join(' ')}`, 'Nothing has moved.'),
  'nothing-to-deploy': (d) => words(`${d.to} has everything that ${d.from} has.`),
  'wrong-order': (d) =>
    d.kind === 'deploy'
      ? words(
          `${d.from} does not deploy to ${d.to}.`,
          d.allowed.length ? `It deploys to ${list(d.allowed)}.` : 'It is the last lane.',
        )
      : words(
          `${kindWords[d.kind].cannot(d.from, d.to).replace(/ yet$/, '')}.`,
          d.allowed.length
            ? `From ${d.from} that goes to ${list(d.allowed)}.`
            : `Nothing goes that way from ${d.from}.`,
        ),
  'conflict-not-found': (d) =>
    words(
      `There is no open decision "${d.conflict}".`,
      'Look again: somebody may have changed or settled it.',
    ),
  'choice-not-possible': (d) =>
    words(
      `That cannot be chosen for ${d.path}: ${d.choice}.`,
      d.possible.length ? `Possible: ${list(d.possible)}.` : '',
    ),
  'needs-confirmation': () => words('Nothing was deployed: nobody said yes.', 'Run it again with --yes.'),
  'waiting-for-server': (d) =>
    words(
      `${d.host} has not said whether it took what was sent to ${d.environment}.`,
      'Nothing moves there until it answers. Try again when it can be reached.',
    ),
  'server-has-nothing': (d) =>
    words(`${d.host || 'The server'} has nothing of ${d.environment} that could be brought over.`),
  'no-server': (d) =>
    words(
      `${d.environment} is not sent to a server that Laneway speaks to.`,
      'It speaks to servers by http and https.',
    ),
  'environment-busy': (d) =>
    words(
      `${d.environment} is busy: ${d.held}.`,
      d.personMayTakeOver ? 'If that computer is gone, free it by hand.' : 'Try again when it has finished.',
    ),
  'too-late-to-cancel': () =>
    words('It cannot be stopped any more: the changes have arrived and are being finished.'),
  'run-not-found': (d) => words(`There is no run ${d.run}.`),
  'run-failed': (d) => words(`The run to ${d.to} ended: ${d.outcome}. ${d.cause?.message ?? ''}`.trim()),
  'deletion-file-there': (d) =>
    words(
      `${d.item} still has its file on ${d.environment}.`,
      `Delete it on ${d.leftMost} and deploy; then finish here.`,
    ),
  'deletion-not-known': (d) =>
    words(
      `Nothing is known of the database of ${d.environment}, so nobody can say what would go with ${d.item}. Nothing was deleted.`,
      'See on the page of the environment why, and look again.',
    ),
  'deletion-stale': (d) =>
    words(
      `${d.item} on ${d.environment} is not as it was when you looked. Nothing was deleted.`,
      'Look again at what would go with it.',
    ),
  'deletion-unconfirmed': (d) =>
    words(
      `To delete ${d.item} there, the name of the environment has to be typed: ${d.environment}. Nothing was deleted.`,
    ),
  'deletion-needed-by': (d) =>
    words(
      `${d.item} is still used on ${d.environment} by ${list(d.by)}. Nothing was deleted.`,
      `Delete ${d.by.length === 1 ? 'that' : 'those'} first, or take ${d.item} out there and deploy.`,
    ),
  'deletion-not-found': (d) => words(`There is no decision ${d.id}.`),
  'deletion-not-undoable': (d) =>
    d.why === 'undone'
      ? words('This decision was taken back already.')
      : words('This was deleted in the site itself.', 'Only the site can put it back.'),
  'deletion-undo-hindered': (d) =>
    words(`${d.item} cannot be put back on ${d.environment} as it was. ${d.hindrances.join(' ')}`),
  'deletion-snapshot-damaged': (d) =>
    words(`What was kept of a deletion cannot be read: ${d.path}.`, 'The environment is as it was before.'),
  'item-not-found': (d) =>
    words(
      `There is no item "${d.item}".`,
      d.known.length ? `Known here: ${list(d.known)}.` : 'There are none here.',
    ),
  'item-ambiguous': (d) =>
    words(`Several items are called "${d.item}".`, `Say which one by its address: ${list(d.known)}.`),
  'activity-not-found': (d) => words(`There is no record ${d.id}.`),
  'activity-damaged': (d) => words(`A record could not be read: ${d.path}.`, 'The others are not affected.'),
  'target-not-empty': (d) => words(`${d.path} is not empty.`, 'Choose a new or an empty folder.'),

  'extraction-failed': (d) =>
    words(
      `${count(d.problems.length, 'file cannot', 'files cannot')} be read into the database: ${list(d.problems, 3)}. Nothing was changed in it.`,
      'Mend them where the changes are made, deploy again, or run extraction again.',
    ),
  'site-database-unreadable': (d) =>
    words(
      `The site’s database ${d.path} cannot be read: ${d.reason}.`,
      'What is in it is not known until it can be read. Nothing was changed.',
    ),
  'site-database-missing': (d) =>
    words(
      `There is no database of a site in ${d.path} (Umbraco.sqlite.db).`,
      'Choose the folder of the site, or the file itself. A site that keeps its database on a server cannot be read.',
    ),
  'site-busy': (d) =>
    words(
      `The site was asked to read its files ${age(d.ageSeconds)} ago, and has not finished (${d.path}).`,
      'Wait for it, or start the site. If it will never finish, delete that file and try again.',
    ),
  'content-not-found': (d) => words(`There is no page or media item "${d.content}" in the database.`),
  'content-invalid': (d) => words(`That cannot be in the database: ${d.reason}.`, 'Nothing was changed.'),
  'database-read-only': (d) =>
    d.kind === 'none'
      ? words(`${d.folder} has no database: it is no site with named items.`)
      : words(
          `${d.folder} has the site’s own database. Laneway only reads it.`,
          'Make the change in the backoffice of the site.',
        ),
};

/** The words for an error. Pure; the same in window and CLI. */
export function errorText<C extends ErrorCode>(code: C, data: ErrorDataByCode[C]): ErrorWords {
  return table[code](data);
}
