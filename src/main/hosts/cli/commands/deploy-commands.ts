import type { Input } from '../../../../shared/contract/commands';
import { isAcknowledged, type Plan } from '../../../../shared/domain/plan';
import type { PlanKind } from '../../../../shared/domain/plan-kind';
import {
  mainline,
  nextOf,
  upperEnvironment,
  type Environment,
  type Project,
} from '../../../../shared/domain/project';
import type { ActivityRecord, Run } from '../../../../shared/domain/run';
import { doneKindWords } from '../../../../shared/text/change-words';
import { losses } from '../../../../shared/text/finding-words';
import { duration } from '../../../../shared/text/format';
import { kindWords } from '../../../../shared/text/kind-words';
import {
  cameBackTitle,
  mergeBackStopped,
  mergedBack,
  publicSentence,
  receiptHead,
  sentSentence,
} from '../../../../shared/text/run-words';
import { fail } from '../../../engine/errors';
import { findItem } from '../find-item';
import { followRun, type MergeBackEnd } from '../follow-run';
import { printable, section } from '../layout';
import { UsageError } from '../parse-command';
import { changeRows } from '../print/print-change';
import { planLines } from '../print/print-plan';
import { call, findEnvironment, findProject, word, type Result, type Session } from '../session';
import { question, words } from '../text';

interface Way {
  readonly project: Project;
  readonly kind: PlanKind;
  readonly from: Environment;
  readonly to: Environment;
}

/** `laneway deploy FROM TO`. */
export async function deploy(session: Session): Promise<Result> {
  const project = await findProject(session);
  const from = findEnvironment(project, word(session, 0));
  return run(session, { project, kind: 'deploy', from, to: findEnvironment(project, word(session, 1)) });
}

/** `laneway push FLEX`: to the lane that it hangs on. */
export async function push(session: Session): Promise<Result> {
  const { project, environment, lane } = await flexible(session);
  return run(session, { project, kind: 'push', from: environment, to: lane });
}

/** `laneway pull FLEX`: from the lane that it hangs on. */
export async function pull(session: Session): Promise<Result> {
  const { project, environment, lane } = await flexible(session);
  return run(session, { project, kind: 'pull', from: lane, to: environment });
}

async function flexible(
  session: Session,
): Promise<{ project: Project; environment: Environment; lane: Environment }> {
  const project = await findProject(session);
  const environment = findEnvironment(project, word(session, 0));
  const lane = nextOf(project, environment);
  if (environment.role !== 'flexible' || !lane)
    throw new UsageError(
      `${environment.name} is a lane of its own. Its changes go by "laneway deploy", and come by "laneway sync".`,
      null,
    );
  return { project, environment, lane };
}

/** `laneway sync ENV [--from ENV]`: from the next lane unless said otherwise. */
export async function sync(session: Session): Promise<Result> {
  const project = await findProject(session);
  const to = findEnvironment(project, word(session, 0));
  const typed = session.flags.text('from');
  const from = typed === undefined ? upperEnvironment(project, to.id) : findEnvironment(project, typed);
  if (!from)
    throw new UsageError(
      to.role === 'flexible'
        ? `${to.name} is a flexible environment. It gets changes by "laneway pull".`
        : `${to.name} is the last lane. There is none that it could be synced with.`,
      null,
    );
  return run(session, { project, kind: 'sync', from, to });
}

/** `laneway bring-over [FROM] [TO]`: from the right-most lane to the left-most one unless said otherwise. */
export async function bringOver(session: Session): Promise<Result> {
  const project = await findProject(session);
  const lanes = mainline(project);
  const [from, to] = [lanes.at(-1)?.name, lanes[0]?.name].map((name, at) =>
    findEnvironment(project, session.words[at] ?? name ?? ''),
  );
  if (!from || !to) return fail('lanes-invalid', { reason: 'there are none' });
  return run(session, { project, kind: 'merge-back', from, to });
}

/** `laneway receive ENV`: from its own server. */
export async function receive(session: Session): Promise<Result> {
  const project = await findProject(session);
  const environment = findEnvironment(project, word(session, 0));
  return run(session, { project, kind: 'receive', from: environment, to: environment });
}

/** Shows the plan, asks, and stays with the run to its end. */
export async function run(session: Session, way: Way): Promise<Result> {
  const { flags } = session;
  const said = flags.text('plan');
  // With both said there is nothing to ask and nothing to show: the engine compares the hash itself.
  const planHash = said !== undefined && flags.has('yes') ? said : await agreedPlan(session, way, said);
  const ids = { projectId: way.project.id, kind: way.kind, from: way.from.id, to: way.to.id };
  const message = flags.text('message') ?? '';
  const accepted = [...flags.list('accept')];
  const { run: ended, mergeBack } = await followRun(session, way.project, {
    ...ids,
    message,
    planHash,
    ...(accepted.length ? { acknowledged: accepted } : {}),
    ...(await decisionsOf(session, ids)),
  });
  if (ended.outcome !== 'succeeded') {
    return fail('run-failed', {
      id: ended.id,
      outcome: ended.outcome ?? 'failed',
      to: way.to.name,
      cause: ended.error,
    });
  }
  const { record } = await call(session, 'activity.get', { projectId: way.project.id, id: ended.id });
  return { value: runValue(ended, record, mergeBack), lines: receiptLines(session, way, record, mergeBack) };
}

