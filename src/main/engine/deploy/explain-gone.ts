import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError, isFromOutside, isError } from '../errors';

/**
 * What really happened when something fails while a clone is not there (a drive was pulled, a folder renamed): that is
 * said, and not what was met on the way. Any other failure comes back as it came.
 */
export function explainGone(cause: unknown, folders: readonly string[]): unknown {
  if (!isFromOutside(cause) || isError(cause, 'cancelled')) return cause;
  const gone = folders.find((folder) => !isThere(folder));
  return gone === undefined ? cause : new EngineError('folder-missing', { path: gone }, { cause });
}

/** Whether a working folder is there with its git folder: a drive that is not mounted leaves an empty one. */
export const isThere = (folder: string): boolean => existsSync(join(folder, '.git'));

/** @throws EngineError `folder-missing` */
export function requireThere(folder: string): void {
  if (!isThere(folder)) throw new EngineError('folder-missing', { path: folder });
}
