import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join, resolve } from 'node:path';
import { fail, systemCode } from '../../errors';

export interface GitFolders {
  /** Real path of the working tree. */
  readonly folder: string;
  readonly gitDir: string;
  readonly commonDir: string;
  readonly isLinked: boolean;
}

/**
 * Finds the git folders of a working tree, exactly there and not in a folder above it.
 * @throws EngineError `folder-missing`, `not-a-clone`, `bare-repository`, `not-permitted`
 * @see https://git-scm.com/docs/gitrepository-layout ("gitfile", "commondir")
 */
export function findGitDir(path: string): GitFolders {
  if (look(path)?.isDirectory() !== true) fail('folder-missing', { path });
  const folder = realpathSync(path);
  const dot = join(folder, '.git');
  const found = look(dot);
  if (found === undefined) {
    if (looksLikeGitDir(folder, folder)) fail('bare-repository', { path: folder });
    return fail('not-a-clone', { path: folder });
  }
  const gitDir = found.isDirectory() ? dot : followGitFile(dot, folder);
  const shared = readPointer(join(gitDir, 'commondir'));
  const commonDir = shared === null ? gitDir : resolve(gitDir, shared);
  if (!looksLikeGitDir(gitDir, commonDir)) fail('not-a-clone', { path: folder });
  return {
    folder,
    gitDir: realpathSync(gitDir),
    commonDir: realpathSync(commonDir),
    isLinked: shared !== null,
  };
}

function followGitFile(file: string, folder: string): string {
  const target = /^gitdir: (.+)$/s.exec(readPointer(file) ?? '')?.[1];
  if (target === undefined) return fail('not-a-clone', { path: folder });
  return resolve(folder, target);
}

const looksLikeGitDir = (gitDir: string, commonDir: string): boolean =>
  existsSync(join(gitDir, 'HEAD')) &&
  existsSync(join(commonDir, 'objects')) &&
  existsSync(join(commonDir, 'refs'));

function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    if (systemCode(cause) === 'EACCES')
      return fail('not-permitted', { path, reason: 'permission denied' }, cause);
    throw cause;
  }
}

/** A file with one path in it, or null when there is none. */
function readPointer(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/[\r\n]+$/, '');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') return null;
    throw cause;
  }
}
