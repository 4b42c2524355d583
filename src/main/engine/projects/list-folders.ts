import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FolderListing } from '../../../shared/domain/proposal';
import { fail, fromSystem, systemCode } from '../errors';
import { isFolder } from './is-folder';

/**
 * The folders in a folder, by name, for choosing one where there is no dialog of the system. Hidden ones are left out.
 * @param path absolute; `~` is not resolved. @throws EngineError `folder-missing`, `not-permitted`.
 */
export function listFolders(path: string): FolderListing {
  const folder = resolve(path);
  const names = namesIn(folder).filter((name) => !name.startsWith('.'));
  const folders = names
    .map((name) => ({ name, path: join(folder, name) }))
    .filter((entry) => isFolder(entry.path))
    .map((entry) => ({ ...entry, isClone: isClone(entry.path) }))
    .sort((a, b) => collator.compare(a.name, b.name));
  const parent = dirname(folder);
  return { path: folder, parent: parent === folder ? null : parent, folders };
}

const collator = new Intl.Collator('en', { numeric: true });

/** Whether a folder has a git folder, or a file that points to one, of its own. */
export const isClone = (folder: string): boolean => existsSync(join(folder, '.git'));

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    const code = systemCode(cause) ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR') fail('folder-missing', { path: folder });
    throw fromSystem(cause, folder);
  }
}
