import type { NewEnvironment } from '../../../shared/contract/command-inputs';
import type { Environment, Flow, ProfileName, Project } from '../../../shared/domain/project';
import { claimIdentity } from '../environments/identity';
import { fail } from '../errors';
import { openRepository } from '../git/repository/open-repository';
import type { Clock } from '../ports';
import { inspectFolder, type InspectedFolder } from './inspect-folder';
import { checkLanes, orderByRole, sameName } from './lanes';
import type { ProjectStore } from './project-store';

export interface CreateContext {
  readonly ports: {
    readonly dataFolder: string;
    readonly clock: Clock;
    readonly environment: Readonly<Record<string, string | undefined>>;
  };
  readonly projects: ProjectStore;
}

export interface ProjectRequest {
  readonly name: string;
  readonly environments: readonly NewEnvironment[];
  readonly flow?: Flow | undefined;
  readonly sample: boolean;
}

/**
 * Makes a project of folders. All are looked at before anything is written; the clones themselves only get an own
 * folder with their identity in their git folder.
 * @throws EngineError what is wrong with a folder, with the lanes, or with a name
 */
export function createProjectFrom(context: CreateContext, request: ProjectRequest): Project {
  const { projects } = context;
  if (projects.list().projects.some(({ name }) => sameName(name, request.name)))
    fail('project-name-taken', { name: request.name });
  const inspected: { request: NewEnvironment; folder: InspectedFolder }[] = [];
  for (const environment of request.environments) {
    const others = inspected.map(({ request: { name }, folder }) => ({ ...folder, name }));
    inspected.push({ request: environment, folder: inspect(context, environment, others) });
  }
  const draft = inspected.map(({ request: { name, role }, folder }, i): Environment => ({
    id: `${i}`,
    name,
    role,
    ...place(folder),
  }));
  checkLanes(orderByRole(draft)); // before any clone gets an identity
  const environments = attach(
    inspected.map(({ request: { name, role }, folder }) => ({
      id: identityOf(context, folder),
      name,
      role,
      ...place(folder),
    })),
    request.environments,
  );
  return projects.create({
    name: request.name,
    flow: request.flow ?? 'direct',
    profile: profileOf(inspected.map(({ folder }) => folder)),
    environments: orderByRole(environments),
    sample: request.sample,
  });
}

/**
 * One environment for a project that exists, or an existing one at its new place.
 * @throws EngineError what is wrong with the folder
 */
export function environmentFrom(
  context: CreateContext,
  { name, role, path, branch, attachedTo }: NewEnvironment,
  others: readonly Environment[],
): Environment {
  const folder = inspect(context, { name, role, path, branch }, others);
  const lane = others.find(
    (other) => other.id === attachedTo || (attachedTo !== undefined && sameName(other.name, attachedTo)),
  );
  if (attachedTo !== undefined && !lane)
    fail('environment-not-found', { environment: attachedTo, known: others.map((other) => other.name) });
  const environment = { id: identityOf(context, folder), name, role, ...place(folder) };
  return lane ? { ...environment, attachedTo: lane.id } : environment;
}

const place = ({ path, branch }: InspectedFolder): Pick<Environment, 'path' | 'branch'> => ({ path, branch });

function inspect(
  { ports }: CreateContext,
  { path, role, branch, name }: NewEnvironment,
  others: readonly { readonly name: string; readonly path: string; readonly branch: string }[],
): InspectedFolder {
  const folder = inspectFolder(path, { environment: ports.environment, role, others });
  if (branch !== undefined && branch !== folder.branch)
    fail('other-branch', { environment: name, expected: branch, actual: folder.branch });
  return folder;
}

function identityOf({ ports }: CreateContext, { path, branch }: InspectedFolder): string {
  const repository = openRepository(path, ports.environment);
  try {
    return claimIdentity(repository, `refs/heads/${branch}`, { ...ports, create: true }).home.id;
  } finally {
    repository.objects.close();
  }
}

/** Flexible environments name the lane that they hang on; ids are known only now. */
function attach(environments: readonly Environment[], requests: readonly NewEnvironment[]): Environment[] {
  return environments.map((environment, i) => {
    const lane = requests[i]?.attachedTo;
    if (lane === undefined) return environment;
    const found = environments.find(({ name }) => sameName(name, lane));
    return {
      ...environment,
      attachedTo:
        found?.id ??
        fail('environment-not-found', { environment: lane, known: environments.map(({ name }) => name) }),
    };
  });
}

/** The most special kind that any of the lanes is of. */
const profileOf = (folders: readonly InspectedFolder[]): ProfileName =>
  folders.find(({ profile }) => profile !== 'plain')?.profile ?? 'plain';
