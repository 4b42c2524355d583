import type { Overview } from '../../../shared/domain/overview';
import type { EnginePorts } from '../ports';

const pauseMilliseconds = 30_000;

const planned = new Map<string, NodeJS.Timeout>();

/** While a run waits for a server, somebody has to look again: nothing else tells that the server is back. */
export function lookAgainLater(
  projectId: string,
  { lanes, flexible }: Overview,
  ports: Pick<EnginePorts, 'emit'>,
): void {
  const waiting = [...lanes, ...flexible].find(({ state }) => state === 'waiting-for-server');
  if (!waiting || planned.has(projectId)) return;
  const timer = setTimeout(() => {
    planned.delete(projectId);
    ports.emit('environment.changed', { projectId, environmentId: waiting.environment.id });
  }, pauseMilliseconds);
  timer.unref();
  planned.set(projectId, timer);
}
