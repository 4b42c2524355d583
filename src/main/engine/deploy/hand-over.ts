import { movesBoth } from '../../../shared/domain/plan-kind';
import { countChanges } from '../../../shared/domain/change';
import type { ActivityRecord } from '../../../shared/domain/run';
import { changesCount } from '../../../shared/text/format';
import type { RunLocks } from '../environments/run-lock';
import { fail, isError } from '../errors';
import type { IndexLock } from '../git/index/index-lock';
import { diffTrees } from '../git/merge/diff-trees';
import { FileMode, type NewObject, type Signature } from '../git/model';
import { persistObjects } from '../git/objects/persist';
import { verifyObject } from '../git/objects/verify-object';
import { readHead } from '../git/refs/read-head';
import { readRef } from '../git/refs/read-ref';
import type { Repository } from '../git/repository/repository';
import { recheckSnapshot } from '../git/snapshot/recheck-snapshot';
import { missingObjects } from '../git/transfer/missing-objects';
import { stageFiles } from '../git/worktree/stage-files';
import { fullBranch } from '../workspace/workspace';
import { asideFolderOf } from './bring-files';
import { moveTarget } from './catch-up';
import { takeIndexLock } from './commit-point';
import { handOverLfs } from './hand-over-lfs';
import type { ForwardSide } from './go-forward';
import { loadChanged, loadForTransfer, type Wanted } from './load-promised';
import type { Journal, JournalEnd, JournalHeader } from './journal';
import type { RunCommits } from './run-commits';
import type { Prepared } from './prepare';
import type { RunDeps, RunRequest } from './run-request';
import type { RunTracker } from './run-tracker';
import { pinRun } from './safety-refs';
import { sendToServer } from './send-to-server';

export interface HandOverInput {
  readonly request: RunRequest;
  readonly prepared: Prepared;
  readonly commits: RunCommits;
  readonly locks: RunLocks;
  readonly journal: Journal;
  /** What recovery writes when the run cannot. */
  readonly record: ActivityRecord;
}

/** Both sides past the commit point, ready to go forward. */
export interface HandedOver {
  readonly header: JournalHeader;
  readonly journal: Journal;
  readonly who: Signature;
  readonly target: ForwardSide;
  readonly source: ForwardSide | null;
  /** Gives both index locks back; harmless where the new index has been renamed from them. */
  releaseIndexLocks(): void;
}

/**
 * From the locks to the commit point (run.md, "Order of a deployment", 5 to 8): both index locks, heads and snapshots
 * checked again, objects on both disks, pins in both clones, then one compare-and-swap of the target's branch.
 * On any failure before it nothing has moved and the locks are gone; pins and prepared files are the caller's.
 * Where the target is sent to a server, the swap happens on the server's branch, and the target's own follows later.
 * @throws EngineError `lock-held`, `plan-stale`, `ref-moved`, `cancelled`, `disk-full`, `object-damaged`; of a server
 *   as {@link sendToServer}: after `waiting-for-server` the target's index lock stays
 */
export async function handOver(
  input: HandOverInput,
  deps: RunDeps,
  tracker: RunTracker,
): Promise<HandedOver> {
  const { request, prepared, commits, locks, journal } = input;
  const { plan, from, to } = prepared;
  const header = journalHeader(input);
  const who = deps.signature(to.open.home);
  const repositories = [to.open.repository, from.open.repository];
  const indexLocks: IndexLock[] = [];
  const releaseIndexLocks = (): void => indexLocks.forEach((lock) => lock.release());
  const lockIndex = async (repository: Repository, name: string): Promise<IndexLock> => {
    const lock = await takeIndexLock(repository, journal, request.signal, () =>
      tracker.step(0.1, `Another program is working in ${name}; waiting for it`),
    );
    indexLocks.push(lock);
    return lock;
  };
  try {
    journal.append({ step: 'begin', header });
    const target: ForwardSide = {
      end: header.to,
      home: to.open.home,
      isStaged: true,
      indexLock: await lockIndex(to.open.repository, plan.to.name),
    };
    const source: ForwardSide | null = header.movesSource
      ? {
          end: header.from,
          home: from.open.home,
          isStaged: true,
          indexLock: await lockIndex(from.open.repository, plan.from.name),
        }
      : null;
    recheck(prepared, header.movesSource);
    tracker.step(0.3, 'Copying what is new');
    for (const repository of repositories.slice(0, header.movesSource ? 2 : 1)) {
      const wanted = wantedObjects(commits, repository);
      await loadForTransfer(repositories, prepared.store, wanted, request.signal);
      const fresh = newObjects(prepared, wanted);
      const count = persistObjects(repository.objects, fresh, () =>
        pinRun(repository, request.id, commits, who),
      );
      tracker.say(`${count} new objects in ${repository.folder}`);
    }
    await stage(prepared, request, header.movesSource, tracker);
    if (request.signal.aborted) fail('cancelled', { what: 'The run' });
    if (!locks.areStillOurs()) fail('plan-stale', { expected: plan.hash, actual: '' });
    journal.append({ step: 'commit' });
    // With a server the commit point is there; the target's own branch follows when the run goes forward.
    if (header.server)
      await sendToServer({
        ...{
          header,
          server: header.server,
          journal,
          home: to.open.home,
          who,
          signal: request.signal,
          tracker,
        },
        ...{ servers: deps.servers, clock: deps.clock, what: changesCount(countChanges(plan.changes)) },
      });
    else moveTarget(to.open.repository, header, journal, who);
    tracker.say(
      `${plan.to.name}: ${plan.to.head.slice(0, 7)} -> ${commits.result.slice(0, 7)} (the changes have arrived)`,
    );
    return { header, journal, who, target, source, releaseIndexLocks };
  } catch (cause) {
    // Until the server has answered nobody may commit on the target; the source has nothing to wait for.
    if (isError(cause, 'waiting-for-server')) indexLocks[1]?.release();
    else releaseIndexLocks();
    throw cause;
  }
}

