import type { ActivityList } from '../../../shared/contract/answers';
import type { Handlers } from '../../../shared/contract/commands';
import type { Project } from '../../../shared/domain/project';
import { latestFirst, listRecords, readRecord } from '../activity/activity-store';
import { fail, isError, isFromOutside } from '../errors';
import { fallbackHome, type EngineContext } from './context';

/** Folders that may hold records of a project: its environments that can be reached, and the app's own. */
function recordHomes({ workspace, ports }: EngineContext, project: Project): string[] {
  const homes = project.environments.flatMap((environment) => {
    try {
      return [workspace.open(environment).home.folder];
    } catch (cause) {
      if (isFromOutside(cause)) return []; // a drive that is not there hides only its own records
      throw cause;
    }
  });
  return [...new Set([...homes, fallbackHome(ports.dataFolder, project.id)])];
}

/** All records of a project, latest first. */
export function allRecords(context: EngineContext, project: Project): ActivityList {
  const lists = recordHomes(context, project).map(listRecords);
  const byId = new Map(lists.flatMap(({ records }) => records).map((record) => [record.id, record]));
  return {
    records: [...byId.values()].sort(latestFirst),
    damaged: lists.flatMap(({ damaged }) => damaged),
  };
}

export function activityHandlers(context: EngineContext): Pick<Handlers, 'activity.list' | 'activity.get'> {
  return {
    'activity.list': ({ projectId }) => allRecords(context, context.projects.get(projectId)),
    'activity.get': ({ projectId, id }) => {
      for (const home of recordHomes(context, context.projects.get(projectId))) {
        try {
          return readRecord(home, id);
        } catch (cause) {
          if (!isError(cause, 'activity-not-found')) throw cause;
        }
      }
      return fail('activity-not-found', { id });
    },
  };
}
