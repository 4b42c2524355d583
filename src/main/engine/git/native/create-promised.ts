import { fail, isError } from '../../errors';
import type { ObjectId } from '../model';
import type { Credentials } from '../remote/access';
import { promisorRemotes, type Promised } from '../repository/promised';
import type { DiskStore } from '../repository/repository';
import { fetchJob, type FetchPlace } from './fetch-job';
import { findGit, type NativeGit } from './find-git';
import { explainFetch, objectRefused, promisedServers, type PromisedServer } from './promised-servers';
import { runGit, runGitNow, type GitJob } from './run-git';

type Place = Omit<FetchPlace, 'objectsFolder' | 'format'>;

/** What git is asked to do next. It is answered with what went wrong, null for nothing. */
interface Step {
  readonly git: NativeGit;
  readonly job: GitJob;
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
  /** What no server has: asking again would be slow and change nothing, until the next look. */
  const unknown = new Set<ObjectId>();
  const missing = (ids: readonly ObjectId[]): ObjectId[] =>
    ids.filter((id) => !unknown.has(id) && objects().listedFileOf(id) === null);
  const credentialsFor = ({ origin, configured }: PromisedServer): Credentials | null =>
    configured ?? (origin === null ? null : (signedIn.get(origin) ?? null));

  /** Server by server, until nothing is missing. */
  function* steps(ids: Iterable<ObjectId>, limit: number): Generator<Step, void, unknown> {
    const wanted = [...new Set(ids)];
    let failure: Error | null = null;
    for (const server of promisedServers(place)) {
      const refused = new Set<ObjectId>();
      for (;;) {
        const rest = missing(wanted).filter((id) => !refused.has(id));
        if (rest.length === 0) break;
        const git = gitFor(place);
        const credentials = credentialsFor(server);
        const source = { ...place, objectsFolder: objects().folder, format: objects().format };
        const { job, remove } = fetchJob(source, server, rest, credentials, limit);
        let cause: unknown;
        try {
          cause = yield { git, job };
        } finally {
          remove();
        }
        objects().refresh();
        const other = objectRefused(cause);
        if (other === null || !rest.includes(other)) {
          if (cause !== null) failure ??= explainFetch(cause, server, credentials !== null);
          break;
        }
        refused.add(other);
      }
    }
    const rest = missing(wanted);
    if (rest.length > 0 && failure !== null) throw failure;
    for (const id of rest) unknown.add(id);
  }

  return {
    async signIn(access) {
      unknown.clear();
      for (const { origin } of promisedServers(place)) {
        const given = origin === null ? null : await access.credentials(origin, null);
        if (origin !== null && given) signedIn.set(origin, given);
      }
    },
    async load(ids, signal) {
      const loading = steps(ids, limitMilliseconds);
      for (let step = loading.next(); !step.done;) {
        const { git, job } = step.value;
        const cause = await runGit(git, job, signal).then(
          () => null,
          (error: unknown) => error,
        );
        if (isError(cause, 'cancelled')) {
          loading.return();
          throw cause;
        }
        step = loading.next(cause);
      }
    },
    loadNow(ids) {
      const loading = steps(ids, shortMilliseconds);
      for (let step = loading.next(); !step.done;) step = loading.next(failureOf(step.value));
    },
  };
}

function failureOf({ git, job }: Step): unknown {
  try {
    runGitNow(git, job);
    return null;
  } catch (cause) {
    return cause;
  }
}

function gitFor({ environment, folder }: Place): NativeGit {
  const found = findGit(environment);
  return 'missing' in found
    ? fail('git-failed', { what: 'loading objects of a partial clone', path: folder, reason: found.missing })
    : found;
}
