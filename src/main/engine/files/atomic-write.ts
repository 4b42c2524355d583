import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, basename } from 'node:path';
import { fromSystem, systemCode } from '../errors';

const sleepCell = new Int32Array(new SharedArrayBuffer(4));
const sleep = (milliseconds: number): void => void Atomics.wait(sleepCell, 0, 0, milliseconds);

/**
 * Writes a file so that a reader, or a crash at any point, sees the old bytes or the new ones:
 * temp file in the same folder, fsync, rename, fsync of the folder. The one way of the engine to write outside git.
 * @throws EngineError `disk-full`, `not-permitted`, `read-only-folder`; nothing is left behind then.
 */
export function writeFileAtomic(path: string, data: string | Uint8Array, mode = 0o666): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = openSync(temporary, 'wx', mode);
    try {
      writeAll(file, typeof data === 'string' ? Buffer.from(data) : data);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameWithPatience(temporary, path);
    fsyncFolder(folder);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw fromSystem(cause, path);
  }
}

/** Writes all bytes to an open file (a single write may be short). */
export function writeAll(file: number, data: Uint8Array): void {
  for (let done = 0; done < data.length;) done += writeSync(file, data, done, data.length - done);
}

/** Makes a folder's entries durable. Windows cannot open folders; there the rename itself is journaled. */
export function fsyncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Renames, trying again for up to a second while a virus scanner or indexer holds the file (Windows). */
export function renameWithPatience(from: string, to: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(from, to);
      return;
    } catch (cause) {
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(cause) ?? '');
      if (!busy || process.platform !== 'win32' || attempt === 10) throw cause;
      sleep(10 * (attempt + 1));
    }
  }
}
