import { mergeBases } from '../history/merge-bases';
import type { ObjectId, ObjectStore } from '../model';
import { createOverlay } from '../objects/overlay';
import type { MergeContext } from './merge-content';
import { mergeTreesWith, type MergeConflict, type MergeOptions } from './merge-trees';
import { treeAttributes } from './tree-attributes';
import { virtualBase } from './virtual-base';

export interface CommitMergeInput extends MergeOptions {
  readonly ours: ObjectId;
  readonly theirs: ObjectId;
  /** Instead of the commit's own tree: a snapshot of work that is not committed yet. */
  readonly oursTree?: ObjectId;
  readonly theirsTree?: ObjectId;
}

export interface CommitMerge {
  /** How the commits (not the snapshots) stand: `ahead` ours contains theirs, `behind` theirs contains ours. */
  readonly relation: 'same' | 'ahead' | 'behind' | 'diverged';
  /** All best common ancestors; empty where the histories have nothing in common. */
  readonly bases: ObjectId[];
  /** What both sides are compared with; made from several bases it exists in `store` only. */
  readonly baseTree: ObjectId;
  readonly tree: ObjectId;
  readonly conflicts: MergeConflict[];
  /** With what the files were merged: to merge single ones again when a person has decided. */
  readonly context: MergeContext;
}

/**
 * Merges two commits, or the uncommitted work on top of them, as `git merge-tree --write-tree` does. New files and
 * folders go to `store`, those of a virtual base as well.
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function mergeCommits(store: ObjectStore, input: CommitMergeInput): CommitMerge {
  const { ours, theirs } = input;
  const oursTree = input.oursTree ?? store.commit(ours).tree;
  const bases = mergeBases(store, ours, theirs);
  const commits = createOverlay([store]);
  const scratch: ObjectStore = {
    ...commits,
    write: (type, body) => (type === 'commit' ? commits : store).write(type, body),
  };
  const context = {
    store: scratch,
    driver: input.driver,
    attribute: input.attribute ?? treeAttributes(store, oursTree),
    withMarkers: new Set<ObjectId>(),
  };
  const base = virtualBase(bases, context);
  const baseTree = base === null ? store.format.emptyTree : scratch.commit(base).tree;
  const top: MergeContext = {
    ...context,
    labels: input.labels ?? { ours: 'ours', theirs: 'theirs' },
    depth: 0,
  };
  const merged = mergeTreesWith(top, baseTree, oursTree, input.theirsTree ?? store.commit(theirs).tree);
  return { relation: relationOf(ours, theirs, bases), bases, baseTree, ...merged, context: top };
}

function relationOf(ours: ObjectId, theirs: ObjectId, bases: readonly ObjectId[]): CommitMerge['relation'] {
  if (ours === theirs) return 'same';
  if (bases.includes(theirs)) return 'ahead';
  return bases.includes(ours) ? 'behind' : 'diverged';
}
