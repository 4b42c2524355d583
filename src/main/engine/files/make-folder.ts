import { mkdirSync } from 'node:fs';
import { systemCode } from '../errors';

/**
 * Makes one folder if it is missing, but none above it: in a clone those are there, or the whole clone is not, and
 * then nothing may be made in its place.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (cause) {
    if (systemCode(cause) !== 'EEXIST') throw cause;
  }
}
