import { countChanges, type Author, type Change } from '../../../shared/domain/change';
import type { Behind, Lane, LaneFlag, Overview, Pending } from '../../../shared/domain/overview';
import type { Plan } from '../../../shared/domain/plan';
import { mainline, nextOf, type Environment, type Project } from '../../../shared/domain/project';
import type { ActivitySummary } from '../../../shared/domain/run';
import { needsRecovery } from '../deploy/recovery';
import type { Run } from '../../../shared/domain/run';
import { laneServer, serverFlags } from './lane-server';
import { behindAction, deployAction, laneState, type LaneFacts } from './lane-state';
import type { LaneLook, ProjectLook } from './look-at-project';

/** Rows on a card. */
const firstRows = 4;
const recentRuns = 6;

export interface OverviewSources {
  readonly records: readonly ActivitySummary[];
  runOf(environmentId: string): Run | undefined;
  watching(environmentId: string): Lane['watching'];
  readonly checkedAt: number;
}

/** What the overview shows, from one look at all environments. Pure but for asking whether a journal is there. */
export function buildOverview(project: Project, look: ProjectLook, sources: OverviewSources): Overview {
  const lanes = mainline(project);
  const lane = (environment: Environment): Lane => buildLane(environment, project, look, sources);
  return {
    project,
    lanes: lanes.map(lane),
    flexible: project.environments.filter(({ role }) => role === 'flexible').map(lane),
    recent: sources.records.slice(0, recentRuns),
    checkedAt: sources.checkedAt,
  };
}

function buildLane(
  environment: Environment,
  project: Project,
  look: ProjectLook,
  sources: OverviewSources,
): Lane {
  const seen = look.lane(environment.id);
  const upper = nextOf(project, environment);
  const plan = look.pending.get(environment.id);
  const runs = sources.records.filter(({ kind }) => kind !== 'deletion');
  const out = runs.find((record) => record.from.environmentId === environment.id);
  const server = seen.open && laneServer(seen.open, seen.server);
  const facts: LaneFacts = {
    role: environment.role,
    name: environment.name,
    nextName: upper?.name ?? null,
    problem: seen.problem,
    nextProblem: upper ? (look.lane(upper.id).problem ?? look.pairProblem.get(environment.id) ?? null) : null,
    waiting: server !== null && server.waitingSince !== null,
    recovering: seen.open !== null && needsRecovery(seen.open.home),
    run: sources.runOf(environment.id),
    lastFailed: out?.outcome === 'failed',
    pending: plan ? pendingOf(plan) : null,
    empty: plan?.empty ?? false,
  };
  return {
    environment,
    state: laneState(facts),
    flags: [...flagsOf(seen, look, environment), ...serverFlags(seen.server, seen.receive, facts.waiting)],
    pending: facts.pending,
    next: upper ? { environmentId: upper.id, name: upper.name } : null,
    sends: environment.role === 'flexible' ? 'push' : 'deploy',
    deploy: deployAction(facts),
    behind: behindOf(look.behind.get(environment.id), facts),
    follows: seen.data?.follows ?? null,
    problem: seen.problem,
    actualBranch: seen.actualBranch,
    head: seen.head,
    lastArrival:
      runs.find(
        ({ to, outcome }) =>
          to.environmentId === environment.id &&
          (outcome === 'succeeded' || outcome === 'finished after a crash'),
      ) ?? null,
    runId: facts.run?.id ?? null,
    watching: sources.watching(environment.id),
    upstream: seen.upstream,
    server,
    ...(seen.usesGit ? { usesGit: seen.usesGit } : {}),
  };
}

function behindOf(plan: Plan | undefined, facts: LaneFacts): Behind | null {
  if (!plan || plan.empty) return null;
  const { kind, from } = plan;
  return {
    kind: kind === 'pull' ? 'pull' : 'sync',
    from: { environmentId: from.environmentId, name: from.name },
    count: countChanges(plan.changes),
    conflicts: plan.conflicts.length,
    action: behindAction(facts),
  };
}

function pendingOf(plan: Plan): Pending {
  const counted = plan.changes.filter((change) => !change.noise);
  return {
    count: countChanges(plan.changes),
    first: counted.slice(0, firstRows),
    removals: plan.removals.length,
    people: peopleOf(counted),
    conflicts: plan.conflicts.length,
    blocking: plan.findings.filter(({ level }) => level === 'block').map(({ message }) => message),
  };
}

function peopleOf(changes: readonly Change[]): Author[] {
  const people = new Map<string, Author>();
  for (const author of changes.flatMap(({ authors }) => authors))
    people.set(author.email ?? author.name, author);
  return [...people.values()];
}

function flagsOf(seen: LaneLook, look: ProjectLook, environment: Environment): LaneFlag[] {
  const flags: LaneFlag[] = [];
  const back = look.mergeBack;
  if (
    back?.to.environmentId === environment.id &&
    !back.empty &&
    (back.changes.length || back.conflicts.length)
  )
    flags.push({
      kind: 'sync-needed',
      from: back.from.name,
      count: countChanges(back.changes),
      conflicts: back.conflicts.length,
    });
  if (seen.drift) flags.push(seen.drift);
  if (seen.data?.lateEdits.length)
    flags.push({ kind: 'late-edit', paths: seen.data.lateEdits.map(({ path }) => path) });
  const rewritten = seen.findings.find(({ code }) => code === 'branch-rewritten');
  if (rewritten && seen.data?.deployedCommit)
    flags.push({ kind: 'branch-rewritten', deployed: seen.data.deployedCommit });
  return flags;
}
