import { movesBoth } from '../../../shared/domain/plan-kind';
import { uncommittedRows } from '../changes/uncommitted-rows';
import type { ObjectId, Signature } from '../git/model';
import { commitBody } from '../git/objects/serialize-commit';
import { profileNamed } from '../profiles/profiles';
import { decidedOf } from './conflict-session';
import { automaticMessage, resultMessage } from './messages';
import type { OpenSide } from './plan-context';
import type { Prepared } from './prepare';
import type { RunCommits } from './run-commits';
import type { RunRequest } from './run-request';

/**
 * Makes the commits of a planned run in the plan's store. Automatic commits are ancestors of the result, not ref
 * moves of their own (run.md). A merge back takes the upper head itself where that is possible.
 */
export function makeCommits(
  prepared: Prepared,
  request: RunRequest,
  who: { readonly from: Signature; readonly to: Signature },
): RunCommits {
  const { plan, store, from, to } = prepared;
  const commit = (tree: ObjectId, parents: readonly ObjectId[], by: Signature, text: string): ObjectId =>
    store.write('commit', commitBody({ tree, parents, author: by, committer: by, message: text }));
  const saved = ({ side }: OpenSide, by: Signature): ObjectId =>
    side.end.tree === side.headTree
      ? side.end.head
      : commit(
          side.end.tree,
          [side.end.head],
          by,
          automaticMessage(
            uncommittedRows(store, side, profileNamed(request.project.profile)),
            side.end.name,
          ),
        );
  const source = saved(from, who.from);
  const target = saved(to, who.to);
  const parents = movesBoth(plan.kind) ? [source, target] : [target, source];
  const by = movesBoth(plan.kind) ? who.from : who.to;
  const result =
    plan.resultCommit.id ??
    commit(plan.resultTree, parents, by, resultMessage(plan, decidedOf(prepared), request));
  return { source, target, result };
}
