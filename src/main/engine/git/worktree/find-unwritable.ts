import { accessSync, constants } from 'node:fs';
import { systemCode } from '../../errors';
import type { TreeChange } from '../merge/diff-trees';
import { lookAt } from './lstat';
import { wholePath } from './work-content';

/**
 * Folders of a working tree in which changes have to make or take away files, and which may not be written. The
 * mode bits are asked, not tried: they tell enough for folders that another user of the computer made.
 * @returns paths, '' for the top folder
 */
export function findUnwritable(folder: string, changes: readonly TreeChange[]): string[] {
  const answers = new Map<string, boolean>();
  const isWritable = (inside: string): boolean => {
    const known = answers.get(inside);
    if (known !== undefined) return known;
    const answer = mayWrite(wholePath({ folder }, inside));
    answers.set(inside, answer);
    return answer;
  };
  const found = changes
    .map(({ path }) => deepestFolder(folder, path))
    .filter((inside) => !isWritable(inside));
  return [...new Set(found)].sort();
}

/** The folder above a path that is there already: the ones below it will be made in it. */
function deepestFolder(folder: string, path: string): string {
  for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
    const inside = path.slice(0, cut);
    if (lookAt(wholePath({ folder }, inside))?.isDirectory()) return inside;
  }
  return '';
}

function mayWrite(whole: string | Buffer): boolean {
  try {
    accessSync(whole, constants.W_OK | constants.X_OK);
    return true;
  } catch (cause) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(systemCode(cause) ?? '')) return false;
    throw cause;
  }
}
