import type { Handlers } from '../../../shared/contract/commands';
import { signatureFor } from '../workspace/signature';
import { findEnvironment } from '../projects/lanes';
import type { EngineContext } from './context';

type Names = 'deploy.start' | 'deploy.cancel' | 'run.finishLater' | 'run.get' | 'run.list' | 'run.log';

export function runHandlers({
  ports,
  projects,
  settings,
  workspace,
  runs,
}: EngineContext): Pick<Handlers, Names> {
  return {
    'deploy.start': async ({ projectId, kind = 'deploy', from, to, message, planHash }) => {
      const project = projects.get(projectId);
      const source = findEnvironment(project.environments, from);
      const { repository } = workspace.open(source);
      const runId = await runs.start({
        project,
        kind,
        from: source,
        to: findEnvironment(project.environments, to),
        message,
        planHash,
        who:
          settings.get().name ||
          signatureFor(repository, settings.get(), ports.clock, ports.environment).name,
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
