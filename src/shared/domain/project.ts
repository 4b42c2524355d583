/** Where an environment stands. Mainline: development, staging, production (Live). Flexible ones hang on a mainline lane. */
export type Role = 'development' | 'staging' | 'production' | 'flexible';
export const roles: readonly Role[] = ['development', 'staging', 'production', 'flexible'];

/** direct: Deploy moves changes at once. queue: somebody else looks first. */
export type Flow = 'direct' | 'queue';

/** What kind of site it is, recognised from its files. */
export type ProfileName = 'umbraco' | 'magento' | 'plain';

/** One clone and branch, as the project remembers it. */
export interface Environment {
  /** Lives in the clone itself, so that two apps on the same clone mean the same environment. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Absolute path of the working folder. */
  readonly path: string;
  /** Branch name without refs/heads/. */
  readonly branch: string;
  /** Flexible only: the mainline environment it hangs on. */
  readonly attachedTo?: string;
}

/** One site: a name and an ordered list of environments, mainline from left to right, then the flexible ones. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly flow: Flow;
  readonly profile: ProfileName;
  readonly environments: readonly Environment[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Made by "Try a sample site". */
  readonly sample: boolean;
  /** Commands of the clones' configuration that a person allowed to be run, exactly as they stand there. */
  readonly trusted?: readonly string[];
}

/** The lanes in order, without flexible environments. */
export const mainline = (project: Project): readonly Environment[] =>
  project.environments.filter((environment) => environment.role !== 'flexible');

/** The next lane to the right, or undefined for Live and for flexible environments. */
export function upperEnvironment(project: Project, environmentId: string): Environment | undefined {
  const lanes = mainline(project);
  const at = lanes.findIndex((lane) => lane.id === environmentId);
  return at < 0 ? undefined : lanes[at + 1];
}

/** The lane that a flexible environment hangs on: the one that was chosen, else the left-most. */
export function laneOf(project: Project, flexible: Environment): Environment | undefined {
  const lanes = mainline(project);
  return lanes.find(({ id }) => id === flexible.attachedTo) ?? lanes[0];
}

/** Where the changes of an environment go: to the next lane, or to the lane that a flexible one hangs on. */
export const nextOf = (project: Project, environment: Environment): Environment | undefined =>
  environment.role === 'flexible' ? laneOf(project, environment) : upperEnvironment(project, environment.id);

/**
 * From where an environment gets news: the lane to its right that it was synced with last, else its next one.
 * @param follows id of the environment that it was synced with last
 */
export function parentOf(
  project: Project,
  environment: Environment,
  follows: string | undefined,
): Environment | undefined {
  const next = nextOf(project, environment);
  if (environment.role === 'flexible') return next;
  const lanes = mainline(project);
  const right = lanes.slice(lanes.findIndex(({ id }) => id === environment.id) + 1);
  return right.find(({ id }) => id === follows) ?? next;
}
