import type { ActivityRecord, Outcome, PhaseId, PhaseStatus, Run } from '../../shared/domain/run';
import { countChanges } from '../../shared/domain/change';
import { changesCount, plural } from './format';

/** What a run of either shape (going on or recorded) says about itself. */
type AnyRun = Pick<Run | ActivityRecord, 'kind' | 'from' | 'to' | 'phases' | 'changes'> & {
  outcome: Outcome | null;
};

export function phaseWords(id: PhaseId, run: Pick<Run, 'from' | 'to' | 'kind' | 'changes'>): string {
  const counted = countChanges(run.changes);
  switch (id) {
    case 'wait':
      return 'Waiting for its turn';
    case 'check':
      return `Looking at ${run.from.name} and ${run.to.name}`;
    case 'merge':
      return 'Bringing both together';
    case 'push':
      return counted ? `Handing over ${changesCount(counted)}` : 'Handing over';
    case 'extract':
      return run.kind === 'merge-back'
        ? `${run.to.name} is taking them over`
        : `Putting the files in place on ${run.to.name}`;
  }
}

export const phaseStatusWords: Record<PhaseStatus, string> = {
  pending: 'to come',
  'in progress': 'now',
  success: 'done',
  failed: 'stopped here',
  skipped: 'not needed',
};

export const runTitle = (run: Pick<AnyRun, 'kind' | 'from' | 'to'>): string =>
  run.kind === 'deploy'
    ? `Deploying ${run.from.name} to ${run.to.name}`
    : `Bringing ${run.from.name} over to ${run.to.name}`;

const phaseDone = (run: Pick<AnyRun, 'phases'>, id: PhaseId): boolean =>
  run.phases.some((phase) => phase.id === id && phase.status === 'success');

type ReceiptTone = 'good' | 'warn' | 'bad';
interface ReceiptHead {
  readonly tone: ReceiptTone;
  readonly title: string;
  readonly text: string;
}

/** The first line when a run is over: what is true now, before anything else. Pure. */
export function receiptHead(run: AnyRun): ReceiptHead {
  const to = run.to.name;
  const counted = countChanges(run.changes);
  const arrived = `${changesCount(counted)} arrived on ${to}`;
  const moved = phaseDone(run, 'push');
  switch (run.outcome) {
    case 'succeeded':
      return { tone: 'good', title: counted ? `${arrived}.` : `${to} is up to date.`, text: '' };
    case 'finished after a crash':
      return {
        tone: 'good',
        title: `${arrived}.`,
        text: 'Laneway was interrupted in the middle and finished the run when it started again.',
      };
    case 'cancelled':
      return {
        tone: 'warn',
        title: `Nothing was changed on ${to}.`,
        text: 'The run was stopped before anything moved.',
      };
    case 'needs a new look':
      return {
        tone: 'warn',
        title: `Nothing was changed on ${to}.`,
        text: 'Something changed while the run waited, so that what you saw would not have been what happens. Look at the fresh plan.',
      };
    case 'rolled back after a crash':
      return {
        tone: 'warn',
        title: `Nothing was changed on ${to}.`,
        text: 'Laneway was interrupted before anything moved. You can start again.',
      };
    case 'failed':
      return moved
        ? {
            tone: 'bad',
            title: `${to} has the changes, but not all files are in place.`,
            text: 'Laneway finishes this by itself when it starts again, or when the cause is gone.',
          }
        : {
            tone: 'bad',
            title: `Nothing was changed on ${to}.`,
            text: 'The run stopped before anything moved.',
          };
    case null:
      return { tone: 'good', title: runTitle(run), text: '' };
  }
}

/** Whether the public website shows it. */
export function publicSentence(to: { name: string; role: string | null }): string {
  if (to.role === 'production') return `${to.name}’s folder is up to date. Your hosting takes it from there.`;
  if (to.role === null) return `${to.name}’s folder is up to date.`;
  return `${to.name}’s folder is up to date. The public website is not changed by this.`;
}

