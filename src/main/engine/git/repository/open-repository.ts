import { join } from 'node:path';
import type { ObjectId } from '../model';
import { createPrograms } from '../native/create-programs';
import { createPromised } from '../native/create-promised';
import { openDiskStore } from '../objects/disk-store';
import { checkSupported } from './check-supported';
import { createConfigReader } from './config';
import type { GitEnvironment } from './config-files';
import { findGitDir } from './find-git-dir';
import type { TrustedCommands } from './programs';
import type { Repository } from './repository';

/**
 * Opens the clone whose working tree is `folder` (not one in a folder above it).
 * @param environment the variables that decide where git's configuration and git itself are; see ConfigPlace
 * @param trusted filter commands (see `commandTexts`) that a person allowed for the clone at a folder
 * @throws EngineError `folder-missing`, `not-a-clone`, `bare-repository`, `unsupported-repository`, `not-permitted`
 */
export function openRepository(
  folder: string,
  environment: GitEnvironment,
  trusted: TrustedCommands = () => nothing,
): Repository {
  const folders = findGitDir(folder);
  const config = createConfigReader({ ...folders, environment });
  const format = checkSupported(folders, config(), environment);
  const promised = createPromised({ ...folders, environment, config }, () => objects);
  const load = promised ? (id: ObjectId) => promised.loadNow([id]) : undefined;
  const objects = openDiskStore(join(folders.commonDir, 'objects'), format, load);
  return {
    ...folders,
    environment,
    config,
    objects,
    promised,
    programs: createPrograms({ ...folders, environment, config, objects }, () => trusted(folders.folder)),
  };
}

const nothing: ReadonlySet<string> = new Set();
