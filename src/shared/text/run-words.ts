import { countChanges } from '../domain/change';
import { movesBoth } from '../domain/plan-kind';
import type { Role } from '../domain/project';
import type { ErrorAnswer } from '../contract/errors';
import type { DeletionRecord } from '../domain/deletion';
import type { ActivityRecord, Outcome, PhaseId, PhaseStatus, RecordKind, Run, RunPhase } from '../domain/run';
import { deletionNotes, deletionSentence, deletionSubject, deletionWord } from './deletion-words';
import { changesCount, list, plural } from './format';
import { kindWords } from './kind-words';

/** What a run of either shape (going on or recorded) says about itself. */
type AnyRun = Pick<Run | ActivityRecord, 'kind' | 'from' | 'to' | 'phases' | 'changes'> & {
  readonly server?: string | null;
  outcome: Outcome | null;
  deletion?: DeletionRecord;
  unread?: readonly string[];
};

/** @param run its `server` is where the target is sent to, if anywhere */
export function phaseWords(
  id: PhaseId,
  run: Pick<AnyRun, 'from' | 'to' | 'kind' | 'changes'> & { readonly server?: string | null },
): string {
  const counted = countChanges(run.changes);
  switch (id) {
    case 'wait':
      return 'Waiting for its turn';
    case 'check':
      return `Looking at ${run.from.name} and ${run.to.name}`;
    case 'merge':
      return 'Bringing both together';
    case 'push':
      if (run.server) return `Sending ${counted ? changesCount(counted) : 'it'} to ${run.server}`;
      return counted ? `Handing over ${changesCount(counted)}` : 'Handing over';
    case 'extract':
      return movesBoth(run.kind)
        ? `Putting the files in place on ${run.to.name}`
        : `${run.to.name} is taking them over`;
  }
}

export const phaseStatusWords: Record<PhaseStatus, string> = {
  pending: 'to come',
  'in progress': 'now',
  success: 'done',
  failed: 'stopped here',
  skipped: 'left out',
};

/** What a step says of itself; not again what the run's own error says already. */
export const phaseNote = ({ note }: Pick<RunPhase, 'note'>, error: ErrorAnswer | null): string =>
  note === undefined || note === error?.message ? '' : note;

export const runTitle = ({ kind, from, to }: Pick<AnyRun, 'kind' | 'from' | 'to'>): string =>
  kind === 'deletion' ? `Deleting on ${to.name}` : kindWords[kind].doing(from.name, to.name);

/** Whether the target has the changes: the run was past the point up to which nothing has moved. */
export const hasMoved = (run: Pick<AnyRun, 'phases'>): boolean =>
  run.phases.some((phase) => phase.id === 'push' && phase.status === 'success');

interface ReceiptHead {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly text: string;
}

/** Why nothing was changed. */
const nothingMoved: Record<
  Exclude<Outcome, 'succeeded' | 'finished after a crash' | 'waiting for the server'>,
  string
> = {
  failed: 'The run stopped before anything moved.',
  cancelled: 'The run was stopped before anything moved.',
  'needs a new look':
    'Something changed while the run waited, so that what you saw would not have been what happens. Look at the fresh plan.',
  'rolled back after a crash': 'Laneway was interrupted before anything moved. You can start again.',
};

/** The first line when a run is over: what is true now, before anything else. Pure. */
export function receiptHead(run: AnyRun): ReceiptHead {
  const { outcome } = run;
  const to = run.to.name;
  if (outcome === null) return { tone: 'good', title: runTitle(run), text: '' };
  const tone = outcomeTone(outcome);
  if (run.deletion && tone === 'good')
    return {
      tone,
      title: deletionSentence(run.deletion, to),
      text: deletionNotes(run.deletion).join(' '),
    };
  if (outcome === 'succeeded' || outcome === 'finished after a crash') {
    const [unread] = run.unread ?? [];
    if (unread !== undefined)
      return {
        tone: 'warn',
        title: `${unread} has the files, the site has not read them.`,
        text: 'Nothing is lost. Its page says why, and what to do; Laneway looks again by itself.',
      };
    const counted = countChanges(run.changes);
    return {
      tone,
      title: counted ? `${changesCount(counted)} arrived on ${to}.` : `${to} is up to date.`,
      text:
        outcome === 'succeeded'
          ? ''
          : 'Laneway was interrupted in the middle and finished the run when it started again.',
    };
  }
  if (outcome === 'waiting for the server') {
    return {
      tone,
      title: `It is not known yet whether ${to} has the changes.`,
      text: `${run.server ?? 'Its server'} stopped answering while they were sent. ${to} is kept as it is until it answers; Laneway asks again by itself, and then finishes the run or takes it back.`,
    };
  }
  if (outcome === 'failed' && hasMoved(run)) {
    return {
      tone,
      title: `${to} has the changes, but not all files are in place.`,
      text: 'Laneway finishes this by itself when it starts again, or when the cause is gone.',
    };
  }
  return { tone, title: `Nothing was changed on ${to}.`, text: nothingMoved[outcome] };
}

