import { readDecisions } from '../conflicts/session-store';
import { settleConflicts } from '../conflicts/settle';
import type { MergeConflict } from '../git/merge/merge-trees';
import type { PlanInput, SiteKnowledge } from '../plan/plan-input';
import type { OpenSide, PlanContext } from './plan-context';

/** Carries out what people decided between these two environments, as it is written in the clone of `to`. */
export function settleWith(
  { kind, store }: Pick<PlanContext, 'kind' | 'store'>,
  from: OpenSide,
  to: OpenSide,
  site: SiteKnowledge,
): PlanInput['settle'] {
  const ends = { kind, fromId: from.open.home.id, toId: to.open.home.id };
  return (keep, conflicts) => {
    if (conflicts.length === 0) return { tree: keep.merged, preview: keep.merged, conflicts: [] };
    const decisions = readDecisions(to.open.home.folder, ends);
    return settleConflicts(
      { ...keep, decisions, byMeaning: site.parts, isItem: (conflict) => isItem(store, site, conflict) },
      conflicts,
    );
  };
}

/** Whether any of its versions is an item, which cannot be there twice. */
function isItem(
  store: PlanContext['store'],
  site: SiteKnowledge,
  { path, base, ours, theirs }: MergeConflict,
): boolean {
  return [ours, theirs, base].some(
    (entry) => entry !== undefined && store.has(entry.id) && site.item(path, store.blob(entry.id)) !== null,
  );
}