/**
 * Shows the plan and asks.
 * @returns its hash. @throws EngineError `plan-stale`, `plan-blocked`, `nothing-to-deploy`, `needs-confirmation`, `cancelled`
 */
async function agreedPlan(session: Session, way: Way, said: string | undefined): Promise<string> {
  const { flags, io, look } = session;
  const ids = { projectId: way.project.id, kind: way.kind, from: way.from.id, to: way.to.id };
  const plan = await call(session, 'plan.create', ids);
  if (!flags.has('yes') && !flags.has('json')) io.out.write(`${planLines(plan, look).join('\n')}\n`);
  if (said !== undefined && said !== plan.hash) fail('plan-stale', { expected: said, actual: plan.hash });
  refuseWhereNothingCanStart(plan);
  refuseWithoutYes(plan, flags.list('accept'));
  if (flags.has('yes')) return plan.hash;
  if (flags.has('json') || !io.canAsk) fail('needs-confirmation', { planHash: plan.hash });
  io.err.write('\n');
  if (!(await io.ask(printable(question(plan))))) fail('cancelled', { what: kindWords[way.kind].noun });
  return plan.hash;
}

function refuseWhereNothingCanStart(plan: Plan): void {
  if (plan.blocked) {
    const reasons = plan.findings.filter(({ level }) => level === 'block').map(({ message }) => message);
    fail('plan-blocked', {
      reasons,
    });
  }
  if (plan.empty) fail('nothing-to-deploy', { from: plan.from.name, to: plan.to.name });
}

/** What would be lost for good is not agreed to by a general yes. */
function refuseWithoutYes(plan: Plan, accepted: readonly string[]): void {
  const open = losses(plan).filter((finding) => !isAcknowledged(finding, accepted));
  if (open.length)
    fail('not-acknowledged', {
      reasons: open.map(({ message }) => message),
      keys: open.flatMap(({ yes }) => (yes ? [yes.key] : [])),
    });
}

/** The choices for removals of the plan; names are looked up in a plan of this moment. */
async function decisionsOf(
  session: Session,
  ids: Input<'plan.create'>,
): Promise<Partial<Pick<Input<'deploy.start'>, 'decisions'>>> {
  const wanted = session.flags.list('delete');
  if (wanted.length === 0) return {};
  const { removals } = await call(session, 'plan.create', ids);
  const confirm = session.flags.text('confirm');
  const items = removals.flatMap(({ item }) => (item?.udi === undefined ? [] : [{ ...item, udi: item.udi }]));
  return {
    decisions: wanted.map((name) => ({
      udi: findItem(items, name).udi,
      kind: 'delete',
      ...(confirm === undefined ? {} : { confirm }),
    })),
  };
}

/** The answer of `deploy --json` and `bring-over --json`; docs/cli.md tells its shape. */
const runValue = (run: Run, record: ActivityRecord, mergeBack: MergeBackEnd | null): unknown => ({
  id: run.id,
  kind: run.kind,
  outcome: run.outcome,
  from: run.from,
  to: run.to,
  planHash: record.planHash,
  startedAt: record.startedAt,
  finishedAt: record.finishedAt,
  phases: run.phases,
  targetCommit: record.commits.result,
  targetTree: record.commits.resultTree,
  ...(record.sent ? { sent: record.sent } : {}),
  mergeBack,
});

function receiptLines(
  { look }: Session,
  { project, to }: Way,
  record: ActivityRecord,
  mergeBack: MergeBackEnd | null,
): string[] {
  const { paint } = look;
  const next = upperEnvironment(project, to.id);
  const { title, text } = receiptHead(record);
  return [
    paint.good(printable(`${title} ${text}`.trim())),
    ...changeRows(record.changes, look, doneKindWords),
    printable(publicSentence(to)),
    ...sentLines(record),
    ...(mergeBack ? [printable(mergeBackSentence(mergeBack))] : []),
    paint.dim(`Took ${duration(record.finishedAt - record.startedAt)}. Run ${record.id}`),
    ...section(cameBackTitle(record.from.name), changeRows(record.comesBack, look, doneKindWords), paint),
    ...(next && record.kind === 'deploy' ? ['', printable(words.goOn(to.name, next.name))] : []),
  ];
}

const sentLines = ({ sent = [] }: ActivityRecord): string[] =>
  sent.length ? [printable(sentSentence(sent))] : [];

const mergeBackSentence = ({ name, outcome }: MergeBackEnd): string =>
  outcome === 'succeeded' || outcome === 'not needed'
    ? mergedBack(name)
    : `${mergeBackStopped(name)} ${words.seeStatus}`;
