import { countChanges, type Change } from '../../../shared/domain/change';
import type { Role } from '../../../shared/domain/project';
import type {
  ActivitySummary,
  Outcome,
  PhaseId,
  PhaseStatus,
  Run,
  RunPhase,
} from '../../../shared/domain/run';
import { changesCount } from './format';
import type { Tone } from './text';

const outcomeWords: Record<Outcome, string> = {
  succeeded: 'Deployed',
  failed: 'Stopped',
  cancelled: 'Cancelled',
  'needs a new look': 'Needs a new look',
  'rolled back after a crash': 'Interrupted, nothing moved',
  'finished after a crash': 'Deployed after an interruption',
};

const went = (outcome: Outcome): boolean => outcome === 'succeeded' || outcome === 'finished after a crash';

/** How a run of either kind ended, in one or two words. */
export const outcomeWord = ({ kind, outcome }: Pick<ActivitySummary, 'kind' | 'outcome'>): string =>
  kind === 'merge-back' && outcome === 'succeeded' ? 'Brought over' : outcomeWords[outcome];

export const outcomeTone = (outcome: Outcome): Tone =>
  went(outcome) ? 'good' : outcome === 'failed' ? 'bad' : 'warn';

const isDone = (phases: readonly RunPhase[], id: PhaseId): boolean =>
  phases.some((phase) => phase.id === id && phase.status === 'success');

/** The first line when a run is over: what is true now, before anything else. */
export function receipt(run: {
  readonly outcome: Outcome | null;
  readonly to: { readonly name: string };
  readonly phases: readonly RunPhase[];
  readonly changes: readonly Change[];
}): string {
  const to = run.to.name;
  const count = countChanges(run.changes);
  if (run.outcome !== null && went(run.outcome)) {
    const arrived = count ? `${changesCount(count)} arrived on ${to}.` : `${to} is up to date.`;
    return run.outcome === 'succeeded'
      ? arrived
      : `${arrived} Laneway was interrupted in the middle and finished the run later.`;
  }
  if (run.outcome === 'failed' && isDone(run.phases, 'push'))
    return `${to} has the changes, but not all files are in place. Laneway finishes this by itself when the cause is gone.`;
  const why: Partial<Record<Outcome, string>> = {
    cancelled: 'The run was stopped before anything moved.',
    'needs a new look': 'Something changed meanwhile. Look at the fresh plan.',
    'rolled back after a crash': 'Laneway was interrupted before anything moved. You can start again.',
    failed: 'The run stopped before anything moved.',
  };
  return `Nothing was changed on ${to}. ${(run.outcome && why[run.outcome]) ?? ''}`.trimEnd();
}

/** Whether the public website shows it. */
export const publicSentence = (name: string, role: Role | undefined): string =>
  role === 'production'
    ? `${name}'s folder is up to date. Your hosting takes it from there.`
    : `${name}'s folder is up to date. The public website is not changed by this.`;

export const phaseWords = (id: PhaseId, run: Pick<Run, 'from' | 'to' | 'changes'>): string => {
  const words: Record<PhaseId, string> = {
    wait: 'Waiting for its turn',
    check: `Looking at ${run.from.name} and ${run.to.name}`,
    merge: 'Bringing both together',
    push: `Handing over ${changesCount(countChanges(run.changes))}`,
    extract: `Putting the files in place on ${run.to.name}`,
  };
  return words[id];
};

export const phaseStatusWords: Record<PhaseStatus, string> = {
  pending: 'to come',
  'in progress': 'now',
  success: 'done',
  failed: 'stopped here',
  skipped: 'not needed',
};
