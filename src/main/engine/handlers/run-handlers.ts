import type { Handlers } from '../../../shared/contract/commands';
import { whoWorks } from '../workspace/signature';
import type { EngineContext } from './context';
import { endsOf } from './run-ends';

type Names = 'deploy.start' | 'deploy.cancel' | 'run.finishLater' | 'run.get' | 'run.list' | 'run.log';

export function runHandlers({
  ports,
  projects,
  settings,
  workspace,
  runs,
}: EngineContext): Pick<Handlers, Names> {
  return {
    'deploy.start': async ({
      projectId,
      kind = 'deploy',
      from,
      to,
      message,
      planHash,
      acknowledged = [],
      decisions = [],
    }) => {
      const project = projects.get(projectId);
      const ends = endsOf({ workspace }, project, { kind, from, to });
      const { repository } = workspace.open(ends.from);
      const runId = await runs.start({
        project,
        kind,
        ...ends,
        message,
        planHash,
        acknowledged,
        decisions,
        who: whoWorks(repository, settings.get(), ports.clock, ports.environment),
      });
      return { runId };
    },
    'deploy.cancel': ({ runId }) => runs.cancel(runId),
    'run.finishLater': ({ runId }) => runs.finishLater(runId),
    'run.get': ({ runId }) => runs.get(runId),
    'run.list': () => runs.list(),
    'run.log': ({ runId, from = 0 }) => ({ from, lines: runs.log(runId).slice(from) }),
  };
}
