import type { ObjectId } from '../model';
import type { RemoteAccess } from '../remote/access';
import type { GitConfig } from './config';

/**
 * The objects that a partial clone has left with its servers (git's "promisor remotes"), loaded through the user's own
 * git when they are needed. All methods throw EngineError `remote-unreachable`, `sign-in-needed`, `git-failed`; what
 * the servers do not have is left out.
 */
export interface Promised {
  /** Asks for what a person signed in with, for all that is loaded from now on. */
  signIn(access: RemoteAccess): Promise<void>;
  /** Loads those that are not here, in one go. @throws EngineError `cancelled` */
  load(ids: Iterable<ObjectId>, signal?: AbortSignal): Promise<void>;
  /** The same, holding up everything else: for an object that nobody thought of. */
  loadNow(ids: Iterable<ObjectId>): void;
}

/**
 * The remotes that a partial clone loads objects from, in git's order; none for a full clone.
 * @see https://git-scm.com/docs/partial-clone "Using many promisor remotes"
 */
export function promisorRemotes(config: Pick<GitConfig, 'entries' | 'get' | 'getBool'>): string[] {
  const named = config.entries.flatMap(({ key }) => /^remote\.(.+)\.promisor$/s.exec(key)?.[1] ?? []);
  const remotes = named.filter((name) => config.getBool(`remote.${name}.promisor`) === true);
  const main = config.get('extensions.partialclone');
  const others = [...new Set(remotes)].filter((name) => name !== main);
  return main ? [...others, main] : others;
}
