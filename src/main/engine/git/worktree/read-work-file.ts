import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  type BigIntStats,
} from 'node:fs';
import { fail, systemCode } from '../../errors';
import { isAbsent, lookClosely } from './lstat';

/** A file or link with the bytes that were in it while its stat stayed the same. */
export interface WorkFile {
  readonly kind: 'file' | 'symlink';
  /** Content as it lies there, or the target of the link. */
  readonly bytes: Buffer;
  readonly stat: BigIntStats;
}

const sizeLimit = 2 ** 31 - 1;

/**
 * Reads a file between two looks at its stat. Never follows a link, never waits on a pipe.
 * @returns null when there is no file or link (any more); 'moving' when it changed while it was read.
 * @throws EngineError `file-unreadable` naming `label`
 */
export function readWorkFile(path: string | Buffer, label: string): WorkFile | 'moving' | null {
  try {
    const before = lookClosely(path);
    if (!before) return null;
    if (before.isSymbolicLink()) {
      const bytes = readlinkSync(path, { encoding: 'buffer' });
      return settled(path, before, { kind: 'symlink', bytes, stat: before });
    }
    if (!before.isFile()) return null;
    if (before.size > sizeLimit)
      return fail('file-unreadable', { path: label, reason: 'it is larger than 2 GiB' });
    const bytes = readRegular(path, before);
    return bytes ? settled(path, before, { kind: 'file', bytes, stat: before }) : 'moving';
  } catch (cause) {
    if (isAbsent(cause)) return 'moving';
    if (['EINVAL', 'ELOOP'].includes(systemCode(cause) ?? '')) return 'moving'; // link and file changed places
    if (['EACCES', 'EPERM', 'EIO', 'EBUSY'].includes(systemCode(cause) ?? ''))
      return fail('file-unreadable', { path: label, reason: systemCode(cause) ?? '' }, cause);
    throw cause;
  }
}

function readRegular(path: string | Buffer, expected: BigIntStats): Buffer | null {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file, { bigint: true });
    return stat.ino === expected.ino && stat.isFile() ? readFileSync(file) : null;
  } finally {
    closeSync(file);
  }
}

function settled(path: string | Buffer, before: BigIntStats, result: WorkFile): WorkFile | 'moving' {
  const after = lookClosely(path);
  return after?.mtimeNs === before.mtimeNs &&
    after.ctimeNs === before.ctimeNs &&
    after.size === before.size &&
    after.ino === before.ino &&
    (result.kind === 'symlink' || BigInt(result.bytes.length) === before.size)
    ? result
    : 'moving';
}
