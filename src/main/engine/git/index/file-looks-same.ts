import { systemPath } from '../path-codec';
import { lookClosely } from '../worktree/lstat';
import { statDataAt, statDataOf, sameStat } from './index-entry';
import type { Index } from './read-index';

/** Whether the file of entry `i` has the very stat that was recorded. False where nanoseconds were not recorded. */
export function fileLooksSame(folder: string, index: Index, i: number): boolean {
  const recorded = statDataAt(index.bytes, index.positions[i] ?? 0);
  if (recorded.modifiedNanoseconds === 0 && recorded.changedNanoseconds === 0) return false;
  const now = lookClosely(systemPath(folder, index.paths[i] ?? ''));
  return now !== undefined && sameStat(statDataOf(now), recorded);
}
