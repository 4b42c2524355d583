import type { ErrorCode } from '../../../shared/contract/errors';
import type { DeletionOrder } from '../../../shared/domain/deletion';
import { countChanges, type Change } from '../../../shared/domain/change';
import { isAcknowledged, type Finding, type Plan } from '../../../shared/domain/plan';
import type { ActivityRecord, Outcome, SentTo } from '../../../shared/domain/run';
import { usesGitWords } from '../../../shared/text/program-words';
import { ordersOf } from '../deletions/orders';
import type { EnvironmentHome } from '../environments/identity';
import { acquireAll, type RunLocks, type RunOwner } from '../environments/run-lock';
import { engineErrorIn, fail, isError, toErrorAnswer } from '../errors';
import { usesGit } from '../git/native/programs-in-use';
import type { Repository } from '../git/repository/repository';
import type { ServerQuestion } from '../servers/see-server';
import { catchUp } from './catch-up';
import { explainGone, isThere } from './explain-gone';
import { goForward } from './go-forward';
import { handOver, type HandedOver } from './hand-over';
import { makeCommits } from './make-commits';
import type { RunCommits } from './run-commits';
import { createJournal, type Journal } from './journal';
import { prepare, type Prepared } from './prepare';
import { needsRecovery, recoverRuns, unfinishedSources } from './recovery';
import { runRecord } from './run-record';
import type { RunDeps, RunRequest } from './run-request';
import type { RunTracker } from './run-tracker';
import { expirePins } from './safety-refs';
import { sendSource } from './send-source';
import { sentTo } from './sent-to';
import { waitingFor } from './server-waiting';
import { takeBack } from './take-back';
import { unreadNames, waitForSites } from './wait-for-sites';

/**
 * One run of a plan, in the order of run.md. Until the commit point every failure leaves both sides as they were;
 * after it the run only goes forward, and what a failure leaves is finished by recovery.
 * @returns the record; also for runs that failed after they were accepted
 * @throws EngineError before that: `plan-stale`, `plan-blocked`, `nothing-to-deploy`, `not-acknowledged`, `cancelled`, and all of reading
 */
export async function runDeployment(
  request: RunRequest,
  deps: RunDeps,
  tracker: RunTracker,
): Promise<ActivityRecord> {
  const from = deps.workspace.open(request.from);
  const to = deps.workspace.open(request.to);
  const lanes = request.kind === 'deploy' ? [from.home, to.home] : [to.home, from.home];
  const state: RunState = {
    accepted: false,
    prepared: null,
    commits: null,
    journal: null,
    handed: null,
    waiting: false,
    findings: [],
    sent: [],
    deletions: [],
  };
  try {
    return await runInTurn(lanes, request, deps, tracker, state);
  } catch (cause) {
    if (!state.accepted) throw cause;
    return endBadly(cause, request, deps, tracker, state);
  }
}

async function runInTurn(
  lanes: readonly EnvironmentHome[],
  request: RunRequest,
  deps: RunDeps,
  tracker: RunTracker,
  state: RunState,
): Promise<ActivityRecord> {
  tracker.phase('wait', 'Taking its turn');
  for (;;) {
    // What a dead run left in the way is finished first, and that takes its source as well.
    const homes = [...lanes, ...lanes.flatMap((home) => unfinishedSources(home, { ...deps, nearby: lanes }))];
    const locks = await acquireAll(homes, owner(request, deps, tracker), {
      signal: request.signal,
      onWait: (held) => {
        state.accepted = true; // the person knows of it from now on
        tracker.step(0, `Waiting for ${held.what}`);
        deps.onWaiting();
      },
    });
    try {
      const held = new Set(homes.map(({ id }) => id));
      for (const home of lanes) await recoverRuns(home, { ...deps, nearby: homes }, held);
      refuseWhileWaiting(lanes);
      if (!lanes.some(needsRecovery)) return await runLocked(request, deps, tracker, locks, state);
    } finally {
      locks.release();
    }
  }
}

const owner = (request: RunRequest, deps: RunDeps, tracker: RunTracker): RunOwner => ({
  run: request.id,
  what: `${request.from.name} to ${request.to.name}`,
  who: tracker.run().who,
  host: deps.host,
});

async function runLocked(
  request: RunRequest,
  deps: RunDeps,
  tracker: RunTracker,
  locks: RunLocks,
  state: RunState,
): Promise<ActivityRecord> {
  try {
    await run(request, deps, tracker, locks, state);
    tracker.end('succeeded', `${request.to.name} is up to date`, null);
    return conclude('succeeded', request, deps, tracker, state);
  } catch (cause) {
    if (!state.accepted) throw cause;
    return endBadly(cause, request, deps, tracker, state);
  }
}

