import { createHash } from 'node:crypto';
import { mainline, type Environment, type Project } from '../../../shared/domain/project';
import type { Plan } from '../../../shared/domain/plan';
import { movesBoth, type PlanKind } from '../../../shared/domain/plan-kind';
import { committedOnly, readSide, type ReadSide } from '../changes/read-side';
import { fail } from '../errors';
import { mergeBases } from '../git/history/merge-bases';
import type { TreeChange } from '../git/merge/diff-trees';
import type { OverlayStore } from '../git/model';
import { createOverlay } from '../git/objects/overlay';
import { requireSameFormat } from '../git/repository/format-difference';
import { findInTheWay } from '../git/worktree/find-in-the-way';
import { findUnsupported } from '../git/worktree/find-unsupported';
import { findUnwritable } from '../git/worktree/find-unwritable';
import { sparseWork } from '../git/worktree/sparse-work';
import type { DiskFacts } from '../plan/disk-findings';
import { finishPlan } from '../plan/finish-plan';
import { mergeSides, type MergedSides } from '../plan/merge-sides';
import type { PlanInput, SiteKnowledge } from '../plan/plan-input';
import { profileNamed } from '../profiles/profiles';
import { siteKnowledge } from '../profiles/site-knowledge';
import type { Clock } from '../ports';
import type { Workspace } from '../workspace/workspace';
import { checkOrder } from './check-order';
import { checkResult } from './check-result';
import type { CheckDeps, OpenSide, PlanContext } from './plan-context';
import type { ServerDoor } from '../servers/server-door';
import { readServerSide } from '../servers/read-server-side';
import { seeServer, type ServerQuestion } from '../servers/see-server';
import { withServer } from '../servers/with-server';
import { explainGone } from './explain-gone';
import { loadDifferences, signInForPromised } from './load-promised';
import { withWaiting } from './server-waiting';
import { settleWith } from './settle-with';

/** A plan with everything it was made from: what a run needs to make it happen. */
export interface Prepared {
  readonly plan: Plan;
  readonly merged: MergedSides;
  /** Reads both clones and holds every new object of the plan. */
  readonly store: OverlayStore;
  readonly from: OpenSide;
  readonly to: OpenSide;
  readonly site: SiteKnowledge;
}

export interface PrepareRequest {
  readonly project: Project;
  readonly kind: PlanKind;
  readonly from: Environment;
  readonly to: Environment;
  /** Wait for files that are being written. */
  readonly settle: boolean;
  /** Whether servers are asked, or what they said last is good enough. */
  readonly ask: ServerQuestion;
}

export interface PrepareDeps extends CheckDeps {
  readonly servers: ServerDoor;
  readonly workspace: Workspace;
  readonly clock: Clock;
}

/**
 * Looks at both environments and computes, in memory, exactly what a run would do. Nothing is touched.
 * @throws EngineError `wrong-order`, `object-formats-differ`, `no-common-history`, and all that opening and reading a clone can say
 */
export async function prepare(request: PrepareRequest, deps: PrepareDeps): Promise<Prepared> {
  const { project, kind, from, to, settle } = request;
  const { workspace, clock } = deps;
  checkOrder(request);
  const openFrom = workspace.open(from);
  const openTo = workspace.open(to);
  requireSameFormat(openTo.repository, openFrom.repository);
  const receives = kind === 'receive';
  const servers = {
    to: await seeServer(openTo, request.ask, 'target', deps),
    from: receives ? null : await seeServer(openFrom, request.ask, 'source', deps),
  };
  const store = createOverlay([openFrom.repository.objects, openTo.repository.objects]);
  const options = { profile: profileNamed(project.profile), clock, settle };
  const clones = [openFrom.repository, openTo.repository];
  try {
    await signInForPromised(clones, deps.servers.look());
    const readFrom = receives
      ? readServerSide(openFrom, servers.to)
      : asGiver(kind, await readSide(openFrom, store, options));
    const readTo = await readSide(openTo, store, options);
    await loadDifferences(clones, store, [readFrom.side.end, readTo.side.end]);
    return planBetween(
      { ...deps, project, kind, store },
      {
        ...readFrom,
        open: openFrom,
        server: servers.from,
        ref: servers.to && receives ? servers.to.upstream.trackingRef : openFrom.home.branch,
      },
      { ...readTo, open: openTo, server: servers.to, ref: openTo.home.branch },
    );
  } catch (cause) {
    throw explainGone(cause, [openFrom.repository.folder, openTo.repository.folder]);
  }
}

/** An environment as the source of that kind of run. */
const asGiver = (kind: PlanKind, read: ReadSide): ReadSide => (movesBoth(kind) ? read : committedOnly(read));

/**
 * The plan between two sides that were read into one store.
 * @throws EngineError `object-formats-differ`, `no-common-history`, `object-damaged`
 */
export function planBetween(context: PlanContext, from: OpenSide, to: OpenSide): Prepared {
  const { project, kind, store } = context;
  requireSameFormat(to.open.repository, from.open.repository);
  if (mergeBases(store, from.side.end.head, to.side.end.head).length === 0)
    fail('no-common-history', {
      path: to.open.environment.path,
      other: kind === 'receive' ? from.side.end.name : from.open.environment.path,
    });
  const lanes = mainline(project);
  const site = siteKnowledge(profileNamed(project.profile));
  const input: PlanInput = {
    kind,
    projectId: project.id,
    store,
    from: withWaiting(withServer(from.side, from.server, 'source'), from.open.home),
    to: withWaiting(withServer(to.side, to.server, kind === 'receive' ? 'receiver' : 'target'), to.open.home),
    site,
    settle: settleWith(context, from, to, site),
    check: (resultTree) => checkResult(context, from, to, resultTree),
    toDatabase: context.databases.of(to.open.home),
    leftMostId: lanes[0]?.id ?? '',
    mergesBackInto: namedEnd(
      movesBoth(kind) ? mergesBackInto(project, from.open.environment, to.open.environment) : null,
    ),
  };
  const merged = mergeSides(input);
  const clean = merged.conflicts.length === 0;
  const disk = {
    from: diskFacts(from, clean ? merged.returns : [], store),
    to: diskFacts(to, clean ? merged.arrivals : [], store),
  };
  const plan = finishPlan(input, merged, disk, (text) => createHash('sha256').update(text).digest('hex'));
  return { plan, merged, store, from, to, site };
}

const diskFacts = (
  { open: { repository }, snapshot }: OpenSide,
  changes: readonly TreeChange[],
  store: OverlayStore,
): DiskFacts => ({
  inTheWay: findInTheWay(repository, changes, snapshot, store),
  unsupported: findUnsupported(repository, store, changes),
  notWritable: findUnwritable(repository.folder, sparseWork(repository).fileChanges(changes)),
});

const namedEnd = (environment: Environment | null): Plan['mergesBackInto'] =>
  environment && { environmentId: environment.id, name: environment.name };

/**
 * After a deployment to Live the left-most environment gets its state (domain.md); where it is the source itself, it
 * has that already.
 */
export function mergesBackInto(project: Project, from: Environment, to: Environment): Environment | null {
  const leftMost = mainline(project)[0];
  return to.role === 'production' && leftMost && leftMost.id !== from.id && leftMost.id !== to.id
    ? leftMost
    : null;
}
