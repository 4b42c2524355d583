import type { ActivitySummary, Run } from '../domain/run';
import type { Settings } from '../domain/settings';

/** Event name -> payload, from the engine to whoever subscribed. */
export interface EngineEvents {
  /** The whole run each time; a subscriber first gets every run that is going on or has just ended. */
  'deploy.progress': Run;
  'deploy.log': { readonly runId: string; readonly from: number; readonly lines: readonly string[] };
  /** Something about an environment may look different now: read the overview again. */
  'environment.changed': { readonly projectId: string; readonly environmentId: string };
  'project.changed': { readonly projectId: string | null };
  'settings.changed': Settings;
  'activity.added': ActivitySummary;
}

export type EngineEventName = keyof EngineEvents;

const names: Record<EngineEventName, true> = {
  'deploy.progress': true,
  'deploy.log': true,
  'environment.changed': true,
  'project.changed': true,
  'settings.changed': true,
  'activity.added': true,
};
export const eventNames = Object.keys(names) as readonly EngineEventName[];
export const isEventName = (value: unknown): value is EngineEventName =>
  typeof value === 'string' && Object.hasOwn(names, value);

/** Events whose latest payload a new subscriber gets first, by the key that tells them apart. */
export const retainedKey: { readonly [N in EngineEventName]?: (payload: EngineEvents[N]) => string } = {
  'deploy.progress': (run) => run.id,
  'settings.changed': () => 'settings',
};
