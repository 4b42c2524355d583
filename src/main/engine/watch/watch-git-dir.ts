import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../git/repository/repository';
import type { WatchReason } from './coalesce';
import { watchFolder, type FolderWatch } from './folder-watch';
import type { WatchBudget } from './watch-limits';

/** The watches on what git itself keeps: HEAD, index and branches. Nothing below `objects`. */
export interface GitDirWatch {
  /** Follows folders of branches (`feature/...`) that came and went. @throws CannotWatch */
  follow(): void;
  close(): void;
}

/** Files of one working tree, with what a change of them may mean. Locks and everything else say nothing. */
const ownFiles: Readonly<Record<string, WatchReason>> = {
  HEAD: 'head',
  index: 'index',
  MERGE_HEAD: 'head',
  CHERRY_PICK_HEAD: 'head',
  REVERT_HEAD: 'head',
  'rebase-merge': 'head',
  'rebase-apply': 'head',
  BISECT_LOG: 'head',
};
/** Files that the working folders of a clone share. */
const sharedFiles: Readonly<Record<string, WatchReason>> = { 'packed-refs': 'refs', config: 'refs' };

/** @throws CannotWatch when not all can be watched; none is then */
export function watchGitDir(
  { gitDir, commonDir }: Repository,
  budget: WatchBudget,
  onHint: (reason: WatchReason) => void,
): GitDirWatch {
  const fixed: FolderWatch[] = [];
  const branchFolders = new Map<string, FolderWatch>();
  const heads = join(commonDir, 'refs', 'heads');
  let branchesMoved = false;

  const watchFiles = (folder: string, files: Readonly<Record<string, WatchReason>>): void => {
    const watch = watchFolder(folder, budget, (_event, name) => {
      const reason = name === null ? 'head' : files[name];
      if (reason) onHint(reason);
    });
    if (watch) fixed.push(watch);
  };
  const watchBranches = (folder: string): void => {
    const watch = watchFolder(folder, budget, (event, name) => {
      if (name !== null && (name.endsWith('.lock') || name.startsWith('.'))) return;
      if (event !== 'change') branchesMoved = true;
      onHint('refs');
    });
    if (!watch) return;
    branchFolders.set(folder, watch);
    for (const name of foldersIn(folder)) watchBranches(join(folder, name));
  };
  const close = (): void => {
    for (const watch of [...fixed, ...branchFolders.values()]) watch.close();
    fixed.length = 0;
    branchFolders.clear();
  };

  try {
    watchFiles(gitDir, gitDir === commonDir ? { ...ownFiles, ...sharedFiles } : ownFiles);
    if (gitDir !== commonDir) watchFiles(commonDir, sharedFiles);
    watchBranches(heads);
  } catch (cause) {
    close();
    throw cause;
  }
  return {
    follow() {
      if (!branchesMoved) return;
      branchesMoved = false;
      // Few folders: made anew, because one that was removed and made again has the same name.
      for (const watch of branchFolders.values()) watch.close();
      branchFolders.clear();
      watchBranches(heads);
    },
    close,
  };
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return []; // removed just now
  }
}
