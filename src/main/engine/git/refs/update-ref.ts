import { fail, fromSystem } from '../../errors';
import type { FileLock, LockOptions } from '../locks/file-lock';
import type { ObjectId, Signature } from '../model';
import type { Repository } from '../repository/repository';
import { removeEmptyFolders } from './empty-folders';
import { checkNoRefInTheWay, lockRef, refPath } from './lock-ref';
import { readRawRef, resolveRef } from './read-ref';
import { appendReflog } from './reflog';
import { checkRefName } from './ref-name';

export interface RefUpdate {
  /** Full name; a ref that names another (HEAD) changes that one. */
  readonly ref: string;
  /** What it must hold now: an id, null for "does not exist", undefined for anything. */
  readonly expected: ObjectId | null | undefined;
  readonly value: ObjectId;
  /** Who and why, for the reflog. */
  readonly who: Signature;
  readonly message: string;
  /** Told of the lock before it exists (see acquireFileLock). */
  readonly onLock?: LockOptions['record'];
  /** How long to wait for another program's lock; 0 by default. */
  readonly waitMilliseconds?: number | undefined;
}

/**
 * Moves a ref by git's own protocol: lock, compare, reflog, rename. Durable when it returns.
 * When HEAD is on that branch, HEAD's reflog gets the line too.
 * @returns what it held before
 * @throws EngineError `ref-moved` (it is not what was expected; nothing changed), `lock-held`, `ref-invalid`,
 *   `ref-in-the-way`, `ref-damaged`, `object-missing` (the new value), `disk-full`, `not-permitted`
 */
export function updateRef(repository: Repository, update: RefUpdate): ObjectId | null {
  checkRefName(update.ref);
  const { name } = resolveRef(repository, update.ref);
  if (!repository.objects.has(update.value))
    fail('object-missing', { id: update.value, path: repository.objects.folder });
  const lock = lockRef(repository, name, {
    record: update.onLock,
    waitMilliseconds: update.waitMilliseconds,
  });
  try {
    const current = currentValue(repository, name);
    if (update.expected !== undefined && current !== update.expected)
      fail('ref-moved', { ref: name, expected: update.expected, actual: current });
    if (current === update.value) return current;
    if (current === null) {
      checkNoRefInTheWay(repository, name);
      removeEmptyFolders(refPath(repository, name)); // left behind by refs that were below this name
    }
    lock.write(Buffer.from(`${update.value}\n`));
    moveWithLog(repository, name, current, update, lock);
    return current;
  } catch (cause) {
    throw fromSystem(cause, refPath(repository, name));
  } finally {
    lock.release();
  }
}

/** Under the lock a name that leads elsewhere now has moved as well. */
function currentValue(repository: Repository, name: string): ObjectId | null {
  const raw = readRawRef(repository, name);
  if (raw?.kind === 'symbolic') return fail('ref-moved', { ref: name, expected: null, actual: raw.to });
  return raw?.id ?? null;
}

/** The log is written before the ref moves, as git does it; where it does not move, the lines are taken back. */
function moveWithLog(
  repository: Repository,
  name: string,
  from: ObjectId | null,
  update: RefUpdate,
  lock: FileLock,
): void {
  const entry = { from, to: update.value, who: update.who, message: update.message };
  const config = repository.config();
  const head = readRawRef(repository, 'HEAD');
  const isHeads = name !== 'HEAD' && head?.kind === 'symbolic' && head.to === name;
  const undo: (() => void)[] = [];
  try {
    for (const log of isHeads ? [name, 'HEAD'] : [name])
      undo.push(appendReflog(repository, config, log, entry));
    lock.commit();
  } catch (cause) {
    if (currentValue(repository, name) !== update.value) for (const takeBack of undo) takeBack();
    throw cause;
  }
}
