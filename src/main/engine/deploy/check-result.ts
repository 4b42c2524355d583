import type { Finding } from '../../../shared/domain/plan';
import { movesBoth } from '../../../shared/domain/plan-kind';
import { readSiteIndex } from '../artifacts/site-index';
import type { CheckSide } from '../checks/check-input';
import type { ObjectId, ObjectReader } from '../git/model';
import { profileNamed } from '../profiles/profiles';
import type { CheckDeps, OpenSide, PlanContext } from './plan-context';

/** Gathers what the checks of a kind of site look at, and lets them look at the result of a plan. */
export function checkResult(
  context: PlanContext,
  from: OpenSide,
  to: OpenSide,
  resultTree: ObjectId,
): readonly Finding[] {
  const { project, kind, store } = context;
  const { check } = profileNamed(project.profile);
  if (!check) return [];
  return check({
    store,
    from: checkSide(store, from, context),
    to: checkSide(store, to, context),
    result: readSiteIndex(store, resultTree),
    resultTree,
    movesSource: movesBoth(kind),
  });
}

function checkSide(store: ObjectReader, { side, open }: OpenSide, deps: CheckDeps): CheckSide {
  const { environmentId, name, head, tree } = side.end;
  return {
    environmentId,
    name,
    head,
    tree,
    index: readSiteIndex(store, tree),
    headIndex: readSiteIndex(store, side.headTree),
    database: deps.databases.of(open.home),
    history: () => deps.histories.of(open.home, head),
  };
}
