import type { ChangesAnswer } from '../../../shared/contract/answers';
import type { Handlers } from '../../../shared/contract/commands';
import type { PlanKind } from '../../../shared/domain/plan-kind';
import { nextOf, type Project } from '../../../shared/domain/project';
import { kindBetween } from '../../../shared/domain/ways';
import { listItems } from '../changes/list-items';
import { readSide } from '../changes/read-side';
import { uncommittedRows } from '../changes/uncommitted-rows';
import { describeFile, type TwoStates } from '../changes/change-detail';
import { prepare, type Prepared } from '../deploy/prepare';
import { diffTrees } from '../git/merge/diff-trees';
import { createOverlay } from '../git/objects/overlay';
import { profileNamed } from '../profiles/profiles';
import { findEnvironment } from '../projects/lanes';
import { recoverProject } from '../deploy/recover-environment';
import { buildOverview } from '../overview/read-overview';
import { lookAtProject } from '../overview/look-at-project';
import { allRecords } from './activity-handlers';
import type { ServerQuestion } from '../servers/see-server';
import type { EngineContext } from './context';
import { lookAgainLater } from './look-again-later';
import { endsOf } from './run-ends';

type Names = 'overview.get' | 'items.list' | 'changes.get' | 'changes.detail' | 'plan.create' | 'plan.detail';

export function planHandlers(context: EngineContext): Pick<Handlers, Names> {
  const { ports, projects, workspace, runs, watched, recovery, databases, histories, servers } = context;
  const deps = { workspace, databases, histories, servers, clock: ports.clock };

  const prepared = (
    input: { projectId: string; kind?: PlanKind | undefined; from: string; to: string },
    settle: boolean,
    when: ServerQuestion['when'],
  ): Promise<Prepared> => {
    const project = projects.get(input.projectId);
    return prepare(
      {
        project,
        kind: input.kind ?? 'deploy',
        ...endsOf(context, project, input),
        settle,
        ask: { when },
      },
      deps,
    );
  };

  /** What an environment has that the next one lacks; at the right end its unsaved work. */
  async function pendingOf(
    project: Project,
    environmentId: string,
  ): Promise<{ answer: ChangesAnswer; states: TwoStates }> {
    const environment = findEnvironment(project.environments, environmentId);
    const next = nextOf(project, environment);
    if (next) {
      const kind = kindBetween(project, environment, next);
      const looked = await prepared(
        { projectId: project.id, kind, from: environmentId, to: next.id },
        false,
        'no',
      );
      const { plan } = looked;
      const leftHere = plan.leftHere.filter((entry) => entry.environmentId === environmentId);
      const answer = {
        environment,
        next: { environmentId: next.id, name: next.name },
        changes: plan.changes,
        leftHere,
      };
      return { answer, states: statesOf(looked, 'to') };
    }
    const open = workspace.open(environment);
    const store = createOverlay([open.repository.objects]);
    const profile = profileNamed(project.profile);
    const { side } = await readSide(open, store, {
      profile,
      clock: ports.clock,
      settle: false,
    });
    const answer = {
      environment,
      next: null,
      changes: uncommittedRows(store, side, profile),
      leftHere: side.leftHere,
    };
    const changes = diffTrees(store, side.headTree, side.end.tree);
    return { answer, states: { store, changes, trees: [side.end.tree, side.headTree] } };
  }

  return {
    'overview.get': async ({ projectId, watch = true }) => {
      const project = projects.get(projectId);
      await recoverProject(project, workspace, recovery, ports);
      if (watch) watched.start(project);
      const look = await lookAtProject(project, deps);
      const overview = buildOverview(project, look, {
        records: allRecords(context, project).records,
        runOf: (id) => runs.runOf(id),
        watching: (id) => watched.stateOf(id).state,
        checkedAt: ports.clock.now(),
      });
      lookAgainLater(project.id, overview, ports);
      return overview;
    },
    'items.list': ({ projectId, environmentId }) => {
      const project = projects.get(projectId);
      const open = workspace.open(findEnvironment(project.environments, environmentId));
      return listItems(open, { profile: profileNamed(project.profile), clock: ports.clock });
    },
    'changes.get': async ({ projectId, environmentId }) =>
      (await pendingOf(projects.get(projectId), environmentId)).answer,
    'changes.detail': async ({ projectId, environmentId, path }) => {
      const { states } = await pendingOf(projects.get(projectId), environmentId);
      return describeFile(states, path);
    },
    'plan.create': async ({ again = false, ...input }) => {
      const project = projects.get(input.projectId);
      await recoverProject(project, workspace, recovery, ports);
      return (await prepared(input, true, again ? 'if-old' : 'now')).plan;
    },
    'plan.detail': async ({ path, side, ...input }) =>
      describeFile(statesOf(await prepared(input, false, 'no'), side), path),
  };
}

/** What a plan changes on one of its sides. */
function statesOf({ store, merged, from, to }: Prepared, side: 'from' | 'to'): TwoStates {
  const changes = side === 'to' ? merged.arrivals : merged.returns;
  const was = side === 'to' ? to : from;
  return { store, changes, trees: [merged.resultTree, was.side.end.tree] };
}
