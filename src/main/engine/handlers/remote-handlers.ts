import type { Handlers } from '../../../shared/contract/commands';
import { fail } from '../errors';
import { trySignIn } from '../git/remote/try-sign-in';
import { upstreamOf } from '../git/remote/upstream';
import type { Upstream } from '../git/remote/upstream';
import type { Repository } from '../git/repository/repository';
import { findEnvironment } from '../projects/lanes';
import { forgetCredentials, keepCredentials } from '../workspace/stored-access';
import type { EngineContext } from './context';

export function remoteHandlers({
  ports,
  projects,
  workspace,
}: EngineContext): Pick<Handlers, 'remote.signIn' | 'remote.signOut'> {
  const serverOf = (input: {
    projectId: string;
    environmentId: string;
  }): { repository: Repository; upstream: Upstream } => {
    const environment = findEnvironment(projects.get(input.projectId).environments, input.environmentId);
    const { repository } = workspace.open(environment);
    const upstream = upstreamOf(repository, environment.branch);
    return upstream ? { repository, upstream } : fail('no-server', { environment: environment.name });
  };
  const changed = ({ projectId, environmentId }: { projectId: string; environmentId: string }): void =>
    ports.emit('environment.changed', { projectId, environmentId });
  return {
    'remote.signIn': async ({ username, password, ...ids }) => {
      const { repository, upstream } = serverOf(ids);
      const credentials = { username, password };
      if (!(await trySignIn(repository, upstream, credentials))) return { kept: 'not-needed' };
      const kept = await keepCredentials(ports.secrets, upstream, credentials);
      changed(ids);
      return { kept };
    },
    'remote.signOut': async (ids) => {
      await forgetCredentials(ports.secrets, serverOf(ids).upstream);
      changed(ids);
      return null;
    },
  };
}