/** What visitors see when it has arrived. */
export const visitorsSentence = ({ name, role }: { name: string; role: Role }): string =>
  role === 'production'
    ? `${name}’s folder gets the new files. Your hosting takes it from there.`
    : 'The public website does not change.';

/** Whether the public website shows what has arrived; `role` is null where the environment is not known any more. */
export function publicSentence({ name, role }: { name: string; role: Role | null }): string {
  if (role === 'production') return `${name}’s folder is up to date. Your hosting takes it from there.`;
  if (role === null) return `${name}’s folder is up to date.`;
  return `${name}’s folder is up to date. The public website is not changed by this.`;
}

/** "Sent to scm.example.org." */
export const sentSentence = (sent: NonNullable<ActivityRecord['sent']>): string =>
  `Sent to ${list([...new Set(sent.map(({ host }) => host))])}.`;

/** What is true now, in the same shape as the plan promised it. */
export function receiptFacts(
  run: Pick<AnyRun, 'kind' | 'from' | 'to' | 'changes'>,
  record: Pick<ActivityRecord, 'comesBack' | 'removals' | 'sent'> | null,
  role: Role | null,
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
  if (record && movesBoth(run.kind)) {
    facts.push({
      about: `On ${run.from.name}`,
      says: back
        ? `${changesCount(back)} made on ${run.to.name} came back.`
        : `The same content as on ${run.to.name} now.`,
    });
  }
  if (record?.sent?.length) facts.push({ about: 'On the server', says: sentSentence(record.sent) });
  return [...facts, { about: 'For visitors', says: publicSentence({ name: run.to.name, role }) }];
}

const outcomeWords: Record<Outcome, string> = {
  succeeded: 'Deployed',
  failed: 'Stopped',
  cancelled: 'Cancelled',
  'needs a new look': 'Needs a new look',
  'waiting for the server': 'Waiting for the server',
  'rolled back after a crash': 'Interrupted, nothing moved',
  'finished after a crash': 'Finished after an interruption',
};

/** How it ended, in a word for lists. */
export const outcomeWord = (run: {
  kind: RecordKind;
  outcome: Outcome;
  deletion?: DeletionRecord;
}): string =>
  run.deletion && outcomeTone(run.outcome) === 'good'
    ? deletionWord(run.deletion)
    : run.kind !== 'deletion' && run.outcome === 'succeeded'
      ? kindWords[run.kind].done
      : outcomeWords[run.outcome];

export const outcomeTone = (outcome: Outcome): ReceiptHead['tone'] =>
  outcome === 'succeeded' || outcome === 'finished after a crash'
    ? 'good'
    : outcome === 'failed'
      ? 'bad'
      : 'warn';

/** A run as a sentence, for lists. */
export function runSentence(run: {
  kind: RecordKind;
  from: { name: string };
  to: { name: string };
  outcome: Outcome;
  changeCount: number;
  deletion?: DeletionRecord;
}): string {
  if (run.deletion) return deletionSubject(run.deletion, run.to.name);
  const changes = changesCount(run.changeCount);
  if (outcomeTone(run.outcome) === 'good')
    // Both had the same files: only their histories were joined.
    return run.changeCount === 0
      ? `${run.from.name} and ${run.to.name} are at the same point again`
      : `${changes} from ${run.from.name} to ${run.to.name}`;
  return run.kind === 'deploy' || run.kind === 'deletion'
    ? `${run.from.name} to ${run.to.name}, ${changes}`
    : kindWords[run.kind].failed(run.from.name, run.to.name);
}

/** The door that a run was started from; a door of a later version keeps its own name. */
export function doorWords(host: string): string {
  const doors: Readonly<Record<string, string>> = {
    electron: 'the window',
    browser: 'the browser window',
    cli: 'the command line',
  };
  return doors[host] ?? host;
}

export const mergedBack = (to: string): string =>
  `${to} has the same state again. The next round starts aligned.`;
export const mergeBackStopped = (to: string): string =>
  `${to} could not get the same state by itself. Nothing was changed there.`;
export const cameBackTitle = (from: string): string => `Came back to ${from}`;
export const damagedRecords = (count: number): string =>
  `${plural(count, 'record', 'records')} could not be read. The others are not affected.`;
