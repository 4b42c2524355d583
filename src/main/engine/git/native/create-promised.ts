import { EngineError, fail, isError } from '../../errors';
import type { ObjectId } from '../model';
import type { Credentials } from '../remote/access';
import { parseServerAddress, remoteAddresses } from '../remote/addresses';
import { promisorRemotes, type Promised } from '../repository/promised';
import type { DiskStore } from '../repository/repository';
import { fetchJob, type FetchPlace, type FetchSource } from './fetch-job';
import { findGit, type NativeGit } from './find-git';
import { runGit, runGitNow, type GitJob } from './run-git';

type Place = Omit<FetchPlace, 'objectsFolder'>;

interface Server extends FetchSource {
  /** For people: of a folder or another kind of server its address. */
  readonly host: string;
  /** In the clone's own settings. */
  readonly configured: Credentials | null;
}

/** Many objects over a slow line: long, but not for ever. */
const limitMilliseconds = 30 * 60_000;
/** Where everything else waits for it. */
const shortMilliseconds = 2 * 60_000;

/**
 * The objects that a partial clone has left with its servers; null for a full clone.
 * @param objects the clone's own, where what is loaded appears
 */
export function createPromised(place: Place, objects: () => DiskStore): Promised | null {
  if (promisorRemotes(place.config()).length === 0) return null;
  const signedIn = new Map<string, Credentials>();
  /** What no server has: asking again would be slow and change nothing. */
  const unknown = new Set<ObjectId>();
  const missing = (ids: readonly ObjectId[]): ObjectId[] =>
    ids.filter((id) => !unknown.has(id) && objects().listedFileOf(id) === null);
  const credentialsFor = ({ origin, configured }: Server): Credentials | null =>
    configured ?? (origin === null ? null : (signedIn.get(origin) ?? null));

  /** Jobs one after the other, each answered with what went wrong (null: nothing), until nothing is missing. */
  function* jobs(ids: Iterable<ObjectId>, limit: number): Generator<GitJob, void, unknown> {
    const wanted = [...new Set(ids)];
    let failure: unknown = null;
    for (const server of serversOf(place)) {
      const refused = new Set<ObjectId>();
      for (;;) {
        const rest = missing(wanted).filter((id) => !refused.has(id));
        if (rest.length === 0) break;
        const credentials = credentialsFor(server);
        const source = { ...place, objectsFolder: objects().folder };
        const { job, remove } = fetchJob(source, server, rest, credentials, limit);
        let cause: unknown;
        try {
          cause = yield job;
        } finally {
          remove();
        }
        objects().refresh();
        const other = notTheirs(cause);
        if (other !== null && rest.includes(other)) refused.add(other);
        else {
          if (cause !== null) failure ??= explained(cause, server, credentials !== null);
          break;
        }
      }
    }
    const rest = missing(wanted);
    if (rest.length > 0 && failure !== null) throw failure;
    for (const id of rest) unknown.add(id);
  }

  return {
    async signIn(access) {
      for (const { origin } of serversOf(place)) {
        const given = origin === null ? null : await access.credentials(origin, null);
        if (origin !== null && given) signedIn.set(origin, given);
      }
    },
    async load(ids, signal) {
      const steps = jobs(ids, limitMilliseconds);
      for (let step = steps.next(); !step.done;) {
        const cause: unknown = await runGit(gitFor(place), step.value, signal).then(
          () => null,
          (error: unknown) => error,
        );
        if (isError(cause, 'cancelled')) {
          steps.return();
          throw cause;
        }
        step = steps.next(cause);
      }
    },
    loadNow(ids) {
      const steps = jobs(ids, shortMilliseconds);
      for (let step = steps.next(); !step.done;) {
        let cause: unknown = null;
        try {
          runGitNow(gitFor(place), step.value);
        } catch (error) {
          cause = error;
        }
        step = steps.next(cause);
      }
    },
  };
}

/** Where the promised objects are now; the settings may have changed since the clone was opened. */
function serversOf({ config, folder }: Place): Server[] {
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

function gitFor({ environment, folder }: Place): NativeGit {
  const found = findGit(environment);
  return 'missing' in found
    ? fail('git-failed', { what: 'loading objects of a partial clone', path: folder, reason: found.missing })
    : found;
}

/** The object that a server says it does not have; git gives up all of a job for it. */
function notTheirs(cause: unknown): ObjectId | null {
  if (!isError(cause, 'git-failed')) return null;
  return /not our ref ([0-9a-f]{40,64})/.exec(cause.data.reason)?.[1] ?? null;
}

/** What git says where it wants to know who one is and nobody may be asked. */
const asksWho = /Authentication failed|could not read (Username|Password)|terminal prompts disabled/;

function explained(cause: unknown, { host }: Server, given: boolean): unknown {
  if (!isError(cause, 'git-failed')) return cause;
  const { reason } = cause.data;
  return asksWho.test(reason)
    ? new EngineError('sign-in-needed', { host, rejected: given }, { cause })
    : new EngineError('remote-unreachable', { host, reason }, { cause });
}
