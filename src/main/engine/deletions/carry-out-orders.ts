import type { DeletionDecision, DeletionOrder } from '../../../shared/domain/deletion';
import type { Finding } from '../../../shared/domain/plan';
import type { ActivityRecord } from '../../../shared/domain/run';
import { orderNotDone, placeInSite, type WhyNotDone } from '../../../shared/text/deletion-words';
import { hasRecord, writeRecord } from '../activity/activity-store';
import type { Databases } from '../databases/databases';
import type { EnvironmentHome } from '../environments/identity';
import { isError } from '../errors';
import type { Clock } from '../ports';
import { carryOut } from './carry-out';
import { decisionRecord } from './decision-record';
import { findDecision, writeDecision } from './decision-store';
import { recoverDecisions } from './recover-decisions';
import { sameSeen, seenOf } from './seen';
import { rowsBefore } from './take-out';
import { whatGoes } from './what-goes';

export interface OrdersContext {
  readonly home: EnvironmentHome;
  readonly end: { readonly environmentId: string; readonly name: string };
  readonly orders: readonly DeletionOrder[];
  /** Of the run: who, host, project. */
  readonly record: ActivityRecord;
  readonly databases: Databases;
  readonly clock: Clock;
  say(line: string): void;
}

/**
 * Carries out what was decided with a plan, after its changes have arrived. Forward only, and as often as recovery
 * likes: what is done is not done again, and what changed meanwhile stays on the list and is said.
 */
export function carryOutOrders(context: OrdersContext): Finding[] {
  const { home, databases, orders } = context;
  if (orders.length === 0) return [];
  recoverDecisions(home, databases);
  const findings: Finding[] = [];
  let open = orders.filter(({ id }) => findDecision(home.folder, id) === null);
  // What others are made of comes after them: again as long as something goes.
  for (let before = -1; open.length > 0 && open.length !== before;) {
    before = open.length;
    open = open.filter((order) => {
      const ended = carryOutOne(order, context);
      if (ended !== 'blocked' && ended !== null) findings.push(notDone(order, ended, context));
      return ended === 'blocked';
    });
  }
  return [...findings, ...open.map((order) => notDone(order, 'blocked', context))];
}

/** Null: it is so now. */
function carryOutOne(order: DeletionOrder, context: OrdersContext): WhyNotDone | null {
  const { home, end, databases, say } = context;
  const database = databases.of(home);
  if (!database.known) return 'not-known';
  const goes = whatGoes(order.udi, database);
  if (goes.row === null) {
    say(`${end.name}: ${order.item.kind} "${order.item.name}" was gone already`);
    return null;
  }
  if (!sameSeen(order.seen, seenOf(goes))) return 'changed';
  const common = { ...decisionOf(order, context), changedContent: goes.changed.length };
  if (database.kind === 'site') {
    noteToDo({ ...common, state: 'open', place: placeInSite(order.item, []) }, context);
    return null;
  }
  if (goes.blocking.length > 0) return 'blocked';
  const decision: DeletionDecision = { ...common, deletedContent: goes.deleted.length };
  try {
    const before = { rows: rowsBefore(goes, database), files: [] };
    carryOut({ home, databases, decision, record: recordOf(decision, context), before });
  } catch (cause) {
    if (isError(cause, 'deletion-stale')) return 'changed';
    throw cause;
  }
  say(`${end.name}: ${order.item.kind} "${order.item.name}" was deleted in its database, as decided`);
  return null;
}

function noteToDo(decision: DeletionDecision, context: OrdersContext): void {
  const { home, end, say } = context;
  const record = recordOf(decision, context);
  if (!hasRecord(home.folder, record.id)) writeRecord(home.folder, record);
  writeDecision(home.folder, { step: 'to-do', decision, record });
  say(`${end.name}: ${decision.item.kind} "${decision.item.name}" is to be deleted in the site itself`);
}

const decisionOf = (
  { id, udi, item }: DeletionOrder,
  { end, record, clock }: OrdersContext,
): DeletionDecision => ({
  id,
  kind: 'delete',
  state: 'done',
  environmentId: end.environmentId,
  environment: end.name,
  udi,
  item,
  who: record.who,
  at: Math.round(clock.now()),
  why: record.message,
  run: record.id,
  deletedContent: 0,
  changedContent: 0,
  files: [],
  place: [],
});

const recordOf = (decision: DeletionDecision, { record }: OrdersContext): ActivityRecord =>
  decisionRecord({
    project: { id: record.projectId, name: record.projectName },
    decision,
    id: decision.id,
    act: 'delete',
    who: record.who,
    host: record.host,
    at: decision.at,
    notes: [],
  });

const notDone = ({ item }: DeletionOrder, why: WhyNotDone, { end }: OrdersContext): Finding => ({
  code: 'deletion-not-done',
  level: 'warn',
  environmentId: end.environmentId,
  message: orderNotDone(item, end.name, why),
});
