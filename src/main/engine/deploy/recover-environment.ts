import type { Project } from '../../../shared/domain/project';
import type { EnvironmentHome } from '../environments/identity';
import { heldInWords, tryAcquire } from '../environments/run-lock';
import { fail, isError, isFromOutside, toErrorAnswer } from '../errors';
import type { EnginePorts } from '../ports';
import type { Workspace } from '../workspace/workspace';
import { hasUnfinished, recoverRuns, type RecoveryDeps } from './recovery';
import { summarize } from '../activity/activity-store';

/**
 * Finishes or takes back what a crash left in one environment; does nothing where a run is going on.
 * @throws EngineError `environment-busy` when another process has it, `lock-held`, `disk-full`, ...
 */
export async function recoverEnvironment(
  home: EnvironmentHome,
  deps: RecoveryDeps,
  ports: Pick<EnginePorts, 'host' | 'emit'>,
): Promise<void> {
  if (!hasUnfinished(home)) return;
  const taken = tryAcquire(home, {
    run: 'recovery',
    what: 'finishing an earlier run',
    who: '',
    host: ports.host,
  });
  if ('held' in taken)
    fail('environment-busy', {
      environment: home.repository.folder,
      held: heldInWords(taken.held),
      personMayTakeOver: taken.held.personMayTakeOver,
    });
  try {
    for (const record of await recoverRuns(home, deps, new Set([home.id])))
      ports.emit('activity.added', summarize(record));
  } finally {
    taken.lock.release();
  }
}

/** Recovery comes before any status of a clone (run.md). What cannot be recovered now is tried at the next look. */
export async function recoverProject(
  project: Project,
  workspace: Workspace,
  deps: RecoveryDeps,
  ports: Pick<EnginePorts, 'host' | 'emit' | 'logger'>,
): Promise<void> {
  const attempt = async <T>(name: string, work: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (cause) {
      if (!isFromOutside(cause)) throw cause;
      // A run that is going on, here or in another program, has nothing that could be recovered yet.
      if (!isError(cause, 'environment-busy')) ports.logger.warn(`${name}: ${toErrorAnswer(cause).message}`);
      return null;
    }
  };
  const nearby: EnvironmentHome[] = [];
  for (const environment of project.environments) {
    const home = await attempt(environment.name, () => workspace.open(environment).home);
    if (home) nearby.push(home);
  }
  for (const home of nearby)
    await attempt(home.repository.folder, () => recoverEnvironment(home, { ...deps, nearby }, ports));
}
