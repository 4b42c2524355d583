import { closeSync, mkdirSync, openSync } from 'node:fs';
import { fromSystem } from '../../errors';
import { writeAll } from '../../files/atomic-write';
import { syncPaths } from '../../files/sync-paths';
import type { TreeChange } from '../merge/diff-trees';
import { FileMode, type ObjectReader, type TreeEntry } from '../model';
import type { Repository } from '../repository/repository';
import { asidePlaces } from './aside';
import { isStaged } from './put-file';
import { sparseWork } from './sparse-work';
import { workContent } from './work-content';

/**
 * Writes the new files of a change beside the working tree and makes them durable, all together. A full disk shows
 * here, before anything has moved; bringing them then only gives them their names. Can be run again.
 * @param asideFolder the one that applyChanges is given
 * @throws EngineError `disk-full`, `not-permitted`, `read-only-folder`, `object-missing`, `git-failed`, `cancelled`
 */
export async function stageFiles(
  repository: Repository,
  reader: ObjectReader,
  changes: readonly TreeChange[],
  asideFolder: string,
  signal?: AbortSignal,
): Promise<void> {
  const content = workContent(repository, reader, changes, 'to');
  const files = sparseWork(repository).fileChanges(changes);
  await content.prepare(files, reader, signal);
  const staged: (string | Buffer)[] = [];
  try {
    mkdirSync(asideFolder, { recursive: true });
    const places = asidePlaces(repository.folder, asideFolder);
    for (const { path, to } of files) {
      if (!to || !isPlainFile(to, content.settings.symlinks)) continue;
      const fresh = places(path).fresh();
      const file = {
        bytes: content.outOfGit(reader.blob(to.id), path, to.mode),
        executable: to.mode === FileMode.executable,
      };
      if (!isStaged(fresh, file)) write(fresh, file);
      staged.push(fresh);
    }
    await syncPaths(staged, 'files');
    await syncPaths([asideFolder], 'folders');
  } catch (cause) {
    throw fromSystem(cause, asideFolder);
  }
}

const isPlainFile = ({ mode }: TreeEntry, symlinks: boolean): boolean =>
  (mode & 0o170000) === 0o100000 || (mode === FileMode.symlink && !symlinks);

function write(fresh: string | Buffer, { bytes, executable }: { bytes: Buffer; executable: boolean }): void {
  const file = openSync(fresh, 'w', executable ? 0o777 : 0o666);
  try {
    writeAll(file, bytes);
  } finally {
    closeSync(file);
  }
}