function endBadly(
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

/** How far a run has come, for whoever has to end it. */
interface RunState {
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

async function run(
  request: RunRequest,
  deps: RunDeps,
  tracker: RunTracker,
  locks: RunLocks,
  state: RunState,
): Promise<void> {
  tracker.phase('check', `Looking at ${request.from.name} and ${request.to.name}`);
  const ask: ServerQuestion = {
    when: 'now',
    signal: request.signal,
    onAsk: (host) => tracker.step(0, `Asking ${host}`),
  };
  const prepared = await prepare({ ...request, settle: true, ask }, deps);
  state.prepared = prepared;
  const { plan } = prepared;
  state.findings = plan.findings;
  checkPlan(request, plan);
  state.deletions = ordersOf(plan, request.decisions, request.id);
  stopIfAsked(request);
  state.accepted = true;
  deps.onAccepted();
  tracker.know(plan.changes, request.kind === 'receive' ? null : (plan.to.server?.host ?? null));
  tellPlan(plan, tracker);
  tellGit(prepared, tracker);
  const { home } = prepared.to.open;
  state.journal = createJournal(
    home.folder,
    recordOf('rolled back after a crash', request, deps, tracker, state),
  );
  tracker.phase('merge', 'Bringing both sides together');
  const commits = makeCommits(prepared, request, {
    from: deps.signature(prepared.from.open.home),
    to: deps.signature(prepared.to.open.home),
  });
  state.commits = commits;
  const count = countChanges(plan.changes);
  tracker.phase('push', `Handing over ${count} ${count === 1 ? 'change' : 'changes'}`);
  const record = recordOf('succeeded', request, deps, tracker, state);
  state.handed = await handOver(
    { request, prepared, commits, locks, journal: state.journal, record },
    deps,
    tracker,
  );
  tracker.pointOfNoReturn();
  tracker.phase('extract', `${request.to.name} is taking them in`);
  const { clock, databases } = deps;
  const { header, target, source, journal, who } = state.handed;
  const away = header.server && catchUp(prepared.to.open.repository, header, journal, who);
  const forward = { ...state.handed, target: away ? null : target };
  const said = await goForward({ ...forward, clock, databases, say: tracker.say, step: tracker.step });
  const sent = await sendSource(prepared, header, who, deps, (detail) => tracker.step(0.95, detail));
  state.findings = [...plan.findings, ...(away ? [away] : []), ...said, ...sent.findings];
  state.sent = [...sentTo(header), ...sent.sent];
  // Files and indexes are in place: nobody has to wait for the sites but this run.
  state.handed.releaseIndexLocks();
  const ends = header.hasItems === false ? [] : [away ? null : target, source].filter((end) => end !== null);
  const waited = await waitForSites(ends, {
    databases,
    clock,
    milliseconds: deps.siteWaitMilliseconds(),
    later: request.later,
    say: tracker.say,
    show: tracker.waitsFor,
  });
  state.findings = [...state.findings, ...waited];
  const unread = unreadNames(state.findings, header);
  if (unread.length > 0) tracker.unread(unread);
}

/**
 * Writes the record and lets go. A run that failed past its commit point keeps journal and index locks: recovery
 * finishes it, and until then no "commit all" of another program may come between the ref and the files.
 */
function conclude(
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

const recordOf = (
  outcome: Outcome,
  request: RunRequest,
  deps: RunDeps,
  tracker: RunTracker,
  { prepared, commits, findings, sent, deletions }: RunState,
): ActivityRecord => {
  const plan = prepared?.plan ?? null;
  return runRecord({ request, host: deps.host, tracker, plan, commits, findings, sent, deletions, outcome });
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

function checkPlan(request: RunRequest, plan: Plan): void {
  if (request.planHash !== null && plan.hash !== request.planHash)
    fail('plan-stale', { expected: request.planHash, actual: plan.hash });
  const reasons = plan.findings
    .filter((finding) => finding.level === 'block')
    .map((finding) => finding.message);
  if (plan.blocked) fail('plan-blocked', { reasons });
  if (plan.empty) fail('nothing-to-deploy', { from: plan.from.name, to: plan.to.name });
  const open = plan.findings.filter(
    (finding) => finding.yes?.needed === true && !isAcknowledged(finding, request.acknowledged),
  );
  if (open.length)
    fail('not-acknowledged', {
      reasons: open.map(({ message }) => message),
      keys: open.flatMap(({ yes }) => (yes ? [yes.key] : [])),
    });
}

/** A run whose end only a server knows keeps its environment: nobody waits in line for that. */
function refuseWhileWaiting(lanes: readonly EnvironmentHome[]): void {
  for (const home of lanes) {
    const waiting = waitingFor(home);
    if (waiting) fail('waiting-for-server', { environment: home.repository.folder, host: waiting.host });
  }
}

const stopIfAsked = (request: RunRequest): void => {
  if (request.signal.aborted) fail('cancelled', { what: 'The run' });
};

/** Where the user's own git takes part, the log says so. */
function tellGit({ from, to }: Prepared, tracker: RunTracker): void {
  for (const { open } of [from, to]) {
    const needs = usesGit(open.repository);
    if (needs) tracker.say(`${open.environment.name}: ${usesGitWords(needs)}`);
  }
}

function tellPlan(plan: Plan, tracker: RunTracker): void {
  const arriving = (name: string) => (change: Change) => `${name}: ${change.kind} ${change.path}`;
  tracker.say(
    `Plan ${plan.hash}`,
    ...[plan.from, plan.to].map(
      (end) => `${end.name}: ${end.branch} at ${end.head}, ${end.uncommitted} not committed`,
    ),
    ...plan.changes.map(arriving(plan.to.name)),
    ...plan.comesBack.map(arriving(plan.from.name)),
    ...plan.findings.map((finding) => `${finding.level}: ${finding.message}`),
  );
}
