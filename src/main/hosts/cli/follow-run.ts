import type { Input } from '../../../shared/contract/commands';
import { movesBoth } from '../../../shared/domain/plan-kind';
import type { Project } from '../../../shared/domain/project';
import { mainline } from '../../../shared/domain/project';
import type { Run } from '../../../shared/domain/run';
import { EngineError } from '../../engine/errors';
import { createProgressLine, type ProgressLine } from './progress-line';
import { call, type Session } from './session';
import { words } from './text';

/** How the run that follows a deployment to Live ended; `id` is null when it had not to, or could not, start. */
export interface MergeBackEnd {
  readonly id: string | null;
  readonly name: string;
  readonly outcome: Run['outcome'] | 'not needed' | 'not possible';
}

export interface FollowedRun {
  readonly run: Run;
  readonly mergeBack: MergeBackEnd | null;
}

/** Longest wait for the run that follows by itself before it shows a sign of life. */
const mergeBackPatienceMilliseconds = 120_000;

/**
 * Starts a run and stays with it to its end, and to the end of the merge back that follows it: the engine lives in
 * this process and must not go before. Ctrl+C asks every run to stop; after the commit point it is told that it is too late.
 * @throws Refused when it was not started; EngineError `internal` when the engine ended
 */
export async function followRun(
  session: Session,
  project: Project,
  input: Input<'deploy.start'>,
): Promise<FollowedRun> {
  const progress = createProgressLine(session.io.err);
  const follows = mergeBackTarget(project, input);
  const signs = follows ? watchFor(session, follows.id) : null;
  let asked = false;
  const stopListening = session.io.onInterrupt(() => {
    asked = true;
    progress.say(words.stopping);
    void cancelAll(session, progress);
  });
  try {
    progress.show('Looking at both sides', null);
    const { runId } = await call(session, 'deploy.start', input);
    if (asked) void cancelAll(session, progress);
    const run = await untilEnded(session, runId, progress);
    const mergeBack =
      follows && signs && run.outcome === 'succeeded'
        ? await mergeBackEnd(session, run, follows, signs.after(progress))
        : null;
    return { run, mergeBack };
  } finally {
    stopListening();
    signs?.stop();
    progress.clear();
  }
}

function untilEnded(session: Session, runId: string, progress: ProgressLine): Promise<Run> {
  return new Promise((resolve, reject) => {
    // A subscriber first gets how things stand, so that an end that was quicker than this line is not missed.
    const stop = session.client.on('deploy.progress', (run) => {
      if (run.id !== runId) return;
      progress.show([run.title, run.detail].filter(Boolean).join(': '), run.progress);
      if (run.outcome === null) return;
      stop();
      resolve(run);
    });
    void session.ended.then((reason) => {
      reject(new EngineError('internal', { detail: `Laneway's engine has stopped: ${reason ?? ''}` }));
    });
  });
}

async function cancelAll(session: Session, progress: ProgressLine): Promise<void> {
  const list = await session.client.call('run.list', {});
  if (!list.ok) return progress.say(list.error.message);
  for (const { id, outcome, waitsFor } of list.value) {
    if (outcome !== null) continue;
    // What only waits for a site is not stopped: it is finished later.
    const command = waitsFor.length > 0 ? 'run.finishLater' : 'deploy.cancel';
    const answer = await session.client.call(command, { runId: id });
    if (!answer.ok) progress.say(answer.error.message);
  }
}

/** Who gets the state of Live after this run, by a run of its own (domain.md); undefined when nobody does. */
function mergeBackTarget(
  project: Project,
  { kind = 'deploy', from, to }: Input<'deploy.start'>,
): { id: string; name: string } | undefined {
  const lanes = mainline(project);
  const [leftMost] = lanes;
  const isLive = lanes.at(-1)?.id === to && lanes.at(-1)?.role === 'production';
  return movesBoth(kind) && isLive && leftMost && leftMost.id !== from ? leftMost : undefined;
}

/** The engine says `environment.changed` for the left-most environment when the merge back is over or was not possible. */
function watchFor(
  session: Session,
  environmentId: string,
): { after(progress: ProgressLine): Promise<boolean>; stop(): void } {
  let isOver: (over: boolean) => void = () => undefined;
  const over = new Promise<boolean>((resolve) => (isOver = resolve));
  const stopChanges = session.client.on('environment.changed', (event) => {
    if (event.environmentId === environmentId) isOver(true);
  });
  let stopProgress: () => void = () => undefined;
  return {
    async after(progress) {
      let timer = setTimeout(isOver, mergeBackPatienceMilliseconds, false);
      stopProgress = session.client.on('deploy.progress', (run) => {
        if (run.kind !== 'merge-back' || run.outcome !== null) return;
        progress.show([run.title, run.detail].filter(Boolean).join(': '), run.progress);
        clearTimeout(timer);
        timer = setTimeout(isOver, mergeBackPatienceMilliseconds, false);
      });
      void session.ended.then(() => isOver(false));
      const result = await over;
      clearTimeout(timer);
      return result;
    },
    stop() {
      stopChanges();
      stopProgress();
    },
  };
}

async function mergeBackEnd(
  session: Session,
  after: Run,
  leftMost: { id: string; name: string },
  over: Promise<boolean>,
): Promise<MergeBackEnd> {
  await over;
  const runs = await call(session, 'run.list', {});
  const run = runs.find(
    ({ kind, to, startedAt }) =>
      kind === 'merge-back' && to.environmentId === leftMost.id && startedAt >= after.startedAt,
  );
  if (run) return { id: run.id, name: leftMost.name, outcome: run.outcome };
  const { empty } = await call(session, 'plan.create', {
    projectId: after.projectId,
    kind: 'merge-back',
    from: after.to.environmentId,
    to: leftMost.id,
  });
  return { id: null, name: leftMost.name, outcome: empty ? 'not needed' : 'not possible' };
}
