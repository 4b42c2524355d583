import type { Project } from '../../../shared/domain/project';
import type { EnginePorts } from '../ports';
import { EngineError } from '../errors';
import type { Workspace } from '../workspace/workspace';
import type { Watcher, WatchHandle } from './create-watcher';

export interface WatchState {
  readonly state: 'live' | 'sweep' | 'off';
  readonly folders: number;
  /** Why it is not watched live, in words. */
  readonly note: string | null;
}

/** Watches the clones of the projects that are being looked at. A watcher only hints: every look reads anew. */
export interface WatchedProjects {
  /** Watches all environments that can be reached; those that are watched already stay so. */
  start(project: Project): void;
  stop(projectId: string): void;
  setVisible(visible: boolean): void;
  stateOf(environmentId: string): WatchState;
  close(): void;
}

export function createWatchedProjects(
  watcher: Watcher,
  workspace: Workspace,
  ports: Pick<EnginePorts, 'emit'>,
): WatchedProjects {
  const handles = new Map<
    string,
    { readonly projectId: string; readonly path: string; readonly handle: WatchHandle }
  >();
  const drop = (environmentId: string): void => {
    handles.get(environmentId)?.handle.close();
    handles.delete(environmentId);
  };
  return {
    start(project) {
      for (const { id: environmentId, path } of project.environments)
        if (handles.get(environmentId)?.path !== path) drop(environmentId);
      for (const environment of project.environments) {
        if (handles.has(environment.id)) continue;
        try {
          const { repository } = workspace.open(environment);
          const handle = watcher.watch(repository, () =>
            ports.emit('environment.changed', { projectId: project.id, environmentId: environment.id }),
          );
          handles.set(environment.id, { projectId: project.id, path: environment.path, handle });
        } catch (cause) {
          if (!(cause instanceof EngineError)) throw cause; // the lane itself says what is wrong with it
        }
      }
    },
    setVisible: (visible) => watcher.setVisible(visible),
    stop(projectId) {
      for (const [id, { projectId: of }] of handles) if (of === projectId) drop(id);
    },
    stateOf(environmentId) {
      const handle = handles.get(environmentId)?.handle;
      return handle
        ? { state: handle.state, folders: handle.folders, note: handle.note }
        : { state: 'off', folders: 0, note: null };
    },
    close() {
      for (const id of [...handles.keys()]) drop(id);
    },
  };
}
