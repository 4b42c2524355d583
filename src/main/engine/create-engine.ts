import { movesBoth } from '../../shared/domain/plan-kind';
import type { Handlers } from '../../shared/contract/commands';
import { summarize } from './activity/activity-store';
import { createDatabases } from './databases/databases';
import { deletedFiles } from './deletions/deleted-files';
import { createItemHistories } from './deletions/item-history-cache';
import { createHousekeeper } from './deploy/housekeeper';
import { mergesBackInto } from './deploy/prepare';
import { createRunRegistry } from './deploy/run-registry';
import type { RecoveryDeps } from './deploy/recovery';
import { activityHandlers } from './handlers/activity-handlers';
import { appHandlers } from './handlers/app-handlers';
import { keepRecord, type EngineContext } from './handlers/context';
import { conflictHandlers } from './handlers/conflict-handlers';
import { databaseHandlers } from './handlers/database-handlers';
import { deletionHandlers } from './handlers/deletion-handlers';
import { environmentHandlers } from './handlers/environment-handlers';
import { itemHandlers } from './handlers/item-handlers';
import { planHandlers } from './handlers/plan-handlers';
import { projectHandlers } from './handlers/project-handlers';
import { remoteHandlers } from './handlers/remote-handlers';
import { runHandlers } from './handlers/run-handlers';
import type { EnginePorts } from './ports';
import { createProjectStore } from './projects/project-store';
import { createServerDoor } from './servers/server-door';
import { trustedCommands } from './projects/trusted-commands';
import { createSettings } from './settings/create-settings';
import { createWatcher } from './watch/create-watcher';
import { createWatchedProjects } from './watch/watched-projects';
import { signatureFor } from './workspace/signature';
import { storedAccess } from './workspace/stored-access';
import { createWorkspace } from './workspace/workspace';

/** The engine as a host sees it: one function for each command of the contract. */
export interface Engine {
  readonly handlers: Handlers;
  /** Stops watching, waits for runs that are past their commit point, and closes all files. */
  close(): Promise<void>;
}

/** The composition root, and the only public door of the engine: ports in, handlers out. */
export function createEngine(ports: EnginePorts): Engine {
  const { clock, dataFolder, environment } = ports;
  const projects = createProjectStore(dataFolder, clock);
  const trusted = trustedCommands(projects);
  const settings = createSettings(dataFolder);
  const workspace = createWorkspace({ dataFolder, clock, environment, trusted });
  const watched = createWatchedProjects(createWatcher({ clock, logger: ports.logger }), workspace, ports);
  const databases = createDatabases({
    clock,
    takenOut: ({ folder, repository }) => deletedFiles(folder, repository.folder),
  });
  const histories = createItemHistories(dataFolder);
  const servers = createServerDoor((more) => storedAccess(ports.secrets, more));
  const recovery: RecoveryDeps = {
    servers,
    clock,
    databases,
    dataFolder,
    environment,
    trusted,
    signature: ({ repository }) => signatureFor(repository, settings.get(), clock, environment),
  };
  const housekeeper = createHousekeeper(workspace, ports.logger);
  const runs = createRunRegistry({
    ...recovery,
    workspace,
    histories,
    host: ports.host,
    siteWaitMilliseconds: () => settings.get().siteWaitSeconds * 1000,
    emit: ports.emit,
    keepRecord: (record, to) =>
      keepRecord({ workspace, dataFolder, warn: (text) => ports.logger.warn(text) }, record, to),
    onEnded: (record, request) => {
      ports.emit('activity.added', summarize(record));
      for (const end of [record.from, record.to])
        ports.emit('environment.changed', { projectId: record.projectId, environmentId: end.environmentId });
      if (record.outcome === 'succeeded') housekeeper.afterRun([request.from, request.to]);
      if (record.outcome === 'succeeded' && movesBoth(request.kind)) mergeBack(request);
    },
  });

  /** After Live: a run of its own, so that the next round starts aligned. A conflict there fails nothing (domain.md). */
  function mergeBack({ project, from, to, who }: Parameters<typeof runs.start>[0]): void {
    const leftMost = mergesBackInto(project, from, to);
    if (!leftMost) return;
    runs
      .start({
        project,
        kind: 'merge-back',
        from: to,
        to: leftMost,
        message: '',
        planHash: null,
        acknowledged: [],
        decisions: [],
        who,
      })
      .catch((cause: unknown) => {
        // Nothing to bring, or a conflict: the overview says so from the state itself (sync needed).
        ports.logger.info(
          `merge back to ${leftMost.name}: ${cause instanceof Error ? cause.message : String(cause)}`,
        );
        ports.emit('environment.changed', { projectId: project.id, environmentId: leftMost.id });
      });
  }

  const context: EngineContext = {
    ports,
    projects,
    settings,
    workspace,
    runs,
    watched,
    recovery,
    databases,
    histories,
    servers,
  };
  return {
    handlers: {
      ...appHandlers(context),
      ...projectHandlers(context),
      ...environmentHandlers(context),
      ...itemHandlers(context),
      ...databaseHandlers(context),
      ...planHandlers(context),
      ...conflictHandlers(context),
      ...runHandlers(context),
      ...deletionHandlers(context),
      ...activityHandlers(context),
      ...remoteHandlers(context),
    },
    async close() {
      watched.close();
      await runs.idle();
      workspace.close();
    },
  };
}
