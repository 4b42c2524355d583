import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObjectId } from '../model';
import { sha1, type ObjectFormat } from '../object-format';
import type { Credentials } from '../remote/access';
import { configFiles } from '../repository/config-files';
import type { ConfigEntry, SourcedEntry } from '../repository/parse-config';
import type { Repository } from '../repository/repository';
import { configText } from './config-text';
import type { GitJob } from './run-git';

/** Where a remote of a clone is. */
export interface FetchSource {
  /** As git takes it, without name and password. */
  readonly url: string;
  /** Scheme, host and port of an http(s) server; null for any other kind. */
  readonly origin: string | null;
}

export type FetchPlace = Pick<Repository, 'folder' | 'environment' | 'config'> & {
  /** The clone's `objects`: the pack is put there. */
  readonly objectsFolder: string;
  readonly format: ObjectFormat;
};

/** What git may use: nothing that is a program of its own (`ext::`, `foo::`). */
const protocols = 'file:git:http:https:ssh';

const limitBytes = 1 << 20;

/**
 * A job that loads objects into a clone, from a git directory of its own. Of the configuration it sees only how to
 * reach servers; what names a program (signing in, ssh) only where the person's own files or the machine's say so,
 * never what the clone says. Who one is goes in the environment, not on the command line and not on the disk.
 * @see https://git-scm.com/docs/partial-clone "Fetching Missing Objects"
 */
export function fetchJob(
  place: FetchPlace,
  source: FetchSource,
  ids: readonly ObjectId[],
  credentials: Credentials | null,
  limitMilliseconds: number,
): { readonly job: GitJob; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'laneway-git-'));
  for (const name of ['objects', 'refs']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  writeFileSync(join(folder, 'config'), configText(remoteConfig(source, place.format)), { mode: 0o600 });
  const settings = settingsFor(place);
  writeFileSync(join(folder, 'settings'), configText(settings), { mode: 0o600 });
  const { environment } = place;
  const namesSsh =
    environment['GIT_SSH_COMMAND'] ||
    environment['GIT_SSH'] ||
    settings.some(({ key }) => key === sshCommand);
  return {
    job: {
      what: 'loading objects of a partial clone',
      folder: place.folder,
      args: [
        ...['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', remoteName],
        ...['--no-tags', '--no-write-fetch-head', '--recurse-submodules=no', '--filter=blob:none', '--stdin'],
      ],
      input: Buffer.from(ids.map((id) => `${id}\n`).join('')),
      variables: {
        GIT_DIR: folder,
        GIT_OBJECT_DIRECTORY: place.objectsFolder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: join(folder, 'settings'),
        GIT_ALLOW_PROTOCOL: protocols,
        GIT_ASKPASS: '',
        GCM_INTERACTIVE: 'never',
        ...(namesSsh ? {} : { GIT_SSH_COMMAND: 'ssh -o BatchMode=yes' }),
        ...(credentials && source.origin !== null ? signedIn(source.origin, credentials) : {}),
      },
      environment,
      limitMilliseconds,
      limitBytes,
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const remoteName = 'promisor';
const sshCommand = 'core.sshcommand';

const remoteConfig = ({ url }: FetchSource, format: ObjectFormat): ConfigEntry[] => [
  { key: 'core.repositoryformatversion', value: '1' },
  { key: 'core.bare', value: 'true' },
  ...(format === sha1 ? [] : [{ key: 'extensions.objectFormat', value: format.name }]),
  { key: 'extensions.partialClone', value: remoteName },
  { key: `remote.${remoteName}.url`, value: url },
  { key: `remote.${remoteName}.promisor`, value: 'true' },
  { key: `remote.${remoteName}.partialclonefilter`, value: 'blob:none' },
];

/** What a clone may say of its server: nothing that runs a program, or leads what one signs in with elsewhere. */
const harmless =
  /^(http\.(.*\.)?(sslcainfo|sslcapath|extraheader|useragent|version|postbuffer)|protocol\.version)$/s;
/** What a person has set up for all clones. */
const personal = /^(http\.|credential\.|safe\.|(core\.(sshcommand|gitproxy)|ssh\.variant)$)/s;

function settingsFor({ config, environment }: FetchPlace): SourcedEntry[] {
  const own = new Set(configFiles(environment));
  return config().entries.filter(
    ({ key, file }) => harmless.test(key) || (own.has(file) && personal.test(key)),
  );
}

const signedIn = (origin: string, { username, password }: Credentials): Record<string, string> => ({
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: `http.${origin}/.extraHeader`,
  GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});
