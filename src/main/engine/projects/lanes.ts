import { roles } from '../../../shared/domain/project';
import type { Environment } from '../../../shared/domain/project';
import { fail } from '../errors';

type Environments = readonly Environment[];

const rank = (environment: Environment): number => roles.indexOf(environment.role);
const isLane = (environment: Environment): boolean => environment.role !== 'flexible';
const foldName = (name: string): string => name.normalize('NFC').toLowerCase();

/** Whether two names are the same to a person, so that the CLI can address by name. */
export const sameName = (a: string, b: string): boolean => foldName(a) === foldName(b);

/** Lanes by role from left to right, flexible environments last; those of one role keep their order. */
export const orderByRole = (environments: Environments): Environments =>
  [...environments].sort((a, b) => rank(a) - rank(b));

/**
 * The rules of lanes (domain.md, "Words"): at least one lane; development left of staging left of production; at
 * most one production; names that differ; flexible environments hang on a lane.
 * @returns the same environments. @throws EngineError `lanes-invalid`, `environment-name-taken`.
 */
export function checkLanes(environments: Environments): Environments {
  const lanes = environments.filter(isLane);
  if (lanes.length === 0) invalid('there must be at least one that is not flexible');
  const live = lanes.filter(({ role }) => role === 'production');
  if (live.length > 1) invalid(`only one can be Live, not ${live.map(({ name }) => name).join(' and ')}`);
  environments.forEach((right, at) => {
    const left = environments[at - 1];
    if (left && rank(left) > rank(right))
      invalid(`${left.name} (${left.role}) cannot stand left of ${right.name} (${right.role})`);
  });
  checkNames(environments);
  for (const environment of environments) checkAttachment(environment, lanes);
  return environments;
}

function checkNames(environments: Environments): void {
  const seen = new Set<string>();
  for (const { name } of environments) {
    if (name.trim() === '') invalid('every environment needs a name');
    if (seen.has(foldName(name))) fail('environment-name-taken', { name });
    seen.add(foldName(name));
  }
  const ids = new Set(environments.map(({ id }) => id));
  if (ids.size !== environments.length) invalid('one environment is there twice');
}

function checkAttachment({ name, role, attachedTo }: Environment, lanes: Environments): void {
  if (attachedTo === undefined) return;
  if (role !== 'flexible') invalid(`${name} is a lane of its own and cannot hang on another`);
  if (!lanes.some(({ id }) => id === attachedTo))
    invalid(`${name} hangs on an environment that is not a lane`);
}

/** @throws EngineError `environment-not-found`. */
export function findEnvironment(environments: Environments, id: string): Environment {
  const known = environments.map(({ name }) => name);
  return (
    environments.find((environment) => environment.id === id) ??
    fail('environment-not-found', { environment: id, known })
  );
}

/**
 * Adds one; `at` is its place among the lanes (0 = left-most), by default behind the last of its role.
 * @throws EngineError as {@link checkLanes}.
 */
export function addEnvironment(environments: Environments, added: Environment, at?: number): Environments {
  if (at === undefined) return checkLanes(orderByRole([...environments, added]));
  const lanes = environments.filter(isLane);
  const flexible = environments.filter((environment) => !isLane(environment));
  const list = isLane(added) ? lanes : flexible;
  return checkLanes(
    isLane(added)
      ? [...list.toSpliced(at, 0, added), ...flexible]
      : [...lanes, ...list.toSpliced(at, 0, added)],
  );
}

/** @throws EngineError `environment-not-found`, and as {@link checkLanes}. */
export function editEnvironment(
  environments: Environments,
  id: string,
  change: Partial<Pick<Environment, 'name' | 'path' | 'branch' | 'attachedTo'>>,
): Environments {
  findEnvironment(environments, id);
  return checkLanes(
    environments.map((environment) => (environment.id === id ? { ...environment, ...change } : environment)),
  );
}

/**
 * A new order of the lanes.
 * @param ids of all lanes, left to right. @throws EngineError `environment-not-found`, and as {@link checkLanes}.
 */
export function reorderEnvironments(environments: Environments, ids: readonly string[]): Environments {
  const lanes = ids.map((id) => findEnvironment(environments, id));
  const complete = new Set(ids).size === ids.length && ids.length === environments.filter(isLane).length;
  if (!complete || !lanes.every(isLane)) invalid('the new order must name every lane exactly once');
  return checkLanes([...lanes, ...environments.filter((environment) => !isLane(environment))]);
}

/** Takes one out. Flexible ones that hung on it hang on the left-most lane from then on. */
export function removeEnvironment(environments: Environments, id: string): Environments {
  findEnvironment(environments, id);
  const rest = environments.filter((environment) => environment.id !== id);
  return checkLanes(
    rest.map((environment) => (environment.attachedTo === id ? detach(environment) : environment)),
  );
}

function detach({ id, name, role, path, branch }: Environment): Environment {
  return { id, name, role, path, branch };
}

/**
 * Hangs a flexible environment on another lane.
 * @throws EngineError `environment-not-found`, `not-flexible`, and as {@link checkLanes}.
 */
export function attachEnvironment(environments: Environments, id: string, attachedTo: string): Environments {
  const { name, role } = findEnvironment(environments, id);
  if (role !== 'flexible') fail('not-flexible', { environment: name });
  findEnvironment(environments, attachedTo);
  return editEnvironment(environments, id, { attachedTo });
}

const invalid = (reason: string): never => fail('lanes-invalid', { reason });
