import type { DeletionOrder, PlanDecision } from '../../../shared/domain/deletion';
import type { Plan } from '../../../shared/domain/plan';
import { fail } from '../errors';

/**
 * The deletions that were decided with a plan, ready to be carried out after its changes have arrived. Those that are
 * kept for now are no orders: they stay on the list.
 * @param run id of the run: an order is known by it, so that recovery carries out none twice
 * @throws EngineError `plan-stale` where the plan has no such removal, `deletion-not-known`, `deletion-unconfirmed`,
 * `deletion-needed-by`. Pure.
 */
export function ordersOf(plan: Plan, decisions: readonly PlanDecision[], run: string): DeletionOrder[] {
  const wanted = new Map(decisions.filter(({ kind }) => kind === 'delete').map((one) => [one.udi, one]));
  const environment = plan.to.name;
  return [...wanted.values()].map(({ udi, confirm = '' }, at): DeletionOrder => {
    const removal = plan.removals.find(({ item }) => item?.udi === udi);
    if (!removal?.item || !removal.leftover) return fail('plan-stale', { expected: plan.hash, actual: '' });
    const { item, leftover } = removal;
    if (leftover.act === 'none') fail('deletion-not-known', { environment, item: item.name });
    if (leftover.confirm && confirm.trim() !== environment)
      fail('deletion-unconfirmed', { environment, item: item.name });
    const by = leftover.blocking.filter((other) => !wanted.has(other.udi)).map(({ name }) => name);
    if (by.length > 0) fail('deletion-needed-by', { environment, item: item.name, by });
    return { id: `${run}-d${at + 1}`, udi, item, seen: leftover.seen };
  });
}
