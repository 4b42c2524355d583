import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fail } from '../../errors';
import { findGit } from '../native/find-git';
import { objectFormatNamed, sha1, type ObjectFormat } from '../object-format';
import type { GitConfig } from './config';
import type { GitEnvironment } from './config-files';
import type { GitFolders } from './find-git-dir';
import { readConfigFile } from './load-config';
import { promisorRemotes } from './promised';

/** Extensions that change nothing we read or write. */
const harmless = new Set([
  'noop',
  'noop-v1',
  'preciousobjects',
  'worktreeconfig',
  'relativeworktrees',
  'partialclone',
]);

/**
 * Refuses what Laneway would read wrongly or harm.
 * @returns how its objects are named
 * @throws EngineError `unsupported-repository` with feature and advice in words, `bare-repository`
 * @see https://git-scm.com/docs/repository-version
 */
export function checkSupported(
  folders: GitFolders,
  config: GitConfig,
  environment: GitEnvironment,
): ObjectFormat {
  const refuse = (feature: string, advice: string): never =>
    fail('unsupported-repository', { path: folders.folder, feature, advice });
  // Only the clone's own file decides its format, without includes.
  const own = new Map(
    readConfigFile(join(folders.commonDir, 'config')).map(({ key, value }) => [key, value]),
  );

  const version = own.get('core.repositoryformatversion') ?? '0';
  if (!/^[01]$/.test(version))
    refuse(`repository format ${version}`, 'It was made by a newer git. Clone it without that option.');
  let format = sha1;
  for (const [key, value] of own) {
    const name = /^extensions\.([^.]+)$/.exec(key)?.[1];
    if (name === undefined) continue;
    const chosen = (value ?? '').toLowerCase();
    if (name === 'objectformat') {
      const known = objectFormatNamed(value ?? '');
      if (!known)
        return refuse(`${chosen} object ids`, 'Clone it from a repository with SHA-1 or SHA-256 ids.');
      // Native git opens no such repository, either.
      if (known !== sha1 && version === '0')
        refuse(
          `${known.title} object ids in a repository of format 0`,
          'Set core.repositoryformatversion to 1 in its configuration, as "git init" does.',
        );
      format = known;
    } else if (name === 'refstorage' && chosen !== 'files')
      refuse(`the ${chosen} store for branches`, 'Run "git refs migrate --ref-format=files" there.');
    else if (version === '1' && !harmless.has(name) && name !== 'refstorage')
      refuse(`the git extension "${name}"`, 'Clone it without that option.');
  }
  const git = promisorRemotes(config).length > 0 ? findGit(environment) : null;
  if (git && 'missing' in git)
    refuse(
      `a partial clone, which loads objects from a server when they are needed, and here ${git.missing}`,
      'Install git 2.38 or later, or make a full clone: git clone without --filter.',
    );
  if (existsSync(join(folders.commonDir, 'shallow')) && statSync(join(folders.commonDir, 'shallow')).size > 0)
    refuse('a shortened history (a shallow clone)', 'Run "git fetch --unshallow" there.');

  // In a linked folder both settings are about the main one.
  if (folders.isLinked) return format;
  const elsewhere = own.get('core.worktree');
  if (typeof elsewhere === 'string') {
    const place = resolve(folders.gitDir, elsewhere);
    if (!existsSync(place) || realpathSync(place) !== folders.folder)
      refuse(`files in another folder (${place})`, 'Use that folder, or remove core.worktree.');
  } else if (config.getBool('core.bare') === true) fail('bare-repository', { path: folders.folder });
  return format;
}
