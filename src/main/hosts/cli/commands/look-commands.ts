import { activityLines, recordLines } from '../print/print-activity';
import { changesLines, overviewLines } from '../print/print-overview';
import { collisionLines, collisionsOf } from '../print/print-collisions';
import { itemLines } from '../print/print-items';
import { detailLines } from '../print/print-change';
import { planLines } from '../print/print-plan';
import { fail } from '../../../engine/errors';
import { changeTitle, type Change } from '../../../../shared/domain/change';
import type { PlanKind } from '../../../../shared/domain/plan-kind';
import { kindBetween } from '../../../../shared/domain/ways';
import type { ChangesAnswer } from '../../../../shared/contract/answers';
import { call, findEnvironment, findProject, word, type Result, type Session } from '../session';

/** `laneway status`. */
export async function status(session: Session): Promise<Result> {
  const { id } = await findProject(session);
  const overview = await call(session, 'overview.get', { projectId: id, watch: false });
  return { value: overview, lines: overviewLines(overview, session.look) };
}

/** `laneway items ENV`. */
export async function items(session: Session): Promise<Result> {
  const project = await findProject(session);
  const environmentId = findEnvironment(project, word(session, 0)).id;
  const answer = await call(session, 'items.list', { projectId: project.id, environmentId });
  return { value: answer, lines: itemLines(answer, session.look) };
}

/** `laneway changes ENV [ITEM]`; with an item or --show the answer of the one path is the value. */
export async function changes(session: Session): Promise<Result> {
  const { look } = session;
  const project = await findProject(session);
  const ids = { projectId: project.id, environmentId: findEnvironment(project, word(session, 0)).id };
  const path = session.flags.text('show');
  if (path !== undefined) {
    const detail = await call(session, 'changes.detail', { ...ids, path });
    return { value: detail, lines: detailLines(detail, look) };
  }
  const answer = await call(session, 'changes.get', ids);
  const [, wanted] = session.words;
  if (wanted === undefined) return { value: answer, lines: changesLines(answer, look) };
  const found = findChange(answer, wanted);
  const detail = await call(session, 'changes.detail', { ...ids, path: found.path });
  return { value: detail, lines: detailLines(detail, look) };
}

/** `laneway plan FROM TO`; with --show the answer of the one path is the value. */
export async function plan(session: Session): Promise<Result> {
  const { look } = session;
  const ids = await planned(session);
  const path = session.flags.text('show');
  if (path !== undefined) {
    const detail = await call(session, 'plan.detail', { ...ids, path, side: 'to' });
    return { value: detail, lines: detailLines(detail, look) };
  }
  const answer = await call(session, 'plan.create', ids);
  return { value: answer, lines: planLines(answer, look) };
}

/** The plan that two words mean. */
async function planned(
  session: Session,
): Promise<{ projectId: string; kind: PlanKind; from: string; to: string }> {
  const project = await findProject(session);
  const from = findEnvironment(project, word(session, 0));
  const to = findEnvironment(project, word(session, 1));
  return { projectId: project.id, kind: kindBetween(project, from, to), from: from.id, to: to.id };
}

/** `laneway collisions FROM TO`: the answer is the findings of the plan that are collisions. */
export async function collisions(session: Session): Promise<Result> {
  const answer = await call(session, 'plan.create', await planned(session));
  return { value: collisionsOf(answer), lines: collisionLines(answer, session.look) };
}

/** `laneway activity [ID]`. */
export async function activity(session: Session): Promise<Result> {
  const { look } = session;
  const { id: projectId } = await findProject(session);
  const [id] = session.words;
  if (id !== undefined) {
    const answer = await call(session, 'activity.get', { projectId, id });
    return { value: answer, lines: recordLines(answer.record, answer.log, look) };
  }
  const answer = await call(session, 'activity.list', { projectId });
  return { value: answer, lines: activityLines(answer, look) };
}

/** The change of a name, alias, identifier or path. @throws EngineError `change-not-found` */
function findChange({ changes: all, environment }: ChangesAnswer, wanted: string): Change {
  const fold = (text: string): string => text.normalize('NFC').toLowerCase();
  const names = ({ path, item }: Change): readonly (string | undefined)[] => [
    path,
    item?.name,
    item?.alias,
    item?.udi,
  ];
  return (
    all.find((change) => names(change).some((name) => name !== undefined && fold(name) === fold(wanted))) ??
    fail('change-not-found', {
      change: wanted,
      environment: environment.name,
      known: all.map(changeTitle),
    })
  );
}
