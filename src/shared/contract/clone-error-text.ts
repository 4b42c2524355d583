import { list, words, age, type ErrorTexts } from './error-words';

/** What clones, the folders they lie in, and the servers they are sent to refuse, in words. */
export const cloneTexts = {
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
} satisfies Partial<ErrorTexts>;
