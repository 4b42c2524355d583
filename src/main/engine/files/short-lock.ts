import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { fail, fromSystem, systemCode } from '../errors';

/** What the lock file says about who holds it. */
interface Holder {
  readonly token: string;
  readonly host: string;
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** A lock held while a few files are rewritten; `isOurs` is asked again right before the rename that matters. */
export interface ShortLock {
  isOurs(): boolean;
  release(): void;
}

/** It is held for milliseconds, by synchronous code: one that is older belongs to a process that stands still. */
const longestHoldMilliseconds = 10_000;
const waitMilliseconds = 15_000;
const pauseMilliseconds = 15;
const sleepCell = new Int32Array(new SharedArrayBuffer(4));

/**
 * Takes a lock between processes of this computer that share a folder. A lock whose process is gone, or that is
 * older than any holder needs, is taken over.
 * @param path of the lock file; its folder is made when missing.
 * @throws EngineError `lock-held` after 15 seconds, `not-permitted`, `read-only-folder`, `disk-full`.
 */
export function takeShortLock(path: string): ShortLock {
  const token = randomBytes(12).toString('hex');
  const deadline = performance.now() + waitMilliseconds;
  try {
    mkdirSync(dirname(path), { recursive: true });
    while (!create(path, token)) {
      const holder = readHolder(path);
      if (holder === null) continue; // released meanwhile
      if (isAbandoned(holder)) takeAway(path, holder);
      else if (performance.now() > deadline) failHeld(path, holder);
      else Atomics.wait(sleepCell, 0, 0, pauseMilliseconds);
    }
  } catch (cause) {
    throw fromSystem(cause, path);
  }
  const isOurs = (): boolean => readHolder(path)?.token === token;
  return {
    isOurs,
    release() {
      if (isOurs()) rmSync(path, { force: true });
    },
  };
}

function create(path: string, token: string): boolean {
  const holder: Holder = { token, host: hostname(), pid: process.pid, since: Date.now() };
  // Written aside and moved into place without replacing: a lock is never seen half-written.
  const aside = `${path}.${token}`;
  try {
    writeFileSync(aside, JSON.stringify(holder), { flag: 'wx' });
    return moveIntoPlace(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

function moveIntoPlace(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (cause) {
    const code = systemCode(cause) ?? '';
    if (code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw cause;
  }
  try {
    // File systems without hard links.
    writeFileSync(to, readFileSync(from), { flag: 'wx' });
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false;
    throw cause;
  }
}

/** Null: there is no lock. A lock that cannot be understood counts as one of a process that is gone. */
function readHolder(path: string): Holder | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
  try {
    const { token, host, pid, since } = JSON.parse(text) as Partial<Holder>;
    return { token: token ?? text, host: host ?? hostname(), pid: pid ?? 0, since: since ?? 0 };
  } catch {
    return { token: text, host: hostname(), pid: 0, since: 0 };
  }
}

function isAbandoned(holder: Holder): boolean {
  if (Math.abs(Date.now() - holder.since) > longestHoldMilliseconds) return true;
  return holder.host === hostname() && !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return systemCode(cause) === 'EPERM'; // somebody else's process, but there
  }
}

/** Moves an abandoned lock away. If it turns out to be a newer one, it is put back. */
function takeAway(path: string, seen: Holder): void {
  const aside = `${path}.gone-${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return; // somebody else was quicker
    throw cause;
  }
  if (readHolder(aside)?.token !== seen.token) moveIntoPlace(aside, path);
  rmSync(aside, { force: true });
}

function failHeld(path: string, holder: Holder): never {
  const ageSeconds = Math.max(0, (Date.now() - holder.since) / 1000);
  return fail('lock-held', { path, ageSeconds, owner: `process ${holder.pid} on ${holder.host}` });
}
