import { statSync } from 'node:fs';
import { systemCode } from '../errors';

/** Whether a path is a folder, or leads to one. What cannot be looked at is none. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (cause) {
    if (systemCode(cause) === undefined) throw cause;
    return false; // no permission, a loop of links
  }
}
