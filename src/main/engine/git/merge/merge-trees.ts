import type { ObjectId, ObjectStore, TreeEntry } from '../model';
import { EMPTY_TREE, isTree, sameEntry } from '../model';
import { comparePaths } from '../path-codec';
import { collectPaths } from './collect-paths';
import type { MergeConflict } from './conflict';
import { applyFolderRenames } from './directory-renames';
import { findEntry } from './find-entry';
import type { MergeAttribute, MergeContext, MergeDriver } from './merge-content';
import { describeConflict, mergeEntry } from './merge-entry';
import { fileMask, folderOf, type PathState } from './path-state';
import { processRenames } from './process-renames';
import { findRenames } from './renames';
import { treeAttributes } from './tree-attributes';
import { writeMergedTree } from './write-merged-tree';

export type { MergeConflict, MergeConflictType } from './conflict';
export type { MergeAttribute, MergeDriver } from './merge-content';

export interface MergeOptions {
  /** Names of the sides in conflict markers; "ours" and "theirs" by default. */
  readonly labels?: { readonly ours: string; readonly theirs: string };
  /** Merges files by meaning; where it answers nothing, they are merged as text. */
  readonly driver?: MergeDriver;
  /** How to merge the content of a path; by default what `.gitattributes` of our tree say. */
  readonly attribute?: MergeAttribute;
}

export interface TreeMerge {
  /** Where there are conflicts: with markers, and with ours where there is no text to mark. */
  readonly tree: ObjectId;
  /** By path. Empty: clean. */
  readonly conflicts: MergeConflict[];
}

/**
 * Merges two trees with a common base as `git merge` does (strategy ort): clean exactly where git is, and then with
 * the same tree. New objects go to `store`.
 * @param base null: nothing in common
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function mergeTrees(
  store: ObjectStore,
  trees: {
    readonly base: ObjectId | null;
    readonly ours: ObjectId;
    readonly theirs: ObjectId;
  } & MergeOptions,
): TreeMerge {
  return mergeTreesWith(
    {
      store,
      labels: trees.labels ?? { ours: 'ours', theirs: 'theirs' },
      depth: 0,
      driver: trees.driver,
      attribute: trees.attribute ?? treeAttributes(store, trees.ours),
      withMarkers: new Set(),
    },
    trees.base,
    trees.ours,
    trees.theirs,
  );
}

/** The same for bases of bases as well. */
export function mergeTreesWith(
  context: MergeContext,
  base: ObjectId | null,
  ours: ObjectId,
  theirs: ObjectId,
): TreeMerge {
  if (ours === theirs || theirs === base) return { tree: ours, conflicts: [] };
  if (ours === base) return { tree: theirs, conflicts: [] };
  const { store } = context;
  const roots = [base, ours, theirs].map((id) => (id === EMPTY_TREE ? null : id));
  const collected = collectPaths(store, [roots[0] ?? null, roots[1] ?? null, roots[2] ?? null]);
  const { states, changes, whole, side } = collected;
  const conflicts: MergeConflict[] = [];
  const result = new Map<string, TreeEntry | null>(changes);
  if (side[1].relevant.size > 0 || side[2].relevant.size > 0) {
    const renames = { 1: findRenames(store, side[1]), 2: findRenames(store, side[2]) };
    const exists = (path: string): boolean => findEntry(store, ours, path) !== undefined;
    const { moved, vacated, unclear } = applyFolderRenames(
      { collected, renames, exists },
      context.depth === 0,
    );
    conflicts.push(...unclear);
    for (const path of vacated) result.set(path, null);
    processRenames(context, states, moved);
  }
  const settled = settle(context, states, (path) =>
    [base, ours, theirs].some((tree) => findEntry(store, tree, path)),
  );
  conflicts.push(...settled.conflicts);
  for (const [path, entry] of [...settled.results, ...whole]) result.set(path, entry);
  for (const [path, entry] of result) {
    const there = findEntry(store, ours, path);
    const isFolder = isTree(there) && !whole.has(path); // a path is a file; a folder of that name is another
    if (entry === null ? there === undefined || isFolder : sameEntry(entry, there)) result.delete(path);
  }
  return {
    tree: writeMergedTree(store, ours, result),
    conflicts: conflicts.sort((a, b) => comparePaths(a.path, b.path)),
  };
}

interface Settled {
  readonly results: Map<string, TreeEntry | null>;
  readonly conflicts: MergeConflict[];
}

/** Decides path by path, what is below a folder before what has the folder's name. */
function settle(
  context: MergeContext,
  states: ReadonlyMap<string, PathState>,
  exists: (path: string) => boolean,
): Settled {
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
    const toldByOldName = merged.conflict === 'rename/rename' && !state.split;
    if (merged.conflict && !toldByOldName) conflicts.push(describeConflict(state, merged.conflict));
    if (merged.both) {
      put(state.path, null);
      for (const { entry, label } of merged.both)
        put(label === null ? state.path : freeName(state.path, label), entry);
    } else if (inWay && merged.entry)
      put(
        freeName(state.path, state.folders & 2 ? context.labels.theirs : context.labels.ours),
        merged.entry,
      );
    else if (!inWay) put(state.path, merged.entry);
  }
  return { results, conflicts };
}
