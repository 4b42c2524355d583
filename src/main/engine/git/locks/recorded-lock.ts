import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Which file a lock is: enough to know it again after a crash. Decimal strings, because inodes exceed 2^53. */
export interface RecordedLock {
  readonly path: string;
  readonly device: string;
  readonly inode: string;
  /** Nanoseconds since 1970 when the file was made, where the file system keeps that: inodes are used again. */
  readonly born?: string;
}

/**
 * Removes a lock that a crashed run left, and only that: a lock of another program at the same path stays.
 * Also removes the half-made file from which it would have been linked.
 * @returns whether the lock was there and ours.
 */
export function removeRecordedLock(lock: RecordedLock): boolean {
  for (const name of leftoverNames(dirname(lock.path))) removeIfSame(join(dirname(lock.path), name), lock);
  return removeIfSame(lock.path, lock);
}

function leftoverNames(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\.laneway-[0-9a-f]+\.tmp$/.test(name));
  } catch {
    return []; // the folder itself is gone, and the lock with it
  }
}

function removeIfSame(path: string, lock: RecordedLock): boolean {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return false;
  // Not the device: network drives, containers and some file systems get another number with every start.
  if (String(stats.ino) !== lock.inode) return false;
  if (lock.born !== undefined && String(stats.birthtimeNs) !== lock.born) return false;
  rmSync(path, { force: true });
  return true;
}
