import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import type { ProjectList } from '../../../shared/contract/answers';
import { roles } from '../../../shared/domain/project';
import type { Environment, Project } from '../../../shared/domain/project';
import { fail } from '../errors';
import { openJsonStore } from '../files/json-store';
import type { StoreShape } from '../files/store-file';
import type { Clock } from '../ports';
import { checkLanes, sameName } from './lanes';

export type NewProject = Omit<Project, 'id' | 'createdAt'>;

/** The projects that this person has set up, in their own order. Clones are never touched by any of these. */
export interface ProjectStore {
  list(): ProjectList;
  /** @throws EngineError `project-not-found`. */
  get(id: string): Project;
  /** @throws EngineError `project-name-taken`, `lanes-invalid`, `environment-name-taken`. */
  create(project: NewProject): Project;
  /** @throws EngineError `project-not-found`, `project-name-taken`. */
  rename(id: string, name: string): Project;
  /** Replaces the commands that may be run for it. @throws EngineError `project-not-found` */
  trust(id: string, commands: readonly string[]): Project;
  /** New environments, computed from those that are there now (lanes.ts). @throws EngineError `project-not-found`, and what `change` and the rules of lanes throw. */
  changeEnvironments(
    id: string,
    change: (environments: readonly Environment[]) => readonly Environment[],
  ): Project;
  /** Projects that are not named keep their order behind the others. @throws EngineError `project-not-found`. */
  reorder(ids: readonly string[]): ProjectList;
  /** @throws EngineError `project-not-found`. */
  remove(id: string): void;
}

interface Stored {
  readonly projects: readonly Project[];
}

const shape: StoreShape<Stored> = {
  format: 2,
  schema: v.object({
    projects: v.array(
      v.object({
        id: v.string(),
        name: v.string(),
        flow: v.picklist(['direct', 'queue']),
        profile: v.picklist(['umbraco', 'magento', 'plain']),
        environments: v.array(
          v.object({
            id: v.string(),
            name: v.string(),
            role: v.picklist(roles),
            path: v.string(),
            branch: v.string(),
            attachedTo: v.exactOptional(v.string()),
          }),
        ),
        createdAt: v.number(),
        sample: v.boolean(),
        trusted: v.exactOptional(v.array(v.string())),
      }),
    ),
  }),
  // Format 2 knows what was allowed to run; before it nothing was.
  migrations: [(content) => content],
  empty: () => ({ projects: [] }),
};

/** The store in `<dataFolder>/projects.json`; several processes may use it at the same time. */
export function createProjectStore(dataFolder: string, clock: Clock): ProjectStore {
  const store = openJsonStore(join(dataFolder, 'projects.json'), shape);

  const update = (id: string, change: (project: Project, others: readonly Project[]) => Project): Project => {
    const after = store.update(({ projects }) => {
      const project = find(projects, id);
      const others = projects.filter((other) => other.id !== id);
      const changed = change(project, others);
      return { projects: projects.map((other) => (other.id === id ? changed : other)) };
    });
    return find(after.projects, id);
  };
  const list = (projects = store.read().projects): ProjectList => ({ projects, damaged: store.damaged() });

  return {
    list: () => list(),
    get: (id) => find(store.read().projects, id),
    create(project) {
      checkLanes(project.environments);
      const created: Project = { ...project, id: randomUUID(), createdAt: clock.now() };
      store.update(({ projects }) => {
        checkName(project.name, projects);
        return { projects: [...projects, created] };
      });
      return created;
    },
    rename: (id, name) =>
      update(id, (project, others) => {
        checkName(name, others);
        return { ...project, name };
      }),
    trust: (id, commands) =>
      update(id, (project) => ({ ...project, trusted: [...new Set(commands)].sort() })),
    changeEnvironments: (id, change) =>
      update(id, (project) => ({ ...project, environments: checkLanes(change(project.environments)) })),
    reorder: (ids) =>
      list(
        store.update(({ projects }) => {
          const first = [...new Set(ids)].map((id) => find(projects, id));
          return { projects: [...first, ...projects.filter((project) => !first.includes(project))] };
        }).projects,
      ),
    remove(id) {
      store.update(({ projects }) => {
        find(projects, id);
        return { projects: projects.filter((project) => project.id !== id) };
      });
    },
  };
}

function find(projects: readonly Project[], id: string): Project {
  const known = projects.map(({ name }) => name);
  return projects.find((project) => project.id === id) ?? fail('project-not-found', { project: id, known });
}

function checkName(name: string, others: readonly Project[]): void {
  if (others.some((other) => sameName(other.name, name))) fail('project-name-taken', { name });
}
