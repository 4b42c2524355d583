import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { previousPath } from '../files/store-file';
import { deleteRef } from '../git/refs/delete-ref';
import { listRefs } from '../git/refs/list-refs';
import type { Repository } from '../git/repository/repository';
import type { Clock } from '../ports';
import { finishRename, type CloneEntry } from './clone-entries';
import { writeVersion } from './environment-data';
import { environmentFile } from './environment-file';

/** What belongs to runs of the original: a copy must not finish, pin or lock anything of them. */
const foldersOfRuns = ['locks', 'runs'];

/**
 * Makes the environments of a copied clone environments of their own: new ids; decisions and records are kept; locks,
 * journals, pins and the deployed commit are dropped. All of the clone at once, so that pins made later are never
 * mistaken for copied ones. Cut off anywhere, the next claim does it again. Under the identity lock only.
 */
export function makeOwn(repository: Repository, entries: readonly CloneEntry[], clock: Clock): CloneEntry[] {
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
    });
    rmSync(previousPath(environmentFile(folder)), { force: true });
    return finishRename({ folder, data: own });
  });
}
