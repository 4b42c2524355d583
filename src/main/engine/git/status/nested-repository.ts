import { readFileSync, statSync, type Stats } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { ObjectId } from '../model';
import type { ObjectFormat } from '../object-format';
import { decodePath, encodePath } from '../path-codec';
import { isForbidden, lookAt } from '../worktree/lstat';

/**
 * Repositories inside the working tree: submodules and clones that somebody put there. Read, never opened.
 * Folders are whole paths as path-codec decodes them.
 */

function textOf(path: string): string | null {
  try {
    return decodePath(readFileSync(encodePath(path)));
  } catch {
    return null; // not there, not readable, a folder: no repository in any case
  }
}

const isFolder = (path: string): boolean => {
  try {
    return statSync(encodePath(path)).isDirectory();
  } catch {
    return false;
  }
};

function statOf(path: string): Stats | undefined {
  try {
    return lookAt(encodePath(path));
  } catch (cause) {
    if (isForbidden(cause)) return undefined; // git sees no repository there, either
    throw cause;
  }
}

/** The git directory of the working tree at `folder`, or null if it is none. */
function gitDirOf(folder: string): string | null {
  const path = join(folder, '.git');
  const stat = statOf(path);
  if (!stat) return null;
  let gitDir = path;
  if (stat.isFile()) {
    const target = /^gitdir: (.*?)[\r\n]*$/s.exec(textOf(path) ?? '')?.[1];
    if (!target) return null;
    gitDir = isAbsolute(target) ? target : join(folder, target);
  }
  const head = textOf(join(gitDir, 'HEAD'));
  if (head === null || !/^(ref: refs\/|[0-9a-f]{40})/.test(head)) return null;
  const common = commonDirOf(gitDir);
  return isFolder(join(common, 'objects')) && isFolder(join(common, 'refs')) ? gitDir : null;
}

function commonDirOf(gitDir: string): string {
  const common = textOf(join(gitDir, 'commondir'))?.trim();
  if (!common) return gitDir;
  return isAbsolute(common) ? common : join(gitDir, common);
}

/** Whether the folder is a working tree of its own. */
export const isNestedRepository = (folder: string): boolean => gitDirOf(folder) !== null;

/**
 * The commit that the repository at `folder` has checked out; null where there is no repository, no commit, or one
 * that is not named as those of the outer repository (`format`): it cannot be in a tree there.
 */
export function nestedHead(folder: string, { idDigits }: ObjectFormat): ObjectId | null {
  const gitDir = gitDirOf(folder);
  if (!gitDir) return null;
  const common = commonDirOf(gitDir);
  let value = textOf(join(gitDir, 'HEAD'))?.trim() ?? '';
  for (let hops = 0; hops < 5 && value.startsWith('ref: '); hops++) {
    const name = value.slice(5).trim();
    value = (textOf(join(gitDir, name)) ?? textOf(join(common, name)))?.trim() ?? packedRef(common, name);
  }
  return value.length === idDigits && /^[0-9a-f]+$/.test(value) ? value : null;
}

function packedRef(common: string, name: string): string {
  for (const line of (textOf(join(common, 'packed-refs')) ?? '').split('\n'))
    if (line.endsWith(` ${name}`)) return line.slice(0, -name.length - 1);
  return '';
}
