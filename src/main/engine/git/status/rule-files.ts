import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { systemCode } from '../../errors';
import { homeFolder } from '../repository/config-files';
import type { Repository } from '../repository/repository';
import { lookAt } from '../worktree/lstat';

const absent = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'EPERM', 'EISDIR']);

/**
 * A file of rules, or null where there is none to read (git goes on without it, too). Inside a working tree a
 * symbolic link is never followed: it could lead anywhere.
 */
export function readRuleFile(path: string | Buffer, followLinks: boolean): Buffer | null {
  const flags =
    constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (followLinks ? 0 : (constants.O_NOFOLLOW ?? 0));
  let file: number;
  try {
    if (!lookAt(path)) return null; // the usual case: an error of the file system costs four times as much
    file = openSync(path, flags);
  } catch (cause) {
    if (absent.has(systemCode(cause) ?? '')) return null;
    throw cause;
  }
  try {
    return fstatSync(file).isFile() ? readFileSync(file) : null;
  } finally {
    closeSync(file);
  }
}

/** The person's own file: what the configuration names, else `git/<name>` in their configuration folder. */
export function personalRuleFile(
  repository: Repository,
  key: string,
  name: 'ignore' | 'attributes',
): string | null {
  const { environment } = repository;
  const configured = repository.config().getPath(key);
  if (configured === '') return null; // told that there is none
  if (configured) return isAbsolute(configured) ? configured : resolve(repository.folder, configured);
  const home = homeFolder(environment);
  const folder = environment['XDG_CONFIG_HOME'] || (home ? join(home, '.config') : '');
  return folder ? join(folder, 'git', name) : null;
}
