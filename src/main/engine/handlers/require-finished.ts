import type { Environment } from '../../../shared/domain/project';
import { recoverEnvironment } from '../deploy/recover-environment';
import { waitingFor } from '../deploy/server-waiting';
import { heldInWords, whoHolds } from '../environments/run-lock';
import { EngineError, fail } from '../errors';
import type { OpenEnvironment } from '../workspace/workspace';
import type { EngineContext } from './context';

/**
 * Makes sure that no run is under way in an environment, after finishing what a crash left. One that cannot be opened
 * has nothing going on, and keeps what it has for the day it is back.
 * @throws EngineError `environment-busy`, `waiting-for-server`, and those of recovery
 */
export async function requireFinished(
  { workspace, recovery, ports }: Pick<EngineContext, 'workspace' | 'recovery' | 'ports'>,
  environment: Environment,
): Promise<void> {
  const opened = tryOpen(environment, workspace);
  if (!opened) return;
  const { home } = opened;
  const holder = whoHolds(home);
  if (holder && holder.state !== 'dead')
    fail('environment-busy', {
      environment: environment.name,
      held: heldInWords(holder),
      personMayTakeOver: holder.personMayTakeOver,
    });
  await recoverEnvironment(home, recovery, ports);
  const waiting = waitingFor(home);
  if (waiting) fail('waiting-for-server', { environment: environment.name, host: waiting.host });
}

function tryOpen(environment: Environment, workspace: EngineContext['workspace']): OpenEnvironment | null {
  try {
    return workspace.open(environment);
  } catch (cause) {
    if (cause instanceof EngineError) return null;
    throw cause;
  }
}
