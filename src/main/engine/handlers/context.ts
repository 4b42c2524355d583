import { join } from 'node:path';
import type { Environment } from '../../../shared/domain/project';
import type { ActivityRecord } from '../../../shared/domain/run';
import { writeRecord } from '../activity/activity-store';
import type { Databases } from '../databases/databases';
import type { RunRegistry } from '../deploy/run-registry';
import type { ItemHistories } from '../deletions/item-history-cache';
import type { RecoveryDeps } from '../deploy/recovery';
import type { EnginePorts } from '../ports';
import type { ProjectStore } from '../projects/project-store';
import type { ServerDoor } from '../servers/server-door';
import type { SettingsStore } from '../settings/create-settings';
import type { WatchedProjects } from '../watch/watched-projects';
import type { Workspace } from '../workspace/workspace';

/** What the handlers share. Made once by create-engine. */
export interface EngineContext {
  readonly ports: EnginePorts;
  readonly projects: ProjectStore;
  readonly settings: SettingsStore;
  readonly workspace: Workspace;
  readonly runs: RunRegistry;
  readonly watched: WatchedProjects;
  readonly recovery: RecoveryDeps;
  readonly databases: Databases;
  readonly histories: ItemHistories;
  readonly servers: ServerDoor;
}

/** Where records go that the target's own folder cannot take (full disk, drive gone). */
export const fallbackHome = (dataFolder: string, projectId: string): string =>
  join(dataFolder, 'unplaced', projectId);

/**
 * Writes a record where it belongs, or beside the app's own data; a run never fails for its record.
 * @returns false where it could be kept in neither place
 */
export function keepRecord(
  { workspace, dataFolder, warn }: { workspace: Workspace; dataFolder: string; warn: (text: string) => void },
  record: ActivityRecord,
  to: Environment,
): boolean {
  const places = [() => workspace.open(to).home.folder, () => fallbackHome(dataFolder, record.projectId)];
  for (const place of places) {
    try {
      writeRecord(place(), record);
      return true;
    } catch (cause) {
      warn(`record ${record.id}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
  return false;
}
