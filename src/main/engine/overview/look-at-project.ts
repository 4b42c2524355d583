import type { UsesGit } from '../../../shared/domain/overview';
import type { ErrorAnswer } from '../../../shared/contract/errors';
import type { LaneFlag } from '../../../shared/domain/overview';
import type { Finding, Plan } from '../../../shared/domain/plan';
import { mainline, nextOf, parentOf, type Environment, type Project } from '../../../shared/domain/project';
import { committedOnly, readSide, type ReadSide } from '../changes/read-side';
import type { Databases } from '../databases/databases';
import { explainGone } from '../deploy/explain-gone';
import { loadDifferences, signInForPromised } from '../deploy/load-promised';
import type { OpenSide, PlanContext } from '../deploy/plan-context';
import { planBetween, type PrepareDeps } from '../deploy/prepare';
import type { EnvironmentData } from '../environments/environment-data';
import { readEnvironmentData } from '../environments/environment-data';
import { toErrorAnswer } from '../errors';
import { isAncestor } from '../git/history/is-ancestor';
import type { OverlayStore } from '../git/model';
import { usesGit } from '../git/native/programs-in-use';
import type { ObjectFormat } from '../git/object-format';
import { createOverlay } from '../git/objects/overlay';
import { readHead } from '../git/refs/read-head';
import { upstreamHost } from '../git/repository/upstream-host';
import { profileNamed } from '../profiles/profiles';
import { readServerSide } from '../servers/read-server-side';
import { knownServer } from '../servers/see-server';
import type { ServerState } from '../servers/server-state';
import { shortBranch, type OpenEnvironment } from '../workspace/workspace';
import { databaseFlag } from './database-flag';

/** One environment at one moment; `problem` says why there is no more. */
export interface LaneLook {
  readonly open: OpenEnvironment | null;
  readonly read: ReadSide | null;
  readonly data: EnvironmentData | null;
  readonly head: string | null;
  readonly actualBranch: string | null;
  readonly upstream: string | null;
  /** Its server, as it was seen last. */
  readonly server: ServerState | null;
  /** What bringing over from there would do, where it has something more. */
  readonly receive: Plan | null;
  readonly usesGit: UsesGit | null;
  readonly findings: readonly Finding[];
  /** Its database is behind its files. */
  readonly drift: LaneFlag | null;
  readonly problem: ErrorAnswer | null;
}

export type LookDeps = PrepareDeps & { readonly databases: Databases };

/** All environments of a project at one moment. */
export interface ProjectLook {
  lane(environmentId: string): LaneLook;
  /** Source environment -> plan of a deployment to its next one, or of a push to its lane. */
  readonly pending: ReadonlyMap<string, Plan>;
  /** Source environment -> why that plan could not be made although both could be read. */
  readonly pairProblem: ReadonlyMap<string, ErrorAnswer>;
  /** Environment -> plan of a sync, or of a pull, from the one that it follows; only where that has news. */
  readonly behind: ReadonlyMap<string, Plan>;
  /** Bringing Live's state back to the left-most environment, where that would be a run of its own. */
  readonly mergeBack: Plan | null;
}

const nothingSeen: LaneLook = {
  open: null,
  read: null,
  data: null,
  head: null,
  actualBranch: null,
  upstream: null,
  server: null,
  receive: null,
  usesGit: null,
  findings: [],
  drift: null,
  problem: null,
};

/** Reads every environment once, into one store, and plans every arrow. Only reads. */
export async function lookAtProject(project: Project, deps: LookDeps): Promise<ProjectLook> {
  const opened = new Map<string, OpenEnvironment>();
  const looks = new Map<string, LaneLook>();
  for (const environment of project.environments) {
    const look = openLane(environment, deps);
    looks.set(environment.id, look);
    if (look.open) opened.set(environment.id, look.open);
  }
  const storeOf = storesOf([...opened.values()]);
  for (const [id, open] of opened)
    looks.set(id, await readLane(looks.get(id) ?? nothingSeen, open, project, storeOf(open), deps));
  const pending = new Map<string, Plan>();
  const behind = new Map<string, Plan>();
  const pairProblem = new Map<string, ErrorAnswer>();
  for (const environment of project.environments) {
    const { id } = environment;
    const [out, back] = [
      nextOf(project, environment),
      parentOf(project, environment, looks.get(id)?.data?.follows?.environmentId),
    ];
    const side = sideOf(looks.get(id));
    const [target, parent] = [out, back].map((other) => sideOf(looks.get(other?.id ?? '')));
    if (!side) continue;
    const isFlexible = environment.role === 'flexible';
    const store = storeOf(side.open);
    try {
      if (target) {
        const context = { ...deps, project, kind: isFlexible ? 'push' : 'deploy', store } as const;
        pending.set(id, await planOf(context, side, target));
      }
      if (parent && !isAncestor(store, parent.side.end.head, side.side.end.head)) {
        const context = { ...deps, project, kind: isFlexible ? 'pull' : 'sync', store } as const;
        behind.set(id, await planOf(context, { ...parent, ...committedOnly(parent) }, side));
      }
    } catch (cause) {
      pairProblem.set(id, toErrorAnswer(cause));
    }
  }
  return {
    lane: (id) => looks.get(id) ?? nothingSeen,
    pending,
    pairProblem,
    behind,
    mergeBack: await planMergeBack(project, looks, storeOf, deps),
  };
}

