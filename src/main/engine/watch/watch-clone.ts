import type { Repository } from '../git/repository/repository';
import type { WatchReason } from './coalesce';
import { watchGitDir } from './watch-git-dir';
import type { WatchBudget } from './watch-limits';
import { watchWorkTree } from './watch-work-tree';

/** A clone that is watched live. */
export interface CloneWatch {
  /** Watched folders of the working tree. */
  readonly folders: number;
  /** Brings the watches up to date with what came and went. @throws CannotWatch */
  follow(): void;
  close(): void;
}

export interface WatchCloneOptions {
  readonly budget: WatchBudget;
  readonly recursive: boolean;
  readonly onHint: (reason: WatchReason) => void;
}

/** @throws CannotWatch when not all of it can be watched; nothing is then */
export function watchClone(
  repository: Repository,
  { budget, recursive, onHint }: WatchCloneOptions,
): CloneWatch {
  const gitDir = watchGitDir(repository, budget, onHint);
  try {
    const workTree = watchWorkTree(repository, { budget, recursive, onHint: () => onHint('files') });
    return {
      get folders() {
        return workTree.folders;
      },
      follow() {
        gitDir.follow();
        workTree.follow();
      },
      close() {
        gitDir.close();
        workTree.close();
      },
    };
  } catch (cause) {
    gitDir.close();
    throw cause;
  }
}
