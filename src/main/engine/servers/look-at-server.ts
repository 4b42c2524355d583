import { isError, isFromOutside, toErrorAnswer } from '../errors';
import type { RemoteAccess } from '../git/remote/access';
import { fetchUpstream } from '../git/remote/fetch-upstream';
import { upstreamOf, type Upstream } from '../git/remote/upstream';
import type { Repository } from '../git/repository/repository';
import type { Clock } from '../ports';
import type { OpenEnvironment } from '../workspace/workspace';
import { readServerNote, writeServerNote, type ServerNote } from './server-note';
import { stateFrom, type ServerState } from './server-state';

export interface LookOptions {
  readonly access: RemoteAccess;
  readonly clock: Clock;
  /** An answer, or a silence, not older than this is good enough; 0 always asks. */
  readonly maxAgeMilliseconds: number;
}

/**
 * Asks the server of an environment what it has, and fetches that. A server that does not answer is no error here:
 * the state says so, and everything that does not need it goes on.
 * @returns null when there is no server
 * @throws EngineError `cancelled`
 */
export async function lookAtServer(
  open: OpenEnvironment,
  { access, clock, maxAgeMilliseconds }: LookOptions,
): Promise<ServerState | null> {
  const { repository, home, environment } = open;
  const upstream = upstreamOf(repository, environment.branch);
  if (!upstream) return null;
  const before = readServerNote(home.folder, upstream);
  const age = before ? clock.now() - before.askedAt : Number.POSITIVE_INFINITY;
  if (before && age >= 0 && age < maxAgeMilliseconds) return stateFrom(open, upstream, before);
  return stateFrom(open, upstream, await askServer(home, upstream, access, clock));
}

/**
 * Asks a server what its branch is, fetches it, and remembers the answer or why there was none.
 * @throws EngineError `cancelled`
 */
export async function askServer(
  { repository, folder }: { readonly repository: Repository; readonly folder: string },
  upstream: Upstream,
  access: RemoteAccess,
  clock: Clock,
): Promise<ServerNote> {
  const before = readServerNote(folder, upstream);
  const note = await ask(repository, upstream, before, access, Math.round(clock.now()));
  try {
    writeServerNote(folder, note);
  } catch (cause) {
    if (!isFromOutside(cause)) throw cause; // a disk that takes nothing: it is asked again next time
  }
  return note;
}

async function ask(
  repository: Repository,
  upstream: Upstream,
  before: ServerNote | null,
  access: RemoteAccess,
  askedAt: number,
): Promise<ServerNote> {
  const { url, ref } = upstream;
  try {
    const head = await fetchUpstream(repository, upstream, access);
    return { url, ref, askedAt, seenAt: askedAt, hasBranch: head !== null, problem: null };
  } catch (cause) {
    if (isError(cause, 'cancelled') || !isFromOutside(cause)) throw cause;
    const { code, message } = toErrorAnswer(cause);
    const { seenAt = null, hasBranch = true } = before ?? {};
    return { url, ref, askedAt, seenAt, hasBranch, problem: { code, message } };
  }
}
