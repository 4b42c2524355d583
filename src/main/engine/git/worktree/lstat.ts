import { lstatSync, type BigIntStats, type Stats } from 'node:fs';
import { systemCode } from '../../errors';

/** Not there: also where a file stands in the place of a folder of the path. */
export const isAbsent = (cause: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '');

/** Its folder may not be entered: whether it is there cannot be known. */
export const isForbidden = (cause: unknown): boolean => ['EACCES', 'EPERM'].includes(systemCode(cause) ?? '');

/** lstat, undefined where there is nothing. */
export function lookAt(path: string | Buffer): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    if (isAbsent(cause)) return undefined;
    throw cause;
  }
}

/** lstat to the nanosecond, undefined where there is nothing. */
export function lookClosely(path: string | Buffer): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (cause) {
    if (isAbsent(cause)) return undefined;
    throw cause;
  }
}
