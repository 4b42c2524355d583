import type { ObjectId, ObjectStore, TreeEntry } from '../model';
import { isTree, sameEntry } from '../model';
import { comparePaths } from '../path-codec';
import { collectPaths } from './collect-paths';
import type { MergeConflict } from './conflict';
import { applyFolderRenames } from './directory-renames';
import { findEntry } from './find-entry';
import type { MergeAttribute, MergeContext, MergeDriver } from './merge-content';
import { processRenames } from './process-renames';
import { findRenames } from './renames';
import { settlePaths } from './settle-paths';
import { treeAttributes } from './tree-attributes';
import { writeMergedTree } from './write-merged-tree';

export type { MergeConflict } from './conflict';
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
  const roots = [base, ours, theirs].map((id) => (id === store.format.emptyTree ? null : id));
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
  const settled = settlePaths(context, states, (path) =>
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