/**
 * The new files lie ready beside both working trees before anything moves: a full disk shows here. They are read from
 * the clone's own objects, as after the commit point, so that a damaged one shows here too.
 */
async function stage(
  { plan, from, to }: Prepared,
  { id, signal }: RunRequest,
  movesSource: boolean,
  tracker: RunTracker,
): Promise<void> {
  for (const { side, open } of movesSource ? [to, from] : [to]) {
    const { repository, home } = open;
    const changes = diffTrees(repository.objects, side.end.tree, plan.resultTree);
    await loadChanged([repository], changes, signal);
    for (const change of changes)
      for (const entry of [change.from, change.to])
        if (entry && entry.mode !== FileMode.submodule)
          verifyObject(repository.objects, entry.id, repository.objects.folder);
    const other = open === to.open ? from.open.repository : to.open.repository;
    const large = handOverLfs(other, repository, repository.objects, changes);
    if (large > 0) tracker.say(`${large} files of Git LFS copied to ${repository.folder}`);
    await stageFiles(repository, repository.objects, changes, asideFolderOf(home.folder, id), signal);
  }
}

/** Between the plan and the locks other programs were free: heads, files and left-out files must be the same still. */
function recheck({ plan, from, to }: Prepared, movesSource: boolean): void {
  const moved = (side: Prepared['from'], end: Prepared['plan']['from'], files: boolean): boolean => {
    const { repository } = side.open;
    const head = readHead(repository);
    const stands = head.branch === fullBranch(end.branch) && head.commit === end.head;
    return files
      ? !stands || !recheckSnapshot(repository, side.snapshot)
      : readRef(repository, side.ref) !== end.head;
  };
  if (moved(to, plan.to, true) || moved(from, plan.from, movesSource))
    fail('plan-stale', { expected: plan.hash, actual: '' });
}

/** What a clone lacks of the run's commits, read from the plan's store. */
function* newObjects({ store }: Prepared, { tips, has }: Wanted): Iterable<NewObject> {
  for (const id of missingObjects(store, tips, has)) yield { id, ...store.read(id) };
}

/** The run's commits, and what a clone has of them as its folder is now. */
function wantedObjects(commits: RunCommits, { objects }: Repository): Wanted {
  objects.refresh();
  return {
    tips: [commits.result, commits.source, commits.target],
    has: (id) => objects.listedFileOf(id) !== null,
  };
}

function journalHeader({
  request,
  prepared: { plan, from, to },
  commits,
  record,
}: HandOverInput): JournalHeader {
  const { server } = to;
  const end = (
    side: Prepared['from'],
    { environmentId, name, head }: Prepared['plan']['from'],
    snapshot: string,
  ): JournalEnd => ({
    environmentId,
    name,
    homeId: side.open.home.id,
    folder: side.open.repository.folder,
    branch: side.open.home.branch,
    head,
    snapshot,
  });
  return {
    format: 1,
    run: request.id,
    kind: plan.kind,
    from: end(from, plan.from, commits.source),
    to: end(to, plan.to, commits.target),
    movesSource: movesBoth(plan.kind),
    result: commits.result,
    hasItems: request.project.profile === 'umbraco',
    ...(server && plan.kind !== 'receive'
      ? { server: { upstream: server.upstream, expected: server.head } }
      : {}),
    record,
  };
}
