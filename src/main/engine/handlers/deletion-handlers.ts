import type { Handlers } from '../../../shared/contract/commands';
import type { DeletionDecision } from '../../../shared/domain/deletion';
import type { Environment, Project } from '../../../shared/domain/project';
import { recoverProject } from '../deploy/recover-environment';
import { compareContent } from '../deletions/compare-content';
import { decideDeletion, keepItem } from '../deletions/decide';
import { listDecisions } from '../deletions/decision-store';
import { buildMatrix } from '../deletions/matrix';
import { nameOfItem, readColumn, readFacts, type DeletionDeps } from '../deletions/read-facts';
import { readImpact } from '../deletions/read-impact';
import { settleToDos } from '../deletions/settle-to-dos';
import { undoDecision } from '../deletions/undo-decision';
import { fail, isFromOutside } from '../errors';
import { findEnvironment } from '../projects/lanes';
import { signatureFor } from '../workspace/signature';
import type { EngineContext } from './context';

type Names = Extract<keyof Handlers, `deletion.${string}` | 'content.compare'>;

export function deletionHandlers(context: EngineContext): Pick<Handlers, Names> {
  const { ports, projects, settings, workspace, databases, histories, recovery } = context;
  const deps: DeletionDeps = { workspace, databases, histories, clock: ports.clock };

  const place = (input: { projectId: string; environmentId: string }) => {
    const project = projects.get(input.projectId);
    return { project, environment: findEnvironment(project.environments, input.environmentId) };
  };
  const whoIn = (environment: Environment): string =>
    settings.get().name ||
    signatureFor(workspace.open(environment).repository, settings.get(), ports.clock, ports.environment).name;
  const changed = <T>(projectId: string, environmentId: string, value: T): T => {
    ports.emit('environment.changed', { projectId, environmentId });
    return value;
  };
  /** All environments, with what a crash left put right and what was done in sites ticked off. */
  const columnsOf = async (project: Project) => {
    await recoverProject(project, workspace, recovery, ports);
    for (const environment of project.environments) settleToDos(project, environment, ports.host, deps);
    return Promise.all(project.environments.map((environment) => readColumn(project, environment, deps)));
  };

  return {
    'deletion.matrix': async ({ projectId }) => {
      const columns = await columnsOf(projects.get(projectId));
      return buildMatrix(columns, (udi) => nameOfItem(udi, columns));
    },
    'deletion.count': async ({ projectId }) => {
      const project = projects.get(projectId);
      if (project.profile !== 'umbraco') return { open: 0 };
      const columns = await columnsOf(project);
      return { open: buildMatrix(columns, (udi) => nameOfItem(udi, columns)).open };
    },
    'deletion.impact': async ({ udi, ...input }) => {
      const { project, environment } = place(input);
      return readImpact(udi, await readFacts(project, environment, deps)).impact;
    },
    'deletion.decide': async ({ udi, seen, confirm = '', ...input }) => {
      const { project, environment } = place(input);
      const request = { project, environment, udi, seen, confirm, who: whoIn(environment), host: ports.host };
      const decision = await decideDeletion(request, deps);
      return changed(input.projectId, input.environmentId, { decision });
    },
    'deletion.keep': async ({ udi, why, ...input }) => {
      const { project, environment } = place(input);
      const request = { project, environment, udi, why, who: whoIn(environment), host: ports.host };
      return changed(input.projectId, input.environmentId, { decision: await keepItem(request, deps) });
    },
    'deletion.undo': async ({ projectId, id }) => {
      const project = projects.get(projectId);
      const environment = project.environments.find((candidate) =>
        decisionsOf(context, candidate).decisions.some((decision) => decision.id === id),
      );
      if (!environment) return fail('deletion-not-found', { id });
      const request = { project, environment, id, who: whoIn(environment), host: ports.host };
      return changed(projectId, environment.id, await undoDecision(request, deps));
    },
    'deletion.list': ({ projectId }) => {
      const lists = projects
        .get(projectId)
        .environments.map((environment) => decisionsOf(context, environment));
      return {
        decisions: lists.flatMap(({ decisions }) => decisions).sort((a, b) => b.at - a.at),
        damaged: lists.flatMap(({ damaged }) => damaged),
      };
    },
    'content.compare': async ({ projectId }) => compareContent(await columnsOf(projects.get(projectId))),
  };
}

/** Decisions of one environment; none where its folder is not there now. */
function decisionsOf(
  { workspace }: EngineContext,
  environment: Environment,
): { decisions: readonly DeletionDecision[]; damaged: readonly string[] } {
  try {
    const { decisions, damaged } = listDecisions(workspace.open(environment).home.folder);
    return {
      decisions: decisions.filter(({ step }) => step !== 'begun').map(({ decision }) => decision),
      damaged,
    };
  } catch (cause) {
    if (isFromOutside(cause)) return { decisions: [], damaged: [] };
    throw cause;
  }
}
