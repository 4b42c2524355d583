import type { FolderRelevance } from './collect-paths';
import { folderOf, nameOf } from './path-state';
import { inTableOrder } from './table-order';

/** Stands for the new folder of a file that was not found again; no folder is called so. */
export const unknownFolder = '/';

/** Where the files of folders went that are gone. */
export interface FolderCounts {
  /** Counts a renamed file for its folder, and for the folders above as long as their names stay the same below. */
  add(oldPath: string, newPath: string): void;
  increment(oldFolder: string, newFolder: string): void;
  /** Folder -> the one to which most of its files went. */
  guesses(): ReadonlyMap<string, string>;
  /** Folders whose new place no further rename could change. */
  certain(): string[];
  /** What was counted for folders that matter. */
  known(removed: ReadonlyMap<string, FolderRelevance>): ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** @param removed read whenever something is counted, so that changes to it are seen */
export function createFolderCounts(removed: ReadonlyMap<string, FolderRelevance>): FolderCounts {
  const counts = new Map<string, Map<string, number>>();
  const increment = (oldFolder: string, newFolder: string): void => {
    let targets = counts.get(oldFolder);
    if (!targets) counts.set(oldFolder, (targets = new Map<string, number>()));
    targets.set(newFolder, (targets.get(newFolder) ?? 0) + 1);
  };
  return {
    increment,
    add(oldPath, newPath) {
      let [from, to] = [oldPath, newPath];
      for (let first = true; ; first = false) {
        const [oldName, newName] = [nameOf(from), nameOf(to)];
        from = folderOf(from);
        if (!removed.has(from)) return;
        to = folderOf(to);
        if (!first && oldName !== newName) return;
        const relevance = removed.get(from) ?? 'none';
        if (relevance === 'self' || first) increment(from, to);
        if (relevance === 'none' || from === '' || to === '') return;
      }
    },
    guesses: () =>
      new Map(
        [...counts].flatMap(([folder, targets]) => {
          let best: string | undefined;
          for (const target of inTableOrder([...targets.keys()]))
            if ((targets.get(target) ?? 0) > (best === undefined ? 0 : (targets.get(best) ?? 0)))
              best = target;
          return best === undefined ? [] : [[folder, best]];
        }),
      ),
    certain: () => [...counts].flatMap(([folder, targets]) => (isCertain(targets) ? [folder] : [])),
    known: (relevant) =>
      new Map(
        [...counts].flatMap(([folder, targets]) =>
          (relevant.get(folder) ?? 'none') === 'none'
            ? []
            : [[folder, new Map([...targets].filter(([target]) => target !== unknownFolder))]],
        ),
      ),
  };
}

function isCertain(targets: ReadonlyMap<string, number>): boolean {
  const [first = 0, second = 0] = [...targets]
    .flatMap(([target, count]) => (target === unknownFolder ? [] : [count]))
    .sort((a, b) => b - a);
  return first > second + (targets.get(unknownFolder) ?? 0);
}
