import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isError } from '../errors';
import type { LockOptions } from '../git/locks/file-lock';
import { removeRefs } from '../git/refs/delete-ref';
import { listRefNames } from '../git/refs/list-refs';
import { readPackedRefs } from '../git/refs/packed-refs';
import { updateRef } from '../git/refs/update-ref';
import type { ObjectId, Signature } from '../git/model';
import type { Repository } from '../git/repository/repository';
import type { RunCommits } from './run-commits';

/** Runs whose commits stay reachable in a clone, so that nothing is collected while an undo may need it. */
const keptRuns = 100;

const prefix = 'refs/laneway/runs/';

/**
 * Pins source, target and result of a run in one clone; both old heads stay reachable through them. The names are
 * new with every run, so nobody else writes there, and a crash in the middle is cleared away with the folder.
 */
export function pinRun(repository: Repository, run: string, commits: RunCommits, who: Signature): void {
  for (const [name, value] of Object.entries(commits) as [string, ObjectId][])
    updateRef(repository, {
      ref: `${prefix}${run}/${name}`,
      expected: undefined,
      value,
      who,
      message: `run ${run}`,
    });
}

/**
 * Takes the pins of a run that never happened away again, with whatever a crash left of them.
 * @param onLock told of the lock of packed-refs before it exists: left behind, it would stop everybody
 */
export function unpinRun(repository: Repository, run: string, onLock?: LockOptions['record']): void {
  unpin(repository, [run], onLock);
}

/** Lets go of the oldest pins; ids of runs sort by time. */
export function expirePins(repository: Repository, onLock?: LockOptions['record']): void {
  const refs = listRefNames(repository, prefix).filter((ref) => ref.startsWith(prefix));
  const runs = [...new Set(refs.map(runOf))].sort();
  const old = runs.slice(0, Math.max(0, runs.length - keptRuns));
  if (old.length > 0) unpin(repository, old, onLock);
}

const runOf = (ref: string): string => ref.slice(prefix.length).split('/')[0] ?? '';

/** How long another program that packs refs is waited for. */
const waitMilliseconds = 1000;

function unpin(
  { commonDir }: Repository,
  runs: readonly string[],
  onLock: LockOptions['record'] | undefined,
): void {
  const gone = new Set(runs);
  const isGone = (ref: string): boolean => ref.startsWith(prefix) && gone.has(runOf(ref));
  const removeLoose = (): void => {
    for (const run of runs)
      for (const folder of [commonDir, join(commonDir, 'logs')])
        rmSync(join(folder, prefix, run), { recursive: true, force: true });
  };
  try {
    removeRefs(commonDir, isGone, { record: onLock, waitMilliseconds }, removeLoose);
  } catch (cause) {
    // A lock that somebody left lying, or a disk without room for one, must not keep a run from ending: what is not
    // packed needs none of it, and at worst a pin stays, which harms nobody.
    const isLockMissing = isError(cause, 'lock-held') || isError(cause, 'disk-full');
    if (!isLockMissing || [...readPackedRefs(commonDir).keys()].some(isGone)) throw cause;
    removeLoose();
  }
}
