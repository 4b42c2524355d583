import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LockOptions } from '../git/locks/file-lock';
import { deleteRef } from '../git/refs/delete-ref';
import { listRefs } from '../git/refs/list-refs';
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
  rmSync(join(repository.commonDir, prefix, run), { recursive: true, force: true });
  // Somebody may have packed them.
  for (const { name } of listRefs(repository, `${prefix}${run}/`)) deleteRef(repository, name, { onLock });
}

/** Lets go of the oldest pins; ids of runs sort by time. */
export function expirePins(repository: Repository, onLock?: LockOptions['record']): void {
  const refs = listRefs(repository, prefix);
  const runs = [...new Set(refs.map(({ name }) => name.slice(prefix.length).split('/')[0] ?? ''))].sort();
  for (const run of runs.slice(0, Math.max(0, runs.length - keptRuns))) unpinRun(repository, run, onLock);
}
