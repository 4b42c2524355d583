import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fail, fromSystem, systemCode } from '../errors';
import type { Repository } from '../git/repository/repository';
import { listWorkFolders, mainFolder } from '../git/worktree/work-folders';

/**
 * Whether a linked folder of a clone can be made at a path: nothing is there, or an empty folder, not inside the clone.
 * @returns the path, with the real one of the folder above it
 * @throws EngineError `target-not-empty`, `folder-missing` (the one above), `folder-remembered`, `not-permitted`
 */
export function newFolderFor(repository: Repository, path: string): string {
  const above = realFolder(dirname(resolve(path)));
  const target = join(above, basename(resolve(path)));
  const folders = listWorkFolders(repository);
  const around = [...folders.map((folder) => folder.path), repository.commonDir].find((folder) =>
    isInside(target, folder),
  );
  if (around !== undefined) fail('not-permitted', { path: target, reason: `it lies inside ${around}` });
  if (!isFree(target)) fail('target-not-empty', { path: target });
  if (folders.some((folder) => folder.path === target))
    fail('folder-remembered', { path: target, clone: mainFolder(repository) ?? repository.folder });
  return target;
}

function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? ''))
      return fail('folder-missing', { path }, cause);
    throw fromSystem(cause, path);
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way.split(sep)[0] !== '..' && !isAbsolute(way);
}

function isFree(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined || (stats.isDirectory() && readdirSync(path).length === 0);
}
