import { setTimeout as delay } from 'node:timers/promises';
import { fail, isError } from '../errors';
import { lockIndex, type IndexLock } from '../git/index/index-lock';
import type { ObjectId, Signature } from '../git/model';
import { readRef } from '../git/refs/read-ref';
import { updateRef } from '../git/refs/update-ref';
import type { Repository } from '../git/repository/repository';
import type { Journal } from './journal';

/** How long a lock of another program is waited for (run.md): 10 s. */
const patienceMilliseconds = 10_000;
const pauseMilliseconds = 50;

/**
 * Takes a clone's `index.lock`, so that no "commit all" can come between the ref and the files. The lock's identity
 * is in the journal before the lock exists, and recovery removes only such locks.
 * @throws EngineError `lock-held` naming file, age and likely owner after 10 s; `cancelled`
 */
export async function takeIndexLock(
  repository: Repository,
  journal: Journal,
  signal: AbortSignal | undefined,
  onWait: () => void,
): Promise<IndexLock> {
  const until = performance.now() + patienceMilliseconds;
  for (let first = true; ; first = false) {
    try {
      return lockIndex(repository, { record: (lock) => journal.append({ step: 'lock', lock }) });
    } catch (cause) {
      if (!isError(cause, 'lock-held') || performance.now() >= until) throw cause;
      if (first) onWait();
    }
    if (signal?.aborted) fail('cancelled', { what: 'The run' });
    await delay(pauseMilliseconds);
  }
}

export interface BranchMove {
  readonly branch: string;
  readonly from: ObjectId;
  readonly to: ObjectId;
  readonly who: Signature;
  readonly message: string;
}

/**
 * Moves a branch by compare-and-swap. On a trouble after the swap itself (a folder that cannot be synced) the branch
 * decides: it is at the new commit, so it moved.
 * @throws EngineError `ref-moved` when another program was first; nothing has moved then
 */
export function moveBranch(repository: Repository, journal: Journal, move: BranchMove): void {
  try {
    updateRef(repository, {
      ref: move.branch,
      expected: move.from,
      value: move.to,
      who: move.who,
      message: move.message,
      onLock: (lock) => journal.append({ step: 'lock', lock }),
    });
  } catch (cause) {
    if (readRef(repository, move.branch) !== move.to) throw cause;
  }
}
