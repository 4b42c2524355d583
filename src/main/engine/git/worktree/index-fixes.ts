import { sameStat, statDataOf, type IndexEntry, type StatData } from '../index/index-entry';
import type { Index } from '../index/read-index';
import type { ObjectId, ObjectReader, TreeEntry } from '../model';
import type { Repository } from '../repository/repository';
import { compareHead } from '../status/compare-head';
import type { AppliedFile } from './apply-changes';
import { lookClosely } from './lstat';
import { sparseWork } from './sparse-work';
import { wholePath, workContent } from './work-content';

/**
 * What has to change in the index so that it says what tree `toTree` says, after {@link AppliedFile}s were brought.
 * A file whose content is proven gets its stat; the others are left for git to look at.
 */
export function indexFixes(
  repository: Repository,
  reader: ObjectReader,
  index: Index,
  toTree: ObjectId,
  applied: readonly AppliedFile[],
): Map<string, IndexEntry | null> {
  const fixes = new Map<string, IndexEntry | null>();
  const brought = new Map(applied.map((file) => [file.path, file]));
  const content = workContent(repository, reader, [], 'to');
  const sparse = sparseWork(repository, index);
  const provenStat = (path: string, entry: TreeEntry): StatData | null => {
    const whole = wholePath(repository, path);
    const stat = brought.get(path)?.stat;
    if (stat === undefined) {
      const file = content.fileThatIs(whole, path, entry);
      return file && statDataOf(file.stat);
    }
    // Touched since it was written: perhaps within the same second, which git may not see from the stat.
    const now = stat && lookClosely(whole);
    return now && stat && sameStat(statDataOf(now), stat) ? stat : null;
  };
  const fixed = (path: string, entry: TreeEntry): IndexEntry => ({
    ...entry,
    stat: provenStat(path, entry),
    skipWorktree: sparse.isMarked(path, entry),
  });
  for (const [path, { head }] of compareHead(index, reader, toTree))
    fixes.set(path, head && fixed(path, head));
  for (const { path, to, stat } of applied)
    if (to && stat && !fixes.has(path)) fixes.set(path, fixed(path, to));
  return fixes;
}
