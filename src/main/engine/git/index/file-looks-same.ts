import { systemPath } from '../path-codec';
import { isForbidden, lookClosely } from '../worktree/lstat';
import { sameStat, statDataAt, statDataOf } from './index-entry';
import type { Index } from './read-index';

/**
 * Whether the file of entry `i` has the very stat that was recorded. False where nanoseconds were not recorded,
 * and where it may not be looked at.
 * @param orMarked counts an entry whose size was replaced by git's mark for "look at the content" as well
 */
export function fileLooksSame(folder: string, index: Index, i: number, orMarked = false): boolean {
  const recorded = statDataAt(index.bytes, index.positions[i] ?? 0);
  if (recorded.modifiedNanoseconds === 0 && recorded.changedNanoseconds === 0) return false;
  try {
    const stat = lookClosely(systemPath(folder, index.paths[i] ?? ''));
    if (stat === undefined) return false;
    const now = statDataOf(stat);
    return sameStat(orMarked && recorded.size === 0 ? { ...now, size: 0 } : now, recorded);
  } catch (cause) {
    if (isForbidden(cause)) return false; // nobody may look at it
    throw cause;
  }
}
