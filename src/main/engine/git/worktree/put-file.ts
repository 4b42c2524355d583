import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  type BigIntStats,
} from 'node:fs';
import { systemCode } from '../../errors';
import { renameWithPatience, writeAll } from '../../files/atomic-write';
import { statDataOf, type StatData } from '../index/index-entry';
import { isAbsent, lookAt, lookClosely } from './lstat';

export interface NewFile {
  /** Bytes as they are to lie there. */
  readonly bytes: Buffer;
  readonly executable: boolean;
}

const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/**
 * Gives a new file its name only if nothing has that name: written and fsynced as `fresh`, then linked.
 * @returns its stat, null when it was changed at once by somebody; 'taken' when something is there
 */
export function putFile(
  whole: string | Buffer,
  fresh: string | Buffer,
  file: NewFile,
  step: () => void,
): StatData | null | 'taken' {
  const written = isStaged(fresh, file) ?? writeFresh(fresh, file);
  step();
  try {
    if (!giveName(fresh, whole)) return 'taken';
    step();
  } finally {
    unlinkIfThere(fresh);
  }
  const stat = lookClosely(whole);
  return stat && untouched(stat, written) ? statDataOf(stat) : null;
}

/** The stat of a file that was written beforehand with exactly this content; null when there is none. */
export function isStaged(fresh: string | Buffer, { bytes, executable }: NewFile): BigIntStats | null {
  const stat = lookClosely(fresh);
  if (!stat?.isFile() || stat.size !== BigInt(bytes.length) || stat.nlink !== 1n) return null;
  if (process.platform !== 'win32' && ((stat.mode & 0o100n) !== 0n) !== executable) return null;
  return readFileSync(fresh).equals(bytes) ? stat : null;
}

function writeFresh(fresh: string | Buffer, { bytes, executable }: NewFile): BigIntStats {
  unlinkIfThere(fresh);
  const file = openSync(fresh, 'wx', executable ? 0o777 : 0o666);
  try {
    writeAll(file, bytes);
    fsyncSync(file);
    return fstatSync(file, { bigint: true });
  } finally {
    closeSync(file);
  }
}

/** False when the name is taken. Without hard links there is a moment between looking and renaming. */
function giveName(fresh: string | Buffer, whole: string | Buffer): boolean {
  try {
    linkSync(fresh, whole);
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false;
    if (!noLinks.has(systemCode(cause) ?? '')) throw cause;
  }
  if (lookAt(whole)) return false;
  renameWithPatience(fresh as string, whole as string);
  return true;
}

const untouched = (now: BigIntStats, then: BigIntStats): boolean =>
  now.ino === then.ino && now.size === then.size && now.mtimeNs === then.mtimeNs && now.mode === then.mode;

/** Makes a symbolic link only if nothing has that name. Returns as {@link putFile}. */
export function putLink(whole: string | Buffer, target: Buffer): StatData | null | 'taken' {
  try {
    symlinkSync(target, whole);
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return 'taken';
    throw cause;
  }
  const stat = lookClosely(whole);
  return stat?.isSymbolicLink() ? statDataOf(stat) : null;
}

/** rmSync with force does the same at ten times the cost. */
export function unlinkIfThere(path: string | Buffer): void {
  try {
    unlinkSync(path);
  } catch (cause) {
    if (!isAbsent(cause)) throw cause;
  }
}
