import type { Environment, Project } from '../../../shared/domain/project';
import { heldInWords, tryAcquire } from '../environments/run-lock';
import { fail } from '../errors';
import { readFacts, type DeletionDeps, type EnvironmentFacts } from './read-facts';
import { recoverDecisions } from './recover-decisions';

export interface LockRequest {
  readonly project: Project;
  readonly environment: Environment;
  readonly who: string;
  /** Which door of Laneway. */
  readonly host: string;
}

/**
 * Takes the run lock of one environment, finishes what a crash left of decisions there, and looks at it under the
 * lock. Never waits. @param what in words, for whoever wants the environment meanwhile
 * @throws EngineError `environment-busy`; what opening and reading a clone can say
 */
export async function withLock<T>(
  { project, environment, who, host }: LockRequest,
  deps: DeletionDeps,
  what: string,
  work: (facts: EnvironmentFacts) => T,
): Promise<T> {
  const { home } = deps.workspace.open(environment);
  const taken = tryAcquire(home, { run: 'deletion', what, who, host });
  if ('held' in taken)
    return fail('environment-busy', {
      environment: environment.name,
      held: heldInWords(taken.held),
      personMayTakeOver: taken.held.personMayTakeOver,
    });
  try {
    recoverDecisions(home, deps.databases);
    return work(await readFacts(project, environment, deps));
  } finally {
    taken.lock.release();
  }
}
