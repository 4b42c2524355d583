import type { Repository } from './repository';

/** Host of the server that git itself sends a branch to, e.g. scm.example.org; null when it stays on this computer. */
export function upstreamHost(repository: Repository, branch: string): string | null {
  const config = repository.config();
  const remote = config.get(`branch.${branch}.remote`);
  const url = remote === undefined ? undefined : config.get(`remote.${remote}.url`);
  if (url === undefined) return null;
  const [, host] =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)/.exec(url) ?? /^[^@/\\]+@([^:/\\]+):/.exec(url) ?? [];
  return host ?? null;
}
