import { readFullIndex } from '../index/full-index';
import { EntryFlag, findInIndex, type Index } from '../index/read-index';
import type { TreeChange } from '../merge/diff-trees';
import { FileMode, type TreeEntry } from '../model';
import type { Repository } from '../repository/repository';
import { isSkipped } from '../status/compare-work';
import { sparseCheckout } from '../status/sparse-checkout';
import { lookAt } from './lstat';
import { wholePath } from './work-content';

/** Which changes of a tree are also changes of files, where a working tree has not all files of its index. */
export interface SparseWork {
  /**
   * What happens to files: none are written outside of a sparse checkout. One that lies there although it does not
   * belong there is taken away when its path changes, as git does. `from` is missing where no file is to be expected.
   */
  fileChanges(changes: readonly TreeChange[]): readonly TreeChange[];
  /** Whether status does not look at the file of a path, because of how the index marks it. */
  isSkipped(path: string): boolean;
  /** Whether the index says of an entry, after its file was brought, that the file need not be there. */
  isMarked(path: string, entry: TreeEntry): boolean;
}

/** @param index as it is before anything is brought */
export function sparseWork(repository: Repository, index: Index = readFullIndex(repository)): SparseWork {
  const sparse = sparseCheckout(repository);
  const isThere = (path: string): boolean => lookAt(wholePath(repository, path)) !== undefined;
  const flagsOf = (path: string): number => index.flags[findInIndex(index, path)] ?? 0;
  const skipped = (path: string): boolean => isSkipped(flagsOf(path), wholePath(repository, path), sparse);
  const isOutside = (path: string, { mode }: TreeEntry): boolean =>
    sparse !== null && !sparse.includes(path, mode === FileMode.submodule);
  return {
    fileChanges(changes) {
      if (!sparse && !index.hasSkipped) return changes;
      return changes.flatMap((change): TreeChange[] => {
        const { path, from, to } = change;
        if (!to) return [change];
        if (!isOutside(path, to)) return [skipped(path) && !isThere(path) ? { path, to } : change];
        return from && !skipped(path) ? [{ path, from }] : [];
      });
    },
    isSkipped: skipped,
    isMarked: (path, entry) =>
      sparse
        ? isOutside(path, entry) && (skipped(path) || !isThere(path))
        : (flagsOf(path) & EntryFlag.skipWorktree) !== 0,
  };
}
