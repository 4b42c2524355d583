import { closeSync, fsyncSync, openSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../../errors';
import { fsyncFolder } from '../../files/atomic-write';

/** What other programs wrote is on the disk after this time (systems flush after about 30 s). */
const flushedAfterSeconds = 120;
/** Older files get a new date: git's housekeeping removes objects that nothing uses by the age of their file. */
const youngSeconds = 24 * 3600;

/**
 * Makes object files of other programs safe to rely on: those just written are fsynced, old ones are made young.
 * Files that vanish meanwhile were packed elsewhere by git.
 */
export function settleFiles(paths: Iterable<string>): void {
  const folders = new Set<string>();
  const now = Date.now() / 1000;
  for (const path of paths) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    const ageSeconds = now - stats.mtimeMs / 1000;
    if (ageSeconds < flushedAfterSeconds && fsyncFile(path)) folders.add(dirname(path));
    if (ageSeconds > youngSeconds) rejuvenate(path, now);
  }
  for (const folder of folders) fsyncFolder(folder);
}

function fsyncFile(path: string): boolean {
  let file: number;
  try {
    // Windows flushes only what is open for writing, and objects are read-only there: the rename was its promise.
    file = openSync(path, 'r');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return false;
    throw cause;
  }
  try {
    if (process.platform !== 'win32') fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return true;
}

/** Files of a borrowed store may belong to somebody else; whoever keeps that store answers for them. */
function rejuvenate(path: string, now: number): void {
  try {
    utimesSync(path, now, now);
  } catch (cause) {
    if (!['ENOENT', 'EACCES', 'EPERM', 'EROFS'].includes(systemCode(cause) ?? '')) throw cause;
  }
}
