import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sha1 } from '../object-format';
import type { ConfigEntry } from '../repository/parse-config';
import type { FilterCommands, ProgramUse } from '../repository/programs';
import type { Repository } from '../repository/repository';
import { configText } from './config-text';
import { attributeLine } from './quote-path';

export type ProgramPlace = Pick<
  Repository,
  'folder' | 'gitDir' | 'commonDir' | 'environment' | 'config' | 'objects'
>;

/** A git directory for one job. */
export interface PrivateGitDir {
  /** Its objects; nothing is written into the clone's. */
  readonly objects: string;
  readonly variables: Readonly<Record<string, string>>;
  remove(): void;
}

/**
 * A git directory of its own for a job on the clone's real working tree: with the clone's configuration as we read it,
 * frozen, but for everything that runs something; with exactly the filters of `uses`, and attributes that say exactly
 * which path goes through which. So git runs what was looked at, whatever changes meanwhile, and the clone's own
 * index, refs and objects are not touched.
 */
export function makePrivateGitDir(place: ProgramPlace, uses: readonly ProgramUse[]): PrivateGitDir {
  const folder = mkdtempSync(join(tmpdir(), 'laneway-git-'));
  const objects = join(folder, 'objects');
  for (const name of ['objects', 'refs', 'info']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'HEAD'), readFileSync(join(place.gitDir, 'HEAD')));
  const filters = new Map(uses.flatMap(({ filter }) => (filter ? [[filter.name, filter]] : [])));
  writeFileSync(join(folder, 'config'), configFile(place, [...filters.values()]), { mode: 0o600 });
  writeFileSync(join(folder, 'info', 'attributes'), Buffer.concat(uses.map(attributeLine)));
  return {
    objects,
    variables: {
      GIT_DIR: folder,
      GIT_WORK_TREE: place.folder,
      GIT_OBJECT_DIRECTORY: objects,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: join(folder, 'no-config'),
      GIT_ATTR_NOSYSTEM: '1',
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What would run something, lead somewhere else, or describe another git directory. */
const left =
  /^(filter\.|extensions\.|include\.|includeif\.|alias\.|trace2\.|core\.(worktree|bare|hookspath|fsmonitor|repositoryformatversion|attributesfile|excludesfile|sparsecheckout|sparsecheckoutcone|splitindex|autocrlf|eol|sharedrepository|logallrefupdates)$|lfs\.storage$)/s;

function configFile(place: ProgramPlace, filters: readonly FilterCommands[]): Buffer {
  const config = place.config();
  const { format } = place.objects;
  const storage = config.getPath('lfs.storage');
  const own: ConfigEntry[] = [
    ...(format === sha1
      ? [{ key: 'core.repositoryformatversion', value: '0' }]
      : [
          { key: 'core.repositoryformatversion', value: '1' },
          { key: 'extensions.objectformat', value: format.name },
        ]),
    { key: 'core.bare', value: 'false' },
    // Git LFS keeps its objects in the clone.
    { key: 'lfs.storage', value: storage ? resolve(place.commonDir, storage) : join(place.commonDir, 'lfs') },
  ];
  for (const { name, required, ...commands } of filters) {
    for (const part of ['clean', 'smudge', 'process'] as const)
      if (commands[part] !== null) own.push({ key: `filter.${name}.${part}`, value: commands[part] });
    own.push({ key: `filter.${name}.required`, value: String(required) });
  }
  const entries = [...config.entries.filter(({ key }) => !left.test(key)), ...own];
  return configText(entries);
}
