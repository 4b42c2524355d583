import { movesBoth } from '../../../shared/domain/plan-kind';
import { countChanges } from '../../../shared/domain/change';
import type { ActivityRecord } from '../../../shared/domain/run';
import { ordersOf } from '../deletions/orders';
import type { EnvironmentHome } from '../environments/identity';
import { acquireAll, type RunLocks, type RunOwner } from '../environments/run-lock';
import { fail } from '../errors';
import type { ServerQuestion } from '../servers/see-server';
import { catchUp } from './catch-up';
import { checkPlan } from './check-plan';
import { conclude, endBadly, newRunState, recordOf, type RunState } from './end-run';
import { goForward } from './go-forward';
import { handOver } from './hand-over';
import { makeCommits } from './make-commits';
import { createJournal } from './journal';
import { prepare } from './prepare';
import { needsRecovery, recoverRuns, unfinishedSources } from './recovery';
import type { RunDeps, RunRequest } from './run-request';
import type { RunTracker } from './run-tracker';
import { sendSource } from './send-source';
import { sentTo } from './sent-to';
import { tellGit, tellPlan } from './tell-plan';
import { waitingFor } from './server-waiting';
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
  const lanes = movesBoth(request.kind) ? [from.home, to.home] : [to.home, from.home];
  const state = newRunState();
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
