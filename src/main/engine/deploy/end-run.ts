import type { ErrorCode } from '../../../shared/contract/errors';
import type { DeletionOrder } from '../../../shared/domain/deletion';
import type { Finding } from '../../../shared/domain/plan';
import type { ActivityRecord, Outcome, SentTo } from '../../../shared/domain/run';
import { engineErrorIn, isError, toErrorAnswer } from '../errors';
import type { Repository } from '../git/repository/repository';
import { decidedOf } from './conflict-session';
import { explainGone, isThere } from './explain-gone';
import type { HandedOver } from './hand-over';
import type { Journal } from './journal';
import type { Prepared } from './prepare';
import type { RunCommits } from './run-commits';
import { runRecord } from './run-record';
import type { RunDeps, RunRequest } from './run-request';
import type { RunTracker } from './run-tracker';
import { expirePins } from './safety-refs';
import { takeBack } from './take-back';

/** How far a run has come, for whoever has to end it. */
export interface RunState {
  accepted: boolean;
  prepared: Prepared | null;
  commits: RunCommits | null;
  journal: Journal | null;
  handed: HandedOver | null;
  /** The server has not said whether it took the result: recovery ends the run when it does. */
  waiting: boolean;
  findings: readonly Finding[];
  sent: readonly SentTo[];
  deletions: readonly DeletionOrder[];
}

/** At its beginning. */
export const newRunState = (): RunState => ({
  accepted: false,
  prepared: null,
  commits: null,
  journal: null,
  handed: null,
  waiting: false,
  findings: [],
  sent: [],
  deletions: [],
});

/** Ends a run that somebody was told of and that did not succeed. */
export function endBadly(
  thrown: unknown,
  request: RunRequest,
  deps: RunDeps,
  tracker: RunTracker,
  state: RunState,
): ActivityRecord {
  const cause = explainGone(thrown, foldersOf(state));
  state.waiting = state.accepted && state.journal !== null && isError(cause, 'waiting-for-server');
  const outcome = outcomeOf(cause, state);
  tracker.say(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  tracker.end(outcome, endTitle(outcome, request, state), toErrorAnswer(cause));
  return conclude(outcome, request, deps, tracker, state);
}

const foldersOf = ({ prepared }: RunState): string[] =>
  prepared ? [prepared.from, prepared.to].map(({ open }) => open.repository.folder) : [];

/**
 * Writes the record and lets go. A run that failed past its commit point keeps journal and index locks: recovery
 * finishes it, and until then no "commit all" of another program may come between the ref and the files.
 */
export function conclude(
  outcome: Outcome,
  request: RunRequest,
  deps: RunDeps,
  tracker: RunTracker,
  state: RunState,
): ActivityRecord {
  const record = recordOf(outcome, request, deps, tracker, state);
  if (state.waiting || (state.handed && outcome !== 'succeeded')) return record;
  const kept = deps.keepRecord(record, request.to);
  try {
    clearAway(request.id, tracker, state, kept);
  } catch (cause) {
    // A full disk, a drive that went away: the journal is there still, and the next look does it.
    tracker.say(`What the run left is cleared away at the next look: ${toErrorAnswer(cause).message}`);
  }
  return record;
}

/** Of a run that never happened nothing stays; of one that did, its pins do. */
function clearAway(
  run: string,
  tracker: RunTracker,
  { prepared, journal, handed }: RunState,
  recorded: boolean,
): void {
  handed?.releaseIndexLocks();
  if (!prepared || !journal) return;
  const [from, to] = [prepared.from.open.home, prepared.to.open.home];
  if (handed) for (const { repository } of [to, from]) tidyPins(repository, journal, tracker);
  else for (const home of [to, from]) takeBack(home, run, journal);
  if (!recorded) return; // recovery writes it from the journal
  if (isThere(from.repository.folder)) journal.remove();
  else journal.owe();
}

/** Old pins harm nobody: where another program stands in the way, the next run lets go of them. */
function tidyPins(repository: Repository, journal: Journal, tracker: RunTracker): void {
  try {
    expirePins(repository, (lock) => journal.append({ step: 'lock', lock }));
  } catch (cause) {
    const expected = engineErrorIn(cause);
    if (!expected) throw cause;
    tracker.say(`Old pins stay in ${repository.folder}: ${expected.message}`);
  }
}

/** What the activity keeps of a run as it stands. */
export const recordOf = (
  outcome: Outcome,
  request: RunRequest,
  deps: RunDeps,
  tracker: RunTracker,
  { prepared, commits, findings, sent, deletions }: RunState,
): ActivityRecord => {
  const plan = prepared?.plan ?? null;
  return runRecord({
    ...{ request, host: deps.host, tracker, plan, commits, findings, sent, deletions, outcome },
    decided: prepared && commits ? decidedOf(prepared) : [],
  });
};

function outcomeOf(cause: unknown, { handed, waiting }: RunState): Outcome {
  if (waiting) return 'waiting for the server';
  if (handed) return 'failed';
  if (isError(cause, 'cancelled')) return 'cancelled';
  const stale: readonly (ErrorCode | undefined)[] = [
    'plan-stale',
    'ref-moved',
    'plan-blocked',
    'nothing-to-deploy',
    'not-acknowledged',
    'push-rejected',
  ];
  return stale.includes(engineErrorIn(cause)?.code) ? 'needs a new look' : 'failed';
}

function endTitle(outcome: Outcome, { to }: RunRequest, { handed }: RunState): string {
  if (handed) return `${to.name} has the changes, but not all of its files are written yet`;
  if (outcome === 'waiting for the server') return `${to.name} waits for its server`;
  return outcome === 'needs a new look'
    ? `Something changed meanwhile. Nothing was changed on ${to.name}`
    : `Nothing was changed on ${to.name}`;
}
