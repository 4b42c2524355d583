import { kindWords } from '../text/kind-words';
import { cloneTexts } from './clone-error-text';
import { list, known, words, count, age, type ErrorTexts, type ErrorWords } from './error-words';
import type { ErrorCode, ErrorDataByCode } from './errors';

const table: ErrorTexts = {
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

  ...cloneTexts,
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
