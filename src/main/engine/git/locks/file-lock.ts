import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fail, fromSystem, systemCode } from '../../errors';
import { fsyncFolder, renameWithPatience, writeAll } from '../../files/atomic-write';
import { lockOwner } from './lock-owner';
import type { RecordedLock } from './recorded-lock';

export interface LockOptions {
  /** Told which file the lock will be before it exists, so that a journal can name it after a crash. */
  readonly record?: ((lock: RecordedLock) => void) | undefined;
  /** How long to wait for a lock of another program. 0 (the default): not at all. */
  readonly waitMilliseconds?: number | undefined;
  /** Milliseconds since 1970; for the age of a foreign lock. */
  readonly now?: (() => number) | undefined;
}

/** A lock file that is ours until committed or released. */
export interface FileLock extends RecordedLock {
  /** Appends to what the lock will leave behind. */
  write(bytes: Uint8Array): void;
  /**
   * Makes the lock file the real one: fsync, rename, fsync of the folder. The lock is gone then.
   * @param target what it becomes; by default its own path without `.lock`.
   * @throws EngineError `lock-held` when somebody took the lock away from us; the target is untouched then.
   */
  commit(target?: string): void;
  /** Gives the lock back; harmless when it is gone already, or has become somebody else's. */
  release(): void;
}

const sleepCell = new Int32Array(new SharedArrayBuffer(4));
const pauseMilliseconds = 20;

/**
 * Takes a lock file as git does: whoever creates `<file>.lock` exclusively may change `<file>`.
 * The file is made under another name and linked into place, so that its inode is known before it is a lock.
 * @param path the lock file itself, ending in `.lock`; its folder exists.
 * @throws EngineError `lock-held` with age and likely owner; `disk-full`, `not-permitted`, `read-only-folder`.
 * @see https://git-scm.com/docs/api-lockfile and run.md, "Order of a deployment"
 */
export function acquireFileLock(path: string, options: LockOptions = {}): FileLock {
  try {
    const { file, stats } = take(path, options);
    return heldLock(path, file, stats, options);
  } catch (cause) {
    throw fromSystem(cause, path);
  }
}

interface Taken {
  readonly file: number;
  readonly stats: RecordedLock;
}

function take(path: string, options: LockOptions): Taken {
  const folder = dirname(path);
  // A leading dot: git reads every other name under refs/ as a ref.
  const temporary = join(folder, `.laneway-${randomBytes(8).toString('hex')}.tmp`);
  const file = openSync(temporary, 'wx', 0o666);
  try {
    const stats = describe(path, file);
    options.record?.(stats);
    if (retry(path, options, () => linkSync(temporary, path)) === 'done') return { file, stats };
  } catch (cause) {
    closeSync(file);
    throw cause;
  } finally {
    rmSync(temporary, { force: true });
  }
  closeSync(file);
  return takeWithoutLink(path, options);
}

/** File systems without hard links: the lock exists for a moment before it is recorded. */
function takeWithoutLink(path: string, options: LockOptions): Taken {
  let file = -1;
  if (retry(path, options, () => (file = openSync(path, 'wx', 0o666))) === 'no-links')
    fail('not-permitted', { path, reason: 'permission denied' });
  try {
    const stats = describe(path, file);
    options.record?.(stats);
    return { file, stats };
  } catch (cause) {
    closeSync(file);
    rmSync(path, { force: true });
    throw cause;
  }
}

function retry(path: string, options: LockOptions, attempt: () => void): 'done' | 'no-links' {
  const started = performance.now();
  for (;;) {
    try {
      attempt();
      return 'done';
    } catch (cause) {
      const code = systemCode(cause) ?? '';
      if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) return 'no-links';
      if (code !== 'EEXIST') throw cause;
    }
    if (performance.now() - started >= (options.waitMilliseconds ?? 0)) failHeld(path, options);
    Atomics.wait(sleepCell, 0, 0, pauseMilliseconds);
  }
}

function failHeld(path: string, options: LockOptions): never {
  const seen = lstatSync(path, { throwIfNoEntry: false });
  const now = options.now?.() ?? Date.now();
  const ageSeconds = seen === undefined ? 0 : Math.max(0, (now - seen.mtimeMs) / 1000);
  const owner = lockOwner(join(realpathSync(dirname(path)), basename(path)));
  return fail('lock-held', { path, ageSeconds, owner });
}

function describe(path: string, file: number): RecordedLock {
  const stats = fstatSync(file, { bigint: true });
  const identity = { path, device: String(stats.dev), inode: String(stats.ino) };
  return knowsBirth(dirname(path)) ? { ...identity, born: String(stats.birthtimeNs) } : identity;
}

/** Where a file system keeps no time of birth, Node reports the last change instead: of no use. */
function knowsBirth(folder: string): boolean {
  const stats = statSync(folder, { bigint: true });
  return stats.birthtimeNs !== stats.ctimeNs;
}

function heldLock(path: string, file: number, identity: RecordedLock, options: LockOptions): FileLock {
  let open = true;
  const close = (): void => {
    if (open) closeSync(file);
    open = false;
  };
  const isOurs = (): boolean => {
    const stats: BigIntStats | undefined = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return (
      stats !== undefined && String(stats.dev) === identity.device && String(stats.ino) === identity.inode
    );
  };
  let held = true;
  return {
    ...identity,
    write(bytes) {
      try {
        writeAll(file, bytes);
      } catch (cause) {
        throw fromSystem(cause, path);
      }
    },
    commit(target = path.replace(/\.lock$/, '')) {
      try {
        fsyncSync(file);
        if (!isOurs()) failHeld(path, options);
        close(); // an open file cannot be renamed on Windows
        renameWithPatience(path, target);
        held = false;
        fsyncFolder(dirname(target));
      } catch (cause) {
        throw fromSystem(cause, target);
      }
    },
    release() {
      // The comparison first: while the file is open its inode cannot become another file's.
      const ours = held && isOurs();
      held = false;
      close();
      if (ours) rmSync(path, { force: true });
    },
  };
}
