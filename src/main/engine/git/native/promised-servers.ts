import { EngineError, fail, isError } from '../../errors';
import type { ObjectId } from '../model';
import type { Credentials } from '../remote/access';
import { parseServerAddress, remoteAddresses } from '../remote/addresses';
import { promisorRemotes } from '../repository/promised';
import type { Repository } from '../repository/repository';
import type { FetchSource } from './fetch-job';

/** Who keeps the objects that a partial clone has not. */
export interface PromisedServer extends FetchSource {
  /** For people: of a folder or another kind of server its address. */
  readonly host: string;
  /** In the clone's own settings. */
  readonly configured: Credentials | null;
}

/**
 * Where the objects are now; the settings may have changed since the clone was opened.
 * @throws EngineError `unsupported-repository` where a server has no address
 */
export function promisedServers({ config, folder }: Pick<Repository, 'config' | 'folder'>): PromisedServer[] {
  const settings = config();
  return promisorRemotes(settings).map((remote) => {
    const url = remoteAddresses(settings, remote)?.fetch;
    if (url === undefined)
      return fail('unsupported-repository', {
        path: folder,
        feature: `a partial clone whose server "${remote}" has no address`,
        advice: 'Give it one with "git remote set-url".',
      });
    const server = parseServerAddress(url);
    return server
      ? {
          url: server.url,
          origin: new URL(server.url).origin,
          host: server.host,
          configured: server.credentials,
        }
      : { url, origin: null, host: url.replace(/^(\w+:\/\/)[^/@]*@/, '$1'), configured: null };
  });
}

/** The object that a server says it does not have; git gives up all of a job for it. */
export function objectRefused(cause: unknown): ObjectId | null {
  if (!isError(cause, 'git-failed')) return null;
  return /not our ref ([0-9a-f]{40,64})/.exec(cause.data.reason)?.[1] ?? null;
}

/** What git says where it wants to know who one is and nobody may be asked. */
const asksWho = /Authentication failed|could not read (Username|Password)|terminal prompts disabled/;

/**
 * What a failed job means for the one who waits for the objects.
 * @param signedIn the server was told who one is
 */
export function explainFetch(cause: unknown, { host }: PromisedServer, signedIn: boolean): Error {
  if (!isError(cause, 'git-failed')) return cause instanceof Error ? cause : new Error(String(cause));
  const { reason } = cause.data;
  return asksWho.test(reason)
    ? new EngineError('sign-in-needed', { host, rejected: signedIn }, { cause })
    : new EngineError('remote-unreachable', { host, reason }, { cause });
}
