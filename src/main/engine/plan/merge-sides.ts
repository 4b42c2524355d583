import { movesBoth } from '../../../shared/domain/plan-kind';
import type { SettledConflict } from '../conflicts/settle';
import { diffTrees, type TreeChange } from '../git/merge/diff-trees';
import { mergeCommits } from '../git/merge/merge-commits';
import type { ObjectId } from '../git/model';
import type { PlanInput } from './plan-input';

/** What comes out when the two sides of a plan meet. */
export interface MergedSides {
  readonly bases: readonly ObjectId[];
  readonly resultTree: ObjectId;
  /** What can be checked while something is open: the same, with what `from` has there. */
  readonly preview: ObjectId;
  /** The merge as it came out before anything was decided. */
  readonly conflictTree: ObjectId;
  /** The result when it is a commit that exists; null when the run has to make one. */
  readonly resultId: ObjectId | null;
  /** Parents of the result by head; a side with uncommitted work gets its own commit in between. */
  readonly parents: readonly ObjectId[];
  /** What both sides changed and is not decided. */
  readonly conflicts: readonly SettledConflict[];
  /** What was decided; its result is part of the tree. */
  readonly decided: readonly SettledConflict[];
  /** What arrives on `to`; while conflicts are open, what `from` changed since both were the same. */
  readonly arrivals: readonly TreeChange[];
  /** What comes back to `from`; only a deployment brings anything there. */
  readonly returns: readonly TreeChange[];
  /** `to` has everything already. */
  readonly empty: boolean;
}

/**
 * Merges the snapshots of both sides in memory. `ours` is `from`, `theirs` is `to`.
 *
 * A deployment, and a push, always makes a result commit of its own with parents (from, to), also where a fast-forward would do:
 * it carries the run's id, and an undo needs to know which parent was the source. A merge back moves one branch
 * only and takes the upper head itself where that is possible, so that the environments become the same commit.
 */
export function mergeSides(input: PlanInput): MergedSides {
  const { store, from, to, kind } = input;
  const merged = mergeCommits(store, {
    ours: from.end.head,
    theirs: to.end.head,
    oursTree: from.end.tree,
    theirsTree: to.end.tree,
    labels: { ours: from.end.name, theirs: to.end.name },
    driver: input.site.driver,
  });
  const { tree, preview, conflicts } = input.settle(
    {
      merge: merged.context,
      merged: merged.tree,
      ours: from.end.tree,
      theirs: to.end.tree,
    },
    merged.conflicts,
  );
  const open = conflicts.filter((conflict) => conflict.open);
  const both = movesBoth(kind);
  const contained = merged.relation === 'same' || merged.relation === 'behind';
  const canTakeHead = !both && merged.relation === 'ahead' && to.end.tree === to.headTree;
  const clean = open.length === 0;
  return {
    bases: merged.bases,
    resultTree: tree,
    preview,
    conflictTree: merged.tree,
    resultId: canTakeHead ? from.end.head : null,
    parents: both ? [from.end.head, to.end.head] : [to.end.head, from.end.head],
    conflicts: open,
    decided: conflicts.filter((conflict) => !conflict.open),
    arrivals: clean ? diffTrees(store, to.end.tree, tree) : diffTrees(store, merged.baseTree, from.end.tree),
    returns: clean && both ? diffTrees(store, from.end.tree, tree) : [],
    // What was decided has to be written down on both sides, also where the target stays as it is.
    empty: both ? clean && tree === to.end.tree && open.length === conflicts.length : contained,
  };
}
