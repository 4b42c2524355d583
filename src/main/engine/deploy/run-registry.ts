import type { PlanDecision } from '../../../shared/domain/deletion';
import type { PlanKind } from '../../../shared/domain/plan-kind';
import type { Environment, Project } from '../../../shared/domain/project';
import type { ActivityRecord, Run } from '../../../shared/domain/run';
import { appendLog } from '../activity/activity-store';
import { fail } from '../errors';
import type { EnginePorts } from '../ports';
import { runDeployment } from './run-deployment';
import { newRunId } from './run-id';
import type { RunDeps } from './run-request';
import { createRunTracker, type RunTracker } from './run-tracker';

export interface StartRequest {
  readonly project: Project;
  readonly kind: PlanKind;
  readonly from: Environment;
  readonly to: Environment;
  readonly message: string;
  readonly planHash: string | null;
  readonly acknowledged: readonly string[];
  readonly decisions: readonly PlanDecision[];
  readonly who: string;
}

/** The runs of this process, going on and just ended. */
export interface RunRegistry {
  /**
   * Starts a run. Answers its id as soon as it has to wait or its plan proved to be the one that was looked at.
   * @throws EngineError `plan-stale`, `plan-blocked`, `nothing-to-deploy`, ...: then nothing was started or recorded
   */
  start(request: StartRequest): Promise<string>;
  /** Answers when the run has really stopped. @throws EngineError `run-not-found`, `too-late-to-cancel` */
  cancel(runId: string): Promise<Run>;
  /** Ends a run that only waits for sites; answers when it has ended. @throws EngineError `run-not-found` */
  finishLater(runId: string): Promise<Run>;
  get(runId: string): Run;
  list(): readonly Run[];
  log(runId: string): readonly string[];
  /** The run that has this environment now. */
  runOf(environmentId: string): Run | undefined;
  /** Resolves when all runs have ended, those that followed them included. */
  idle(): Promise<void>;
}

interface Entry {
  readonly tracker: RunTracker;
  readonly abort: AbortController;
  readonly later: AbortController;
  ended: Promise<unknown>;
}

/** Ended runs stay in memory for the receipt; older ones are read from the activity. */
const keptRuns = 50;

export type RegistryDeps = Omit<RunDeps, 'onAccepted' | 'onWaiting'> & {
  readonly emit: EnginePorts['emit'];
  /** Called when a run has ended, whatever the outcome. */
  readonly onEnded: (record: ActivityRecord, request: StartRequest) => void;
};

export function createRunRegistry(deps: RegistryDeps): RunRegistry {
  const entries = new Map<string, Entry>();
  /** Runs that go on, from the moment they were asked for. */
  const open = new Set<Promise<unknown>>();
  const entry = (runId: string): Entry => entries.get(runId) ?? fail('run-not-found', { run: runId });

  async function start(request: StartRequest): Promise<string> {
    const id = newRunId(deps.clock.now());
    const abort = new AbortController();
    const later = new AbortController();
    const tracker = createRunTracker({ ...endsOf(request), id, ...pick(request) }, sinks(id, request));
    let accept: () => void = () => undefined;
    const accepted = new Promise<void>((resolve) => (accept = resolve));
    const show = (): void => {
      entries.set(id, known);
      forgetOld(entries);
      accept();
      deps.emit('deploy.progress', tracker.run());
    };
    const known: Entry = { tracker, abort, later, ended: Promise.resolve() };
    // May have to wait, and say so, before it returns for the first time.
    const run = runDeployment(
      { ...request, id, signal: abort.signal, later: later.signal },
      { ...deps, onAccepted: show, onWaiting: show },
      tracker,
    );
    known.ended = run.then(
      (record) => deps.onEnded(record, request),
      () => undefined, // refused before it was accepted: start() answers it
    );
    open.add(known.ended);
    void known.ended.then(() => open.delete(known.ended));
    await Promise.race([accepted, run]);
    return id;
  }

  function sinks(id: string, request: StartRequest): Parameters<typeof createRunTracker>[1] {
    const waiting: string[] = [];
    let folder: string | null = null;
    /** The target's folder may be just what is missing: then the lines wait for the next try. */
    const keepLog = (): void => {
      try {
        folder ??= deps.workspace.open(request.to).home.folder;
        appendLog(folder, id, waiting);
        waiting.length = 0;
      } catch {
        folder = null;
      }
    };
    return {
      now: () => deps.clock.now(),
      show: (run) => {
        if (entries.has(id)) deps.emit('deploy.progress', run);
      },
      logLines: (lines, from) => {
        waiting.push(...lines);
        if (!entries.has(id)) return; // nothing is kept of a run that was refused
        keepLog();
        deps.emit('deploy.log', { runId: id, from, lines });
      },
    };
  }

  return {
    start,
    async cancel(runId) {
      const { tracker, abort, ended } = entry(runId);
      if (tracker.run().outcome !== null) return tracker.run();
      if (!tracker.run().cancellable) fail('too-late-to-cancel', { run: runId });
      tracker.stopping();
      abort.abort();
      await ended;
      return tracker.run();
    },
    async finishLater(runId) {
      const { tracker, later, ended } = entry(runId);
      if (tracker.run().waitsFor.length === 0) return tracker.run();
      later.abort();
      await ended;
      return tracker.run();
    },
    get: (runId) => entry(runId).tracker.run(),
    list: () => [...entries.values()].map(({ tracker }) => tracker.run()),
    log: (runId) => entry(runId).tracker.log(),
    runOf: (environmentId) =>
      [...entries.values()]
        .map(({ tracker }) => tracker.run())
        .find(
          ({ from, to, outcome }) =>
            outcome === null && [from, to].some((end) => end.environmentId === environmentId),
        ),
    async idle() {
      // The end of one may start another: a merge back.
      while (open.size) await Promise.all(open);
    },
  };
}

const pick = ({
  kind,
  who,
  message,
  project,
}: StartRequest): Pick<Run, 'kind' | 'who' | 'message' | 'projectId'> => ({
  kind,
  who,
  message,
  projectId: project.id,
});

const endsOf = ({ from, to }: StartRequest): Pick<Run, 'from' | 'to'> => ({
  from: { environmentId: from.id, name: from.name },
  to: { environmentId: to.id, name: to.name },
});

function forgetOld(entries: Map<string, Entry>): void {
  const ended = [...entries].filter(([, { tracker }]) => tracker.run().outcome !== null);
  for (const [id] of ended.slice(0, Math.max(0, ended.length - keptRuns))) entries.delete(id);
}
