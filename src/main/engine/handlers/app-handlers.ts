import { homedir } from 'node:os';
import type { Handlers } from '../../../shared/contract/commands';
import { findEnvironment } from '../projects/lanes';
import { listFolders } from '../projects/list-folders';
import { fail } from '../errors';
import type { Capability } from '../ports';
import type { EngineContext } from './context';

type Names =
  | 'app.visible'
  | 'app.info'
  | 'settings.get'
  | 'settings.update'
  | 'folder.choose'
  | 'folder.list'
  | 'folder.open';

export function appHandlers({ ports, settings, projects, watched }: EngineContext): Pick<Handlers, Names> {
  const need = (capability: Capability): void => {
    if (!ports.native.capabilities.includes(capability)) fail('not-here', { capability });
  };
  return {
    'app.info': () => ({
      version: ports.version,
      host: ports.host,
      node: process.versions.node,
      platform: process.platform,
      capabilities: ports.native.capabilities,
      dataFolder: ports.dataFolder,
    }),
    'app.visible': ({ visible }) => {
      watched.setVisible(visible);
      return null;
    },
    'settings.get': () => settings.get(),
    'settings.update': (patch) => {
      const updated = settings.update(patch);
      ports.emit('settings.changed', updated);
      return updated;
    },
    'folder.choose': async ({ title }) => {
      need('choose-folder');
      return { path: await ports.native.chooseFolder(title) };
    },
    'folder.list': ({ path }) => listFolders(path ?? homedir()),
    'folder.open': async ({ projectId, environmentId }) => {
      need('open-folder');
      await ports.native.openFolder(
        findEnvironment(projects.get(projectId).environments, environmentId).path,
      );
      return null;
    },
  };
}
