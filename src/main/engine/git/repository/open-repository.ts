import { join } from 'node:path';
import { openDiskStore } from '../objects/disk-store';
import { checkSupported } from './check-supported';
import { createConfigReader } from './config';
import type { GitEnvironment } from './config-files';
import { findGitDir } from './find-git-dir';
import type { Repository } from './repository';

/**
 * Opens the clone whose working tree is `folder` (not one in a folder above it).
 * @param environment the variables that decide where git's configuration is; see ConfigPlace
 * @throws EngineError `folder-missing`, `not-a-clone`, `bare-repository`, `unsupported-repository`, `not-permitted`
 */
export function openRepository(folder: string, environment: GitEnvironment): Repository {
  const folders = findGitDir(folder);
  const config = createConfigReader({ ...folders, environment });
  checkSupported(folders, config());
  return { ...folders, environment, config, objects: openDiskStore(join(folders.commonDir, 'objects')) };
}
