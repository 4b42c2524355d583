import { fail } from '../../errors';
import { checkRefName, isRefName } from '../refs/ref-name';
import type { GitConfig } from '../repository/config';
import type { Repository } from '../repository/repository';
import { parseServerAddress, remoteAddresses } from './addresses';
import type { ServerAddress } from './addresses';

/** The branch on an http(s) server that an environment's branch is sent to. */
export interface Upstream {
  /** Its name in the configuration, e.g. origin. */
  readonly remote: string;
  /** Without credentials: safe to show and to log. */
  readonly url: string;
  readonly host: string;
  /** `refs/heads/...` on the server. */
  readonly ref: string;
  /** `refs/remotes/<remote>/<branch>`: where this clone remembers it. */
  readonly trackingRef: string;
}

/**
 * The server's branch that `branch` follows (`branch.<name>.remote` and `.merge`). Null when it follows none, or one
 * that is not reached by http(s) in both directions.
 * @param branch short name, e.g. main
 * @throws EngineError `unsupported-repository` where it is fetched from one place and sent to another, or the address
 *   cannot be understood; `ref-invalid`
 */
export function upstreamOf(repository: Repository, branch: string): Upstream | null {
  const config = repository.config();
  const remote = config.get(`branch.${branch}.remote`);
  const [merge] = config.getAll(`branch.${branch}.merge`);
  if (remote === undefined || remote === '' || remote === '.' || merge === undefined) return null;
  const address = serverOf(repository, remote);
  if (address === null) return null;
  const ref = merge.startsWith('refs/') ? merge : `refs/heads/${merge}`;
  if (!ref.startsWith('refs/heads/')) fail('ref-invalid', { ref });
  checkRefName(ref);
  const trackingRef = trackingRefOf(config, remote, ref);
  checkRefName(trackingRef);
  return { remote, url: address.url, host: address.host, ref, trackingRef };
}

/**
 * Address and credentials of a remote as they stand in the configuration; null when it is not http(s).
 * @throws EngineError as {@link upstreamOf}
 */
export function serverOf(repository: Repository, remote: string): ServerAddress | null {
  const raw = remoteAddresses(repository.config(), remote);
  if (raw === null) return null;
  const refuse = (feature: string, advice: string): never =>
    fail('unsupported-repository', { path: repository.folder, feature, advice });
  const parse = (address: string): ServerAddress | null => {
    try {
      return parseServerAddress(address);
    } catch {
      return refuse(
        `an address for "${remote}" that cannot be understood`,
        'Correct it with "git remote set-url".',
      );
    }
  };
  const from = parse(raw.fetch);
  const to = raw.push.map(parse);
  const [first] = to;
  // Git sends it another way (ssh): what we would send over http(s) is not what the clone is set up for.
  if (!from || !first || to.includes(null)) return null;
  const other = to.find((address) => address !== null && placeOf(address) !== placeOf(from));
  if (other)
    refuse(
      `a remote "${remote}" that is fetched from ${shown(from)} and sent to ${shown(other)}`,
      'Give it one address for both ("git remote set-url --push").',
    );
  return { ...first, credentials: first.credentials ?? from.credentials };
}

const shown = ({ url }: ServerAddress): string => url.replace(/^https?:\/\//, '');
/** Host and repository, however it is written. */
const placeOf = (address: ServerAddress): string => shown(address).replace(/\.git$/, '');

/** What the remote's refspecs make of a ref; never one of the clone's own branches, as a mirror would have it. */
function trackingRefOf(config: GitConfig, remote: string, ref: string): string {
  for (const refspec of config.getAll(`remote.${remote}.fetch`)) {
    const [, from = '', to = ''] = /^\+?([^^:]+):(.+)$/.exec(refspec) ?? [];
    const star = from.indexOf('*');
    const mapped =
      star < 0
        ? from === ref && to
        : ref.length >= from.length - 1 &&
          ref.startsWith(from.slice(0, star)) &&
          ref.endsWith(from.slice(star + 1)) &&
          to.replace('*', () => ref.slice(star, ref.length - (from.length - star - 1)));
    if (mapped && mapped.startsWith('refs/remotes/') && isRefName(mapped)) return mapped;
  }
  return `refs/remotes/${remote}/${ref.slice('refs/heads/'.length)}`;
}
