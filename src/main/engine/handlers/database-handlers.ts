import type { Handlers } from '../../../shared/contract/commands';
import { addContent, removeContent, updateContent } from '../databases/content-edits';
import type { DatabaseRows, EnvironmentDatabase } from '../databases/database';
import { readExtraction } from '../databases/extraction-state';
import { findSiteDatabase } from '../databases/find-site-database';
import { listRows } from '../databases/list-rows';
import { readSiteDatabase } from '../databases/read-site-database';
import { findEnvironment } from '../projects/lanes';
import type { OpenEnvironment } from '../workspace/workspace';
import type { EngineContext } from './context';

type Names = Extract<keyof Handlers, `database.${string}`>;

interface Ids {
  readonly projectId: string;
  readonly environmentId: string;
}

const noDatabase: EnvironmentDatabase = { known: false, kind: 'none', problem: null, path: null };

export function databaseHandlers(context: EngineContext): Pick<Handlers, Names> {
  const { ports, projects, workspace, databases } = context;
  const open = ({ projectId, environmentId }: Ids): OpenEnvironment =>
    workspace.open(findEnvironment(projects.get(projectId).environments, environmentId));
  const now = (): number => Math.round(ports.clock.now());

  /** One change of the rows, with what is answered of it. */
  function edit<R>(
    ids: Ids,
    change: (rows: DatabaseRows) => { readonly rows: DatabaseRows; readonly said: R },
  ): R {
    const said: R[] = [];
    databases.change(open(ids).home, (rows) => {
      const done = change(rows);
      said.push(done.said);
      return done.rows;
    });
    ports.emit('environment.changed', { projectId: ids.projectId, environmentId: ids.environmentId });
    const [answer] = said;
    if (answer === undefined) throw new Error('a change was not made');
    return answer;
  }

  return {
    'database.get': ({ projectId, environmentId, ...query }) => {
      const { home } = open({ projectId, environmentId });
      // Only sites with named items have one.
      const isSite = projects.get(projectId).profile === 'umbraco';
      return listRows(isSite ? databases.of(home) : noDatabase, readExtraction(home), query);
    },
    'database.addContent': ({ projectId, environmentId, ...wanted }) =>
      edit({ projectId, environmentId }, (before) => {
        const { rows, node } = addContent(before, wanted, now());
        return { rows, said: node };
      }),
    'database.updateContent': ({ projectId, environmentId, ...change }) =>
      edit({ projectId, environmentId }, (before) => {
        const { rows, node } = updateContent(before, change, now());
        return { rows, said: node };
      }),
    'database.import': ({ path, ...ids }) => {
      const { content } = readSiteDatabase(findSiteDatabase(path));
      return edit(ids, (before) => ({
        rows: { ...before, content },
        said: { imported: content.size, replaced: before.content.size },
      }));
    },
    'database.removeContent': ({ projectId, environmentId, udi }) =>
      edit({ projectId, environmentId }, (before) => {
        const { rows, removed } = removeContent(before, udi);
        return { rows, said: { removed } };
      }),
  };
}
