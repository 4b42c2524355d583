import type { EnvironmentDetails } from '../../../shared/contract/answers';
import type { Handlers } from '../../../shared/contract/commands';
import type { Environment, Project } from '../../../shared/domain/project';
import {
  readEnvironmentData,
  updateEnvironmentData,
  type EnvironmentData,
} from '../environments/environment-data';
import { takeOverByPerson } from '../environments/run-lock';
import { fail, toErrorAnswer } from '../errors';
import { readFullIndex } from '../git/index/full-index';
import { usesGit } from '../git/native/programs-in-use';
import { readHead } from '../git/refs/read-head';
import { upstreamHost } from '../git/repository/upstream-host';
import { extractAgain } from '../deploy/extract-again';
import { recoverEnvironment } from '../deploy/recover-environment';
import { waitingFor } from '../deploy/server-waiting';
import { laneServer } from '../overview/lane-server';
import { environmentFrom } from '../projects/create-project';
import { listBranches } from '../projects/list-branches';
import { openBranch } from '../projects/open-branch';
import {
  addEnvironment,
  attachEnvironment,
  editEnvironment,
  findEnvironment,
  removeEnvironment,
  reorderEnvironments,
} from '../projects/lanes';
import { lookAtServer } from '../servers/look-at-server';
import { shortBranch } from '../workspace/workspace';
import type { EngineContext } from './context';
import { requireFinished } from './require-finished';

type Names = Extract<keyof Handlers, `environment.${string}`>;