/** The store that an environment is read into. */
type StoreOf = (open: OpenEnvironment) => OverlayStore;

/** One for all whose objects are named alike. More than one means that nothing can go between some of them. */
function storesOf(all: readonly OpenEnvironment[]): StoreOf {
  const stores = new Map<ObjectFormat, OverlayStore>();
  return ({ repository }) => {
    const { format } = repository.objects;
    let store = stores.get(format);
    if (!store) {
      const alike = all.map((open) => open.repository.objects).filter((objects) => objects.format === format);
      stores.set(format, (store = createOverlay(alike)));
    }
    return store;
  };
}

function openLane(environment: Environment, { workspace }: PrepareDeps): LaneLook {
  try {
    const open = workspace.open(environment);
    const { branch, commit } = readHead(open.repository);
    return {
      ...nothingSeen,
      open,
      data: readEnvironmentData(open.home),
      head: commit,
      actualBranch: branch === null ? null : shortBranch(branch),
      upstream: upstreamHost(open.repository, environment.branch),
    };
  } catch (cause) {
    return { ...nothingSeen, problem: toErrorAnswer(cause) };
  }
}

async function readLane(
  look: LaneLook,
  open: OpenEnvironment,
  project: Project,
  store: OverlayStore,
  deps: LookDeps,
): Promise<LaneLook> {
  const { clock } = deps;
  try {
    await signInForPromised([open.repository], deps.servers.look());
    const profile = profileNamed(project.profile);
    const read = await readSide(open, store, { profile, clock, settle: false });
    const drift = profile.name === 'umbraco' ? databaseFlag(open, read.side.end.head, deps) : null;
    const server = knownServer(open);
    const receive = await planReceive(project, open, read, server, store, deps);
    const needs = usesGit(open.repository);
    const { data, side } = read;
    return { ...look, read, drift, data, findings: side.findings, server, receive, usesGit: needs };
  } catch (cause) {
    return { ...look, problem: toErrorAnswer(explainGone(cause, [open.repository.folder])) };
  }
}

const sideOf = (look: LaneLook | undefined): OpenSide | null =>
  look?.open && look.read && !look.problem ? openSide(look.open, look.read, look.server) : null;

/** A silence of long ago stops nothing here: the plan that somebody asks for asks again. */
const openSide = (open: OpenEnvironment, read: ReadSide, server: ServerState | null): OpenSide => ({
  ...read,
  open,
  ref: open.home.branch,
  server: server && { ...server, problem: null },
});

/** What partial clones have left on their servers, and the plan reads, is loaded in one go before it. */
async function planOf(context: PlanContext, from: OpenSide, to: OpenSide): Promise<Plan> {
  const clones = [from.open.repository, to.open.repository];
  await loadDifferences(clones, context.store, [from.side.end, to.side.end]);
  return planBetween(context, from, to).plan;
}

async function planReceive(
  project: Project,
  open: OpenEnvironment,
  read: ReadSide,
  server: ServerState | null,
  store: OverlayStore,
  deps: PrepareDeps,
): Promise<Plan | null> {
  if (server?.relation !== 'ahead' && server?.relation !== 'diverged') return null;
  const from = openSide(open, readServerSide(open, server), null);
  return planOf({ ...deps, project, kind: 'receive', store }, from, openSide(open, read, server));
}

/** Only where there are lanes in between: of two lanes the source gets the result with the deployment itself. */
async function planMergeBack(
  project: Project,
  looks: ReadonlyMap<string, LaneLook>,
  storeOf: StoreOf,
  deps: PrepareDeps,
): Promise<Plan | null> {
  const lanes = mainline(project);
  const live = sideOf(looks.get(lanes.at(-1)?.id ?? ''));
  const to = sideOf(looks.get(lanes[0]?.id ?? ''));
  if (lanes.length < 2 || !to || !live) return null;
  try {
    const context = { ...deps, project, kind: 'merge-back', store: storeOf(live.open) } as const;
    return await planOf(context, { ...live, ...committedOnly(live) }, to);
  } catch {
    return null; // the lanes themselves say what is wrong with them
  }
}
