import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { previousPath } from '../files/store-file';
import { deleteRef } from '../git/refs/delete-ref';
import { listRefs } from '../git/refs/list-refs';
import { readRef } from '../git/refs/read-ref';
import { lastLogEntry } from '../git/refs/reflog';
import { updateRef } from '../git/refs/update-ref';
import type { Repository } from '../git/repository/repository';
import type { Clock } from '../ports';
import { finishRename, type CloneEntry } from './clone-entries';
import { writeVersion } from './environment-data';
import { environmentFile } from './environment-file';
import { whoHolds } from './run-lock';

/** What belongs to runs of the original: a copy must not finish, pin or lock anything of them. */
const foldersOfRuns = ['locks', 'runs', 'conflicts'];

/**
 * A copy that was taken while a run had the original: git's locks came along, and the branch may be ahead of the files.
 * In the copy that run never happens: the branch goes back to where it was, the files are as they are.
 */
function leaveRun(repository: Repository, { folder, data: { id, branch } }: CloneEntry): void {
  const run = whoHolds({ id, folder })?.run;
  const indexLock = join(repository.gitDir, 'index.lock');
  if (run === undefined || run === '' || !existsSync(indexLock)) return;
  rmSync(join(repository.commonDir, `${branch}.lock`), { force: true });
  const result = readRef(repository, `refs/laneway/runs/${run}/result`);
  const last = lastLogEntry(repository, branch);
  if (result !== null && last?.from && last.to === result && readRef(repository, branch) === result)
    updateRef(repository, {
      ref: branch,
      expected: result,
      value: last.from,
      who: last.who,
      message: 'laneway: copied in the middle of a run',
    });
  rmSync(indexLock, { force: true });
}

/**
 * Makes the environments of a copied clone environments of their own: new ids; decisions and records are kept; locks,
 * journals, pins and the deployed commit are dropped. All of the clone at once, so that pins made later are never
 * mistaken for copied ones. Cut off anywhere, the next claim does it again. Under the identity lock only.
 */
export function makeOwn(repository: Repository, entries: readonly CloneEntry[], clock: Clock): CloneEntry[] {
  for (const entry of entries) leaveRun(repository, entry);
  rmSync(join(repository.commonDir, 'refs/laneway'), { recursive: true, force: true }); // with locks of those refs
  for (const { name } of listRefs(repository, 'refs/laneway')) deleteRef(repository, name);
  return entries.map(({ folder, data }) => {
    for (const name of foldersOfRuns) rmSync(join(folder, name), { recursive: true, force: true });
    rmSync(previousPath(environmentFile(folder)), { force: true });
    const own = writeVersion(folder, {
      ...data,
      id: randomUUID(),
      commonDir: repository.commonDir,
      generation: data.generation + 1,
      savedAt: Math.round(clock.now()),
      deployedCommit: null,
      deployedAt: null,
      acceptedRewriteOf: null,
      extraction: null,
    });
    rmSync(previousPath(environmentFile(folder)), { force: true });
    return finishRename({ folder, data: own });
  });
}
