import type { Handlers } from '../../../shared/contract/commands';
import { removeItem, renameItem } from '../changes/edit-item';
import { findEnvironment } from '../projects/lanes';
import type { OpenEnvironment } from '../workspace/workspace';
import type { EngineContext } from './context';

type Names = 'item.remove' | 'item.rename';

/** What a person does to an item without its site: unsaved changes of that environment, as by its editor. */
export function itemHandlers({ ports, projects, workspace }: EngineContext): Pick<Handlers, Names> {
  const open = (input: { projectId: string; environmentId: string }): OpenEnvironment =>
    workspace.open(findEnvironment(projects.get(input.projectId).environments, input.environmentId));
  const done = <T>(
    { projectId, environmentId }: { projectId: string; environmentId: string },
    value: T,
  ): T => {
    ports.emit('environment.changed', { projectId, environmentId });
    return value;
  };
  return {
    'item.remove': (input) => done(input, { keptAs: removeItem(open(input), input, ports.clock) }),
    'item.rename': (input) => done(input, { keptAs: renameItem(open(input), input, input, ports.clock) }),
  };
}
