import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { isError, systemCode } from '../../errors';
import { writeFileAtomic } from '../../files/atomic-write';
import { removeRecordedLock, type RecordedLock } from '../locks/recorded-lock';
import { deleteRef } from '../refs/delete-ref';
import { readRef } from '../refs/read-ref';
import { removeReflog } from '../refs/reflog';
import type { Repository } from '../repository/repository';
import { linkDir, lockedFile, pointsTo } from './link-files';
import { listWorkFolders } from './work-folders';

const schema = v.object({
  commonDir: v.string(),
  name: v.string(),
  path: v.string(),
  branch: v.string(),
  reason: v.string(),
  building: v.string(),
  /** Commit of the branch that is being made for it; null before that, and when the branch was there. */
  made: v.nullable(v.string()),
  /** Locks of git that are held for that. */
  locks: v.array(
    v.object({ path: v.string(), device: v.string(), inode: v.string(), born: v.exactOptional(v.string()) }),
  ),
});

/** A linked folder that is being made: written down before anything of it is. */
export type UnfinishedLink = Readonly<v.InferOutput<typeof schema>>;

/** A folder of its own: with it goes what a crash left of writing the note. */
const noteFolder = (notes: string): string => join(notes, 'making');
const noteFile = (notes: string): string => join(noteFolder(notes), 'link.json');

/** @param notes folder for notes of this kind; whoever writes there holds its lock */
export const noteLink = (notes: string, link: UnfinishedLink): void =>
  writeFileAtomic(noteFile(notes), `${JSON.stringify(link)}\n`);

/**
 * Ends what a crash, or an error, left of a linked folder: one that stands at its path is completed, of any other
 * nothing stays. What somebody else has put to use meanwhile is left alone. Harmless when there is nothing.
 * @throws EngineError `lock-held`, `not-permitted`, ...; it can be tried again
 */
export function endUnfinishedLink(repository: Repository, notes: string): void {
  const link = readNote(notes);
  // Of a clone that was copied or moved while it was made only the git folder is here.
  const isHere = link?.commonDir === repository.commonDir;
  if (link) {
    for (const lock of isHere ? link.locks : []) removeRecordedLock(lock);
    const gitDir = linkDir({ ...link, commonDir: repository.commonDir });
    if (isHere && pointsTo(link.path, link)) rmSync(lockedFile(gitDir), { force: true });
    else {
      if (isHere) rmSync(link.building, { recursive: true, force: true }); // first: without the other it is nothing
      if (isOurs(gitDir, link)) rmSync(gitDir, { recursive: true, force: true });
      takeBranchBack(repository, notes, link);
    }
    if (isHere) rmSync(link.building, { recursive: true, force: true });
  }
  rmSync(noteFolder(notes), { recursive: true, force: true });
}

function readNote(notes: string): UnfinishedLink | null {
  let text: string;
  try {
    text = readFileSync(noteFile(notes), 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
  const note = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  return note.success ? note.output : null; // damaged: nobody can say what it was about
}

/** Locked for the reason that was noted, or not even that yet. */
function isOurs(gitDir: string, { reason }: UnfinishedLink): boolean {
  if (!existsSync(gitDir)) return false;
  if (!existsSync(lockedFile(gitDir)))
    return readdirSync(gitDir).every((name) => name.startsWith('.locked.'));
  return readFileSync(lockedFile(gitDir), 'utf8') === `${reason}\n`;
}

/** A branch that moved since, or is checked out, was put to use by somebody. */
function takeBranchBack(repository: Repository, notes: string, link: UnfinishedLink): void {
  const { branch, made, locks } = link;
  if (made === null) return;
  const actual = readRef(repository, branch);
  if (actual === null) removeReflog(repository, branch); // it is written before the branch
  if (actual !== made) return;
  if (listWorkFolders(repository).some(({ branches }) => branches.includes(branch))) return;
  const held = [...locks];
  const onLock = (lock: RecordedLock): void => {
    held.push(lock);
    noteLink(notes, { ...link, locks: held });
  };
  try {
    deleteRef(repository, branch, { expected: made, onLock });
  } catch (cause) {
    if (!isError(cause, 'ref-moved')) throw cause;
  }
}
