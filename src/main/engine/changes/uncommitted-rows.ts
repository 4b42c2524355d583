import type { Change } from '../../../shared/domain/change';
import { diffTrees } from '../git/merge/diff-trees';
import { pairRenames } from '../git/merge/pair-renames';
import type { ObjectReader } from '../git/model';
import type { PlanSide } from '../plan/plan-input';
import { buildRows } from '../plan/rows';
import type { Profile } from '../profiles/profile';
import { siteKnowledge } from '../profiles/site-knowledge';

/** The unsaved work of one environment as rows: for its automatic commit, and where there is no next environment. */
export function uncommittedRows(store: ObjectReader, side: PlanSide, profile: Profile): Change[] {
  const changes = diffTrees(store, side.headTree, side.end.tree);
  return buildRows(changes, {
    store,
    site: siteKnowledge(profile),
    tree: side.end.tree,
    touched: new Map(),
    uncommitted: side.uncommitted,
    renames: pairRenames(store, changes),
  });
}
