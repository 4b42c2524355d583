import { lstatSync, readdirSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../../errors';

const expected = ['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST'];

/** Removes a folder that holds nothing but empty folders; whatever has a file in it stays. */
export function removeEmptyFolders(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmptyFolders(`${path}/${entry.name}`);
  tryRemove(path);
}

/** Removes the folders above a removed file as long as they are empty, up to but without `top`. */
export function removeEmptyParents(path: string, top: string): void {
  for (let folder = dirname(path); folder.startsWith(`${top}/`); folder = dirname(folder))
    if (!tryRemove(folder)) return;
}

/** Another program may fill or remove it at the same moment: then it is simply not ours to remove. */
function tryRemove(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (cause) {
    if (expected.includes(systemCode(cause) ?? '')) return false;
    throw cause;
  }
}
