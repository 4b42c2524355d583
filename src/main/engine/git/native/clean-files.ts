import { objectIdPattern } from '../../../../shared/domain/object-id';
import { fail } from '../../errors';
import { readLoose } from '../objects/loose';
import { systemPath } from '../path-codec';
import type { ProgramUse } from '../repository/programs';
import { lookClosely } from '../worktree/lstat';
import { readWorkFile } from '../worktree/read-work-file';
import type { PrivateGitDir } from './private-git-dir';
import { inPrivateDir, pathArgument, programJob, type ProgramHost } from './program-job';
import { quotedPath } from './quote-path';
import { runGitNow } from './run-git';

/** What git stores of these bytes at a path. @throws EngineError `git-failed`, `path-unsafe` */
export const cleanFile = (host: ProgramHost, use: ProgramUse, bytes: Buffer): Buffer =>
  inPrivateDir(host, [use], (dir) => {
    const args = ['hash-object', '-w', '--stdin', pathArgument(use.path)];
    return written(dir, runGitNow(host.git, programJob(host, dir, use, args, bytes)));
  });

/** What git stores of files that lie at their paths. Those that somebody touches meanwhile are left out. */
export function cleanFiles(
  host: ProgramHost,
  uses: readonly ProgramUse[],
  take: (use: ProgramUse, bytes: Buffer, stored: Buffer) => void,
): void {
  const files = uses.flatMap((use) => {
    const stat = lookClosely(systemPath(host.place.folder, use.path));
    return stat?.isFile() ? [{ use, stat }] : [];
  });
  const [first] = files;
  if (!first || files.length < 2) return; // for one file there is nothing to gain
  const wanted = files.map(({ use }) => use);
  inPrivateDir(host, wanted, (dir) => {
    const names = Buffer.from(wanted.map(({ path }) => `${quotedPath(path)}\n`).join(''), 'latin1');
    const job = programJob(host, dir, first.use, ['hash-object', '-w', '--stdin-paths'], names);
    const ids = runGitNow(host.git, job)?.toString('latin1').split('\n') ?? [];
    for (const [i, { use, stat }] of files.entries()) {
      const file = readWorkFile(systemPath(host.place.folder, use.path), use.path);
      if (file === null || file === 'moving' || file.kind !== 'file') continue;
      const { ino, mtimeNs, ctimeNs } = file.stat;
      if (ino !== stat.ino || mtimeNs !== stat.mtimeNs || ctimeNs !== stat.ctimeNs) continue;
      take(use, file.bytes, written(dir, Buffer.from(ids[i] ?? '')));
    }
  });
}

function written(dir: PrivateGitDir, said: Buffer | null): Buffer {
  const id = said?.toString('latin1').trim() ?? '';
  const object = objectIdPattern.test(id) ? readLoose(dir.objects, id) : null;
  return object?.body ?? fail('object-missing', { id, path: dir.objects });
}