/** What is true now, in the same shape as the plan promised it. */
export function receiptFacts(
  run: Pick<AnyRun, 'kind' | 'from' | 'to' | 'changes'>,
  record: Pick<ActivityRecord, 'comesBack' | 'removals'> | null,
  role: string | null,
): readonly { readonly about: string; readonly says: string }[] {
  const counted = countChanges(run.changes);
  const removals = record?.removals.length ?? 0;
  const back = countChanges(record?.comesBack ?? []);
  const facts = [
    {
      about: `On ${run.to.name}`,
      says: `${changesCount(counted)} arrived${removals ? `, ${plural(removals, 'of them was a deletion', 'of them were deletions')}` : ''}.`,
    },
  ];
  if (record && run.kind === 'deploy') {
    facts.push({
      about: `On ${run.from.name}`,
      says: back
        ? `${changesCount(back)} made on ${run.to.name} came back.`
        : `The same content as on ${run.to.name} now.`,
    });
  }
  return [...facts, { about: 'For visitors', says: publicSentence({ name: run.to.name, role }) }];
}

const outcomeWords: Record<Outcome, string> = {
  succeeded: 'Deployed',
  failed: 'Stopped',
  cancelled: 'Cancelled',
  'needs a new look': 'Needs a new look',
  'rolled back after a crash': 'Interrupted, nothing moved',
  'finished after a crash': 'Deployed after an interruption',
};

/** How it ended, in a word for lists. */
export const outcomeWord = (run: { kind: Run['kind']; outcome: Outcome }): string =>
  run.kind === 'merge-back' && run.outcome === 'succeeded' ? 'Brought over' : outcomeWords[run.outcome];

export const outcomeTone = (outcome: Outcome): 'good' | 'warn' | 'bad' =>
  outcome === 'succeeded' || outcome === 'finished after a crash'
    ? 'good'
    : outcome === 'failed'
      ? 'bad'
      : 'warn';

/** A run as a sentence, for lists. */
export function runSentence(run: {
  kind: Run['kind'];
  from: { name: string };
  to: { name: string };
  outcome: Outcome;
  changeCount: number;
}): string {
  const changes = changesCount(run.changeCount);
  const way = `${run.from.name} to ${run.to.name}`;
  if (run.kind === 'merge-back') {
    return outcomeTone(run.outcome) === 'good'
      ? `${changes} from ${way}`
      : `${run.from.name} could not be brought back to ${run.to.name}`;
  }
  return outcomeTone(run.outcome) === 'good' ? `${changes} from ${way}` : `${way}, ${changes}`;
}

export const runText = {
  progress: 'Progress',
  steps: 'Steps',
  elapsed: (time: string): string => `${time} so far`,
  noOutput: (time: string): string => `No output for ${time}. It is still working.`,
  log: 'Log',
  logLines: (count: number): string => plural(count, 'line', 'lines'),
  cancel: 'Cancel',
  stopping: 'Stopping…',
  stoppingText: 'It stops at the next safe moment. Nothing has been changed.',
  tooLate: 'The changes have arrived and are being finished. It cannot be stopped any more.',
  leave: 'You can leave this page. The run goes on, and the overview shows it.',
  backToOverview: 'Back to the overview',
  notFound: 'This run is not known any more',
  startedBy: (who: string, when: string): string => `Started by ${who}, ${when}`,
  took: (time: string): string => `Took ${time}`,
  arrived: (to: string): string => `Arrived on ${to}`,
  cameBack: (from: string): string => `Came back to ${from}`,
  wentAway: (to: string): string => `Went away on ${to}`,
  toKnow: 'To know',
  goOn: (from: string, to: string): string => `Go on: ${from} to ${to}`,
  freshPlan: 'Look at the fresh plan',
  startAgain: 'Look again and deploy',
  copySummary: 'Copy summary',
  copiedSummary: 'Summary copied',
  mergingBack: (to: string): string =>
    `${to} is getting the same state now, so that the next round starts aligned.`,
  mergedBack: (to: string): string => `${to} has the same state again. The next round starts aligned.`,
  mergeBackStopped: (to: string): string =>
    `${to} could not get the same state by itself. Nothing was changed there.`,
  seeIt: 'See it',
  whatHappened: 'What happened',
  message: 'Message',
} as const;
