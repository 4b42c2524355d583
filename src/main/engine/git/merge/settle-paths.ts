import type { TreeEntry } from '../model';
import { comparePaths } from '../path-codec';
import type { MergeConflict } from './conflict';
import type { MergeContext } from './merge-content';
import { describeConflict, mergeEntry } from './merge-entry';
import { fileMask, folderOf, type PathState } from './path-state';

/** What every path came to. */
export interface SettledPaths {
  /** null: nothing is there. */
  readonly results: Map<string, TreeEntry | null>;
  readonly conflicts: MergeConflict[];
}

/**
 * Decides path by path, what is below a folder before what has the folder's name.
 * @param exists is there anything of that name on any side?
 */
export function settlePaths(
  context: MergeContext,
  states: ReadonlyMap<string, PathState>,
  exists: (path: string) => boolean,
): SettledPaths {
  const results = new Map<string, TreeEntry | null>();
  const conflicts: MergeConflict[] = [];
  const filled = new Set<string>();
  const put = (path: string, entry: TreeEntry | null): void => {
    results.set(path, entry);
    if (entry === null) return;
    for (let folder = folderOf(path); folder !== '' && !filled.has(folder); folder = folderOf(folder))
      filled.add(folder);
  };
  const freeName = (path: string, label: string): string => {
    const name = `${path}~${label.replaceAll('/', '_')}`;
    let free = name;
    for (let i = 0; states.has(free) || results.has(free) || exists(free); i++) free = `${name}_${i}`;
    return free;
  };
  const order = [...states.values()].map((state) => ({ key: `${state.path}/`, state }));
  order.sort((a, b) => comparePaths(b.key, a.key));
  for (const { state } of order) {
    if (state.result !== undefined) {
      put(state.path, state.result);
      continue;
    }
    const present = fileMask(state);
    if (present === 0) continue;
    const inWay = filled.has(state.path);
    if (inWay && present === 1) {
      if (state.split) conflicts.push(describeConflict(state, 'rename/rename', true));
      continue;
    }
    const merged = mergeEntry(context, state, inWay);
    const aside: string[] = [];
    const putAside = (label: string, entry: TreeEntry): void => {
      const name = freeName(state.path, label);
      aside.push(name);
      put(name, entry);
    };
    if (merged.both) {
      put(state.path, null);
      for (const { entry, label } of merged.both)
        if (label === null) put(state.path, entry);
        else putAside(label, entry);
    } else if (inWay && merged.entry)
      putAside(state.folders & 2 ? context.labels.theirs : context.labels.ours, merged.entry);
    else if (!inWay) put(state.path, merged.entry);
    const toldByOldName = merged.conflict === 'rename/rename' && !state.split;
    if (merged.conflict && !toldByOldName)
      conflicts.push({
        ...describeConflict(state, merged.conflict),
        ...(aside.length > 0 ? { aside } : {}),
      });
  }
  return { results, conflicts };
}
