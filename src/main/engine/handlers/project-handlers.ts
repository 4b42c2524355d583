import type { ProjectList } from '../../../shared/contract/answers';
import type { Handlers } from '../../../shared/contract/commands';
import { createProjectFrom } from '../projects/create-project';
import { propose } from '../projects/propose';
import { sitePrograms } from '../projects/site-programs';
import { freeSampleFolder } from '../sample/free-sample-folder';
import { withSampleContent } from '../sample/sample-content';
import { createSample } from '../sample/create-sample';
import type { EngineContext } from './context';

type Names =
  | 'project.list'
  | 'project.get'
  | 'project.propose'
  | 'project.create'
  | 'project.rename'
  | 'project.reorder'
  | 'project.remove'
  | 'project.programs'
  | 'project.trust'
  | 'sample.create';

export function projectHandlers(context: EngineContext): Pick<Handlers, Names> {
  const { ports, projects, settings, watched, workspace, databases } = context;
  const changed = (projectId: string | null): void => ports.emit('project.changed', { projectId });
  /** Damage of any store is told where projects are listed: that is the first thing a window asks for. */
  const list = ({ projects: all, damaged }: ProjectList): ProjectList => ({
    projects: all,
    damaged: [...damaged, ...settings.damaged()],
  });
  const create: Handlers['project.create'] = (input) => {
    const project = createProjectFrom(context, { ...input, sample: false });
    changed(project.id);
    return project;
  };
  return {
    'project.list': () => list(projects.list()),
    'project.get': ({ projectId }) => projects.get(projectId),
    'project.propose': ({ paths }) => propose(paths, ports.environment),
    'project.create': create,
    'project.rename': ({ projectId, name }) => {
      const project = projects.rename(projectId, name);
      changed(projectId);
      return project;
    },
    'project.reorder': ({ projectIds }) => {
      const reordered = list(projects.reorder(projectIds));
      changed(null);
      return reordered;
    },
    'project.remove': ({ projectId }) => {
      watched.stop(projectId);
      projects.remove(projectId);
      changed(projectId);
      return null;
    },
    'project.programs': ({ projectId }) =>
      sitePrograms(projects.get(projectId), context.workspace, ports.environment),
    'project.trust': ({ projectId, commands }) => {
      const project = projects.trust(projectId, commands);
      changed(projectId);
      return project;
    },
    'sample.create': ({ path }) => {
      const folder = path ?? freeSampleFolder(ports.dataFolder);
      const sample = createSample(folder, { now: ports.clock.now() });
      const project = createProjectFrom(context, { ...sample, sample: true });
      // Its editors have made pages: otherwise nothing would ever be touched by a change.
      for (const environment of project.environments) {
        const { home } = workspace.open(environment);
        databases.change(home, (rows) => withSampleContent(rows, Math.round(ports.clock.now())));
      }
      changed(project.id);
      return project;
    },
  };
}
