import type { LockOptions } from '../git/locks/file-lock';
import { deleteRef } from '../git/refs/delete-ref';
import { listRefs } from '../git/refs/list-refs';
import { updateRef } from '../git/refs/update-ref';
import type { ObjectId, Signature } from '../git/model';
import type { Repository } from '../git/repository/repository';
import type { RunCommits } from './make-commits';

/** Runs whose commits stay reachable in a clone, so that nothing is collected while an undo may need it. */
const keptRuns = 100;

const prefix = 'refs/laneway/runs/';

/** Pins source, target and result of a run in one clone; both old heads stay reachable through them. */
export function pinRun(
  repository: Repository,
  run: string,
  commits: RunCommits,
  who: Signature,
  onLock: LockOptions['record'],
): void {
  for (const [name, value] of Object.entries(commits) as [string, ObjectId][])
    updateRef(repository, {
      ref: `${prefix}${run}/${name}`,
      expected: undefined,
      value,
      who,
      message: `run ${run}`,
      onLock,
    });
}

/** Takes the pins of a run that never happened away again. */
export function unpinRun(repository: Repository, run: string, onLock?: LockOptions['record']): void {
  for (const { name } of listRefs(repository, `${prefix}${run}/`)) deleteRef(repository, name, { onLock });
}

/** Lets go of the oldest pins; ids of runs sort by time. */
export function expirePins(repository: Repository): void {
  const refs = listRefs(repository, prefix);
  const runs = [...new Set(refs.map(({ name }) => name.slice(prefix.length).split('/')[0] ?? ''))].sort();
  for (const run of runs.slice(0, Math.max(0, runs.length - keptRuns))) unpinRun(repository, run);
}
