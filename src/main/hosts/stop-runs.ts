import { createClient } from '../../shared/contract/client';
import type { Run } from '../../shared/domain/run';
import type { EngineProcess } from './engine-client';

/** The runs that go on and can still be stopped without a trace. */
export async function stoppableRuns(engine: EngineProcess): Promise<readonly Run[]> {
  const runs = await createClient(engine).call('run.list', {});
  return runs.ok ? runs.value.filter((run) => run.finishedAt === null && run.cancellable) : [];
}

/**
 * Stops what can still be stopped. A run that has just passed its commit point refuses; closing the engine waits
 * for that one.
 */
export async function stopRuns(engine: EngineProcess): Promise<void> {
  const client = createClient(engine);
  const runs = await stoppableRuns(engine);
  await Promise.all(runs.map((run) => client.call('deploy.cancel', { runId: run.id })));
}
