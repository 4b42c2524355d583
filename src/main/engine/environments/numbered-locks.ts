import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../errors';

/**
 * A folder of numbered lock files. The highest number is the lock; whoever creates the next one exclusively has it. The
 * highest file is never removed, so the numbers only grow, and there is no moment in which a lock that was just taken
 * can be mistaken for the one before it: the race of removing a stale lock file does not exist.
 */

/** Both stand at the same place of the file and are equally long: one is written over the other. */
const states = { held: '{"state":"held"    ', released: '{"state":"released"' } as const;
const forgottenMilliseconds = 60_000;

const locksFolder = (folder: string): string => join(folder, 'locks');
const lockPath = (folder: string, number: number): string => join(locksFolder(folder), `${number}.json`);

/** The highest number there is, after making the folder when it is missing. It may be outdated at once. */
export function highestLock(folder: string): number {
  for (;;) {
    const highest = readHighest(folder);
    if (highest !== null) return highest;
    makeLocksFolder(folder);
  }
}

/** Null: nothing was ever locked here. */
export function readHighest(folder: string): number | null {
  const numbers = namesIn(locksFolder(folder)).flatMap(numberOf);
  return numbers.length === 0 ? null : Math.max(...numbers);
}

/** The folder comes into being with a released lock in it: an empty listing never stands for "free". */
function makeLocksFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const made = mkdtempSync(join(folder, '.locks-'));
  try {
    writeFileSync(join(made, '0.json'), `${states.released}}`);
    removeEmpty(locksFolder(folder));
    renameSync(made, locksFolder(folder));
  } catch (cause) {
    // Somebody else made it meanwhile.
    if (!existsSync(locksFolder(folder))) throw cause;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (cause) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EPERM'].includes(systemCode(cause) ?? '')) throw cause;
  }
}

/** The bytes of a lock and when it last gave a sign of life; null when it is gone, which means a higher one exists. */
export function readLock(folder: string, number: number): { text: string; beatMilliseconds: number } | null {
  const path = lockPath(folder, number);
  try {
    return { text: readFileSync(path, 'utf8'), beatMilliseconds: statSync(path).mtimeMs };
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}

/**
 * Takes the lock after `previous`, which the caller found to be free.
 * @param fields what the lock says, without `state`
 * @returns its number, or null when somebody else was quicker
 */
export function createLock(folder: string, previous: number, fields: object): number | null {
  const number = previous + 1;
  const temporary = join(locksFolder(folder), `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    writeFileSync(temporary, `${states.held},${JSON.stringify(fields).slice(1)}\n`, { flag: 'wx' });
    if (!moveIntoPlace(temporary, lockPath(folder, number))) return null;
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null; // the whole folder went away
    throw cause;
  } finally {
    rmSync(temporary, { force: true });
  }
  // Holders remove lower locks from the bottom: while the previous one is there, nobody has been past this number.
  // Otherwise we come late to a lock that was taken, given back and cleared away.
  if (existsSync(lockPath(folder, previous)) && readHighest(folder) === number) {
    clearBelow(folder, number);
    return number;
  }
  rmSync(lockPath(folder, number), { force: true });
  return null;
}

function moveIntoPlace(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (cause) {
    const code = systemCode(cause) ?? '';
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) throw cause;
  }
  try {
    writeFileSync(to, readFileSync(from), { flag: 'wx' }); // file systems without hard links
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false;
    throw cause;
  }
}

function clearBelow(folder: string, number: number): void {
  const names = namesIn(locksFolder(folder));
  const lower = names.flatMap(numberOf).filter((other) => other < number);
  for (const other of lower.sort((a, b) => a - b)) rmSync(lockPath(folder, other), { force: true });
  for (const name of names.filter((other) => other.endsWith('.tmp'))) {
    const path = join(locksFolder(folder), name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats && Date.now() - stats.mtimeMs > forgottenMilliseconds) rmSync(path, { force: true });
  }
}

/** Marks a lock as given back. Written over in place: a lock that was taken away meanwhile does not come back by it. */
export const markReleased = (folder: string, number: number): void =>
  writeStart(lockPath(folder, number), states.released);

/**
 * A sign of life: the first byte is written again, so that the time is the file system's own. (Set from here, it would
 * be by the clock of this computer, and compared with another's.)
 */
export const touchLock = (folder: string, number: number): void =>
  writeStart(lockPath(folder, number), states.held.slice(0, 1));

function writeStart(path: string, bytes: string): void {
  let file: number;
  try {
    file = openSync(path, 'r+');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return; // taken away: whoever asks `isStillOurs` learns it
    throw cause;
  }
  try {
    writeSync(file, bytes, 0);
  } finally {
    closeSync(file);
  }
}

/** What the clock of the file system says, in milliseconds since 1970. */
export function fileSystemNow(folder: string): number {
  const probe = join(locksFolder(folder), `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    writeFileSync(probe, ' ', { flag: 'wx' });
    return statSync(probe).mtimeMs;
  } finally {
    rmSync(probe, { force: true });
  }
}

function numberOf(name: string): number[] {
  const digits = /^(\d{1,15})\.json$/.exec(name)?.[1];
  return digits === undefined ? [] : [Number(digits)];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw cause;
  }
}
