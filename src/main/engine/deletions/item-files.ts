import { readFileSync, unlinkSync } from 'node:fs';
import { fail, fromSystem } from '../errors';
import { writeFileAtomic } from '../files/atomic-write';
import { systemPath } from '../git/path-codec';
import { lookAbove, makeFoldersAbove } from '../git/worktree/folders';
import { lookAt } from '../git/worktree/lstat';
import { requireSafePath } from '../git/worktree/path-safety';

/** A file of the working folder that goes with an item. */
export interface FileBefore {
  /** Relative to the environment. */
  readonly path: string;
  readonly executable: boolean;
  readonly base64: string;
}

/**
 * A file as it lies in the working folder; null where there is none.
 * @throws EngineError `path-unsafe` where it is no plain file in plain folders, `file-unreadable`, `not-permitted`
 */
export function readItemFile(root: string, path: string): FileBefore | null {
  requireSafePath(path);
  const above = lookAbove(root, path);
  if (above.kind === 'link') fail('path-unsafe', { path, reason: `"${above.path}" is a link` });
  const whole = pathIn(root, path);
  const stat = above.kind === 'folders' ? lookAt(whole) : undefined;
  if (!stat) return null;
  if (!stat.isFile()) fail('path-unsafe', { path, reason: 'it is no plain file' });
  try {
    return { path, executable: (stat.mode & 0o100) !== 0, base64: readFileSync(whole).toString('base64') };
  } catch (cause) {
    throw fromSystem(cause, path);
  }
}

/**
 * Deletes a file that is still as it was seen; one that somebody wrote meanwhile stays.
 * @returns whether it is gone now
 */
export function deleteItemFile(root: string, before: FileBefore): boolean {
  const now = readItemFile(root, before.path);
  if (now === null) return true;
  if (now.base64 !== before.base64) return false;
  try {
    unlinkSync(pathIn(root, before.path));
  } catch (cause) {
    throw fromSystem(cause, before.path);
  }
  return true;
}

/** Whether a file can be put back without taking another version away. */
export function isPlaceFree(root: string, { path, base64 }: FileBefore): boolean {
  const now = readItemFile(root, path);
  return now === null || now.base64 === base64;
}

/** Puts a file back as it was. @throws EngineError `disk-full`, `not-permitted`, `files-in-the-way`, `path-unsafe` */
export function restoreItemFile(root: string, { path, executable, base64 }: FileBefore): void {
  if (readItemFile(root, path)?.base64 === base64) return;
  makeFoldersAbove(root, path);
  writeFileAtomic(pathIn(root, path), Buffer.from(base64, 'base64'), executable ? 0o777 : 0o666);
}

function pathIn(root: string, path: string): string {
  const whole = systemPath(root, path);
  return typeof whole === 'string' ? whole : fail('path-unsafe', { path, reason: 'its name is not text' });
}
