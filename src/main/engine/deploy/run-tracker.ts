import { phaseIds, type Outcome, type PhaseId, type Run, type RunPhase } from '../../../shared/domain/run';
import type { ErrorAnswer } from '../../../shared/contract/errors';
import type { Change } from '../../../shared/domain/change';

/** How much of the whole each phase is, so that one bar can show it. Sums to 1. */
const weight: Record<PhaseId, number> = { wait: 0.02, check: 0.38, merge: 0.1, push: 0.2, extract: 0.3 };

/** Keeps what is shown of a run, its phases with their times, and its complete log. */
export interface RunTracker {
  readonly run: () => Run;
  readonly log: () => readonly string[];
  /** Ends the phase before and starts this one. */
  phase(id: PhaseId, title: string): void;
  /** How far the present phase is, 0..1, and what it does. */
  step(fraction: number, detail: string): void;
  skip(id: PhaseId, why: string): void;
  say(...lines: readonly string[]): void;
  /** @param server that the target is sent to */
  know(changes: readonly Change[], server?: string | null): void;
  pointOfNoReturn(): void;
  /** Names of environments whose database has not read the files. */
  unread(names: readonly string[]): void;
  /** Names of the environments whose sites are waited for, and a sentence. */
  waitsFor(names: readonly string[], detail: string): void;
  stopping(): void;
  end(outcome: Outcome, title: string, error: ErrorAnswer | null): void;
}

export interface TrackerSinks {
  now(): number;
  show(run: Run): void;
  /** `from` is the number of the first of these lines. */
  logLines(lines: readonly string[], from: number): void;
}

type Start = Pick<Run, 'id' | 'projectId' | 'kind' | 'from' | 'to' | 'who' | 'message'>;

export function createRunTracker(start: Start, sinks: TrackerSinks): RunTracker {
  const lines: string[] = [];
  let phaseStarted = sinks.now();
  let run: Run = {
    ...start,
    seq: 0,
    startedAt: phaseStarted,
    finishedAt: null,
    phases: phaseIds.map((id): RunPhase => ({ id, status: 'pending', milliseconds: 0 })),
    progress: 0,
    title: 'Starting',
    detail: '',
    cancellable: true,
    stopping: false,
    waitsFor: [],
    unread: [],
    outcome: null,
    error: null,
    changes: [],
    server: null,
    logLines: 0,
  };
  const show = (change: Partial<Run>): void => {
    run = { ...run, ...change, seq: run.seq + 1, logLines: lines.length };
    sinks.show(run);
  };
  const say = (...texts: readonly string[]): void => {
    const at = new Date(sinks.now()).toISOString();
    const said = texts.map((text) => `${at} ${text}`);
    lines.push(...said);
    sinks.logLines(said, lines.length - said.length);
  };
  const current = (): RunPhase | undefined => run.phases.find((phase) => phase.status === 'in progress');
  const setPhase = (id: PhaseId, change: Partial<RunPhase>): readonly RunPhase[] =>
    run.phases.map((phase) => (phase.id === id ? { ...phase, ...change } : phase));
  const before = (id: PhaseId): number =>
    phaseIds.slice(0, phaseIds.indexOf(id)).reduce((sum, phase) => sum + weight[phase], 0);
  const close = (status: 'success' | 'failed', note?: string): readonly RunPhase[] => {
    const open = current();
    if (!open) return run.phases;
    const milliseconds = Math.round(sinks.now() - phaseStarted);
    return setPhase(open.id, { status, milliseconds, ...(note === undefined ? {} : { note }) });
  };
  return {
    run: () => run,
    log: () => lines,
    phase(id, title) {
      const closed = close('success');
      phaseStarted = sinks.now();
      say(title);
      run = { ...run, phases: closed };
      show({
        phases: setPhase(id, { status: 'in progress' }),
        title,
        detail: '',
        progress: Math.max(run.progress, before(id)),
      });
    },
    step(fraction, detail) {
      const open = current();
      const reached = open ? before(open.id) + weight[open.id] * Math.min(1, fraction) : run.progress;
      show({ detail, progress: Math.max(run.progress, reached) });
    },
    skip: (id, why) => show({ phases: setPhase(id, { status: 'skipped', note: why }) }),
    say,
    know: (changes, server = null) => show({ changes, server }),
    pointOfNoReturn: () => show({ cancellable: false, stopping: false }),
    unread: (unread) => show({ unread }),
    waitsFor: (waitsFor, detail) => show({ waitsFor, detail }),
    stopping: () => show({ stopping: true, detail: 'Stopping…' }),
    end(outcome, title, error) {
      const succeeded = outcome === 'succeeded' || outcome === 'finished after a crash';
      const phases = close(succeeded ? 'success' : 'failed', error?.message).map((phase) =>
        phase.status === 'pending' ? { ...phase, status: 'skipped' as const, note: 'not reached' } : phase,
      );
      say(title);
      show({
        phases,
        outcome,
        error,
        title,
        detail: '',
        cancellable: false,
        stopping: false,
        waitsFor: [],
        finishedAt: Math.round(sinks.now()),
        progress: succeeded ? 1 : run.progress,
      });
    },
  };
}
