import type { ChangesAnswer, Handlers } from '../../../shared/contract/commands';
import type { PlanKind } from '../../../shared/domain/plan';
import { upperEnvironment, type Project } from '../../../shared/domain/project';
import { readSide } from '../changes/read-side';
import { uncommittedRows } from '../changes/uncommitted-rows';
import { describeFile } from '../changes/change-detail';
import { prepare, type Prepared } from '../deploy/prepare';
import { diffTrees, type TreeChange } from '../git/merge/diff-trees';
import type { ObjectReader } from '../git/model';
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

type Names = 'overview.get' | 'changes.get' | 'changes.detail' | 'plan.create' | 'plan.detail';

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
  ): Promise<{ answer: ChangesAnswer; store: ObjectReader; changes: readonly TreeChange[] }> {
    const environment = findEnvironment(project.environments, environmentId);
    const next = environment.role === 'flexible' ? undefined : upperEnvironment(project, environmentId);
    if (next) {
      const { plan, store, merged } = await prepared(
        { projectId: project.id, from: environmentId, to: next.id },
        false,
        'no',
      );
      const leftHere = plan.leftHere.filter((entry) => entry.environmentId === environmentId);
      const answer = {
        environment,
        next: { environmentId: next.id, name: next.name },
        changes: plan.changes,
        leftHere,
      };
      return { answer, store, changes: merged.arrivals };
    }
    const open = workspace.open(environment);
    const store = createOverlay([open.repository.objects]);
    const profile = profileNamed(project.profile);
    const { side } = await readSide(open, store, {
      profile,
      clock: ports.clock,
      settle: false,
      commitsOnly: false,
    });
    const answer = {
      environment,
      next: null,
      changes: uncommittedRows(store, side, profile),
      leftHere: side.leftHere,
    };
    return { answer, store, changes: diffTrees(store, side.headTree, side.end.tree) };
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
    'changes.get': async ({ projectId, environmentId }) =>
      (await pendingOf(projects.get(projectId), environmentId)).answer,
    'changes.detail': async ({ projectId, environmentId, path }) => {
      const { store, changes } = await pendingOf(projects.get(projectId), environmentId);
      return describeFile(store, changes, path);
    },
    'plan.create': async ({ again = false, ...input }) => {
      const project = projects.get(input.projectId);
      await recoverProject(project, workspace, recovery, ports);
      return (await prepared(input, true, again ? 'if-old' : 'now')).plan;
    },
    'plan.detail': async ({ path, side, ...input }) => {
      const { store, merged } = await prepared(input, false, 'no');
      return describeFile(store, side === 'to' ? merged.arrivals : merged.returns, path);
    },
  };
}