export function environmentHandlers(context: EngineContext): Pick<Handlers, Names> {
  const { ports, projects, workspace, watched, recovery, databases, servers } = context;
  const find = (projectId: string, environmentId: string): Environment =>
    findEnvironment(projects.get(projectId).environments, environmentId);
  const changed = <T>(projectId: string, value: T): T => {
    ports.emit('project.changed', { projectId });
    return value;
  };
  const edit = (
    projectId: string,
    change: (environments: readonly Environment[]) => readonly Environment[],
  ): Project => {
    watched.stop(projectId);
    return changed(projectId, projects.changeEnvironments(projectId, change));
  };
  const updateData = (
    input: { projectId: string; environmentId: string },
    change: (data: EnvironmentData) => EnvironmentData,
  ): null => {
    const { home } = workspace.open(find(input.projectId, input.environmentId));
    updateEnvironmentData(home, change, { clock: ports.clock });
    ports.emit('environment.changed', { projectId: input.projectId, environmentId: input.environmentId });
    return null;
  };
  return {
    'environment.add': ({ projectId, environment, at }) => {
      const project = projects.get(projectId);
      const added = environmentFrom(context, environment, project.environments);
      return edit(projectId, (environments) => addEnvironment(environments, added, at));
    },
    'environment.rename': ({ projectId, environmentId, name }) =>
      edit(projectId, (environments) => editEnvironment(environments, environmentId, { name })),
    'environment.reorder': ({ projectId, environmentIds }) =>
      edit(projectId, (environments) => reorderEnvironments(environments, environmentIds)),
    'environment.branches': ({ projectId, environmentId }) => {
      const { environments } = projects.get(projectId);
      return listBranches(
        workspace.open(findEnvironment(environments, environmentId)).repository,
        environments,
      );
    },
    'environment.addBranch': async ({ projectId, environmentId, added }) => {
      const project = projects.get(projectId);
      const of = findEnvironment(project.environments, environmentId);
      const opened = await openBranch(context, project, of, added);
      return edit(projectId, (environments) => addEnvironment(environments, opened));
    },
    'environment.attach': ({ projectId, environmentId, attachedTo }) =>
      edit(projectId, (environments) => attachEnvironment(environments, environmentId, attachedTo)),
    'environment.detach': async ({ projectId, environmentId }) => {
      await requireFinished(context, find(projectId, environmentId));
      return edit(projectId, (environments) => removeEnvironment(environments, environmentId));
    },
    'environment.locate': ({ projectId, environmentId, path }) => {
      const { environments } = projects.get(projectId);
      const old = findEnvironment(environments, environmentId);
      const others = environments.filter(({ id }) => id !== environmentId);
      const moved = environmentFrom(context, { ...old, path }, others);
      return edit(projectId, (all) =>
        editEnvironment(all, environmentId, { path: moved.path, branch: moved.branch }),
      );
    },
    'environment.useBranch': ({ projectId, environmentId }) => {
      const { environments } = projects.get(projectId);
      const { branch: _old, ...rest } = findEnvironment(environments, environmentId);
      const others = environments.filter(({ id }) => id !== environmentId);
      const now = environmentFrom(context, rest, others);
      return edit(projectId, (all) => editEnvironment(all, environmentId, { branch: now.branch }));
    },
    'environment.acceptRewrite': (input) =>
      updateData(input, (data) => ({ ...data, acceptedRewriteOf: data.deployedCommit })),
    'environment.decideNewFiles': ({ folder, reason = 'unknown-kind', decision, ...input }) =>
      updateData(input, (data) => ({
        ...data,
        newFileDecisions: [
          ...data.newFileDecisions.filter((known) => known.folder !== folder || known.reason !== reason),
          { folder, reason, decision },
        ],
      })),
    'environment.acknowledge': (input) => updateData(input, (data) => ({ ...data, lateEdits: [] })),
    'environment.recover': async ({ projectId, environmentId }) => {
      const { home } = workspace.open(find(projectId, environmentId));
      await recoverEnvironment(home, { ...recovery, asked: true }, ports);
      ports.emit('environment.changed', { projectId, environmentId });
      const waiting = waitingFor(home);
      if (waiting) fail('waiting-for-server', { environment: home.repository.folder, host: waiting.host });
      return null;
    },
    'environment.extract': ({ projectId, environmentId }) => {
      try {
        return extractAgain(workspace.open(find(projectId, environmentId)), {
          databases,
          clock: ports.clock,
          host: ports.host,
        });
      } finally {
        ports.emit('environment.changed', { projectId, environmentId });
      }
    },
    'environment.lookAtServer': async ({ projectId, environmentId }) => {
      const open = workspace.open(find(projectId, environmentId));
      const access = servers.look();
      await lookAtServer(open, { access, clock: ports.clock, maxAgeMilliseconds: 0 });
      ports.emit('environment.changed', { projectId, environmentId });
      return laneServer(open) ?? fail('no-server', { environment: open.environment.name });
    },
    'environment.takeOver': async ({ projectId, environmentId }) => {
      const { home } = workspace.open(find(projectId, environmentId));
      takeOverByPerson(home, ports.clock);
      await recoverEnvironment(home, recovery, ports);
      ports.emit('environment.changed', { projectId, environmentId });
      return null;
    },
    'environment.get': ({ projectId, environmentId }) => {
      const project = projects.get(projectId);
      return details(context, project, findEnvironment(project.environments, environmentId));
    },
  };
}

function details(
  { workspace, watched }: EngineContext,
  project: Project,
  environment: Environment,
): EnvironmentDetails {
  const watch = watched.stateOf(environment.id);
  const base = {
    environment,
    profile: project.profile,
    watching: watch.state,
    watchedFolders: watch.folders,
    watchNote: watch.note,
  };
  try {
    const { repository, home } = workspace.open(environment);
    const data = readEnvironmentData(home);
    const head = readHead(repository);
    const needs = usesGit(repository);
    return {
      ...base,
      problem: null,
      head: head.commit,
      actualBranch: head.branch === null ? null : shortBranch(head.branch),
      deployedCommit: data.deployedCommit,
      deployedAt: data.deployedAt,
      fileCount: readFullIndex(repository).count,
      upstream: upstreamHost(repository, environment.branch),
      server: laneServer({ environment, repository, home }),
      ...(needs ? { usesGit: needs } : {}),
      newFileDecisions: data.newFileDecisions,
    };
  } catch (cause) {
    return {
      ...base,
      problem: toErrorAnswer(cause),
      head: null,
      actualBranch: null,
      deployedCommit: null,
      deployedAt: null,
      fileCount: 0,
      upstream: null,
      server: null,
      newFileDecisions: [],
    };
  }
}
