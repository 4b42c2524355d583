import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { systemCode } from '../../errors';
import { writeFileAtomic } from '../../files/atomic-write';
import { encodePath } from '../path-codec';
import { linksFolder } from './work-folders';

/** The name of a linked folder in its clone before it is tried: git's rule, its own name made fit for a ref. */
export function linkName(folder: string): string {
  const name = basename(folder)
    // eslint-disable-next-line no-control-regex -- control characters are part of git's rule
    .replace(/[\x00-\x20\x7f~^:?*[\\]/g, '-')
    .replace(/\.\.+/g, '.')
    .replace(/@\{/g, '@-')
    .replace(/^\./, '-')
    .replace(/(?:\.lock)+$/, '');
  return name || 'worktree';
}

/** The first of `name`, `name1`, `name2`, ... that no linked folder of the clone has. */
export function freeLinkName(commonDir: string, name: string): string {
  for (let n = 0; ; n++) {
    const tried = n === 0 ? name : `${name}${n}`;
    if (!existsSync(join(linksFolder(commonDir), tried))) return tried;
  }
}

export interface Link {
  readonly commonDir: string;
  /** Its name under `worktrees/`. */
  readonly name: string;
  /** Where the working folder will be. */
  readonly path: string;
  /** Full name of its branch. */
  readonly branch: string;
  /** Why git must not prune it yet; whoever wrote this text made it. */
  readonly reason: string;
}

export const linkDir = ({ commonDir, name }: Pick<Link, 'commonDir' | 'name'>): string =>
  join(linksFolder(commonDir), name);

/** While this is there git prunes nothing; git itself writes it first, too. */
export const lockedFile = (gitDir: string): string => join(gitDir, 'locked');

/** As git writes paths into its own files: with slashes everywhere. */
const gitPath = (path: string): string => (process.platform === 'win32' ? path.replaceAll('\\', '/') : path);

/**
 * Makes the git folder of a linked working folder, on its branch and locked.
 * @returns false when somebody else has just taken the name
 * @see https://git-scm.com/docs/gitrepository-layout "worktrees"
 */
export function makeLinkDir(link: Link): boolean {
  const gitDir = linkDir(link);
  mkdirSync(linksFolder(link.commonDir), { recursive: true });
  try {
    mkdirSync(gitDir);
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false;
    throw cause;
  }
  writeFileAtomic(lockedFile(gitDir), `${link.reason}\n`);
  writeFileAtomic(join(gitDir, 'gitdir'), `${gitPath(join(link.path, '.git'))}\n`);
  writeFileAtomic(join(gitDir, 'commondir'), '../..\n');
  writeFileAtomic(join(gitDir, 'HEAD'), encodePath(`ref: ${link.branch}\n`));
  return true;
}

/** Tells a working folder where its git folder is. */
export const pointToLinkDir = (folder: string, link: Link): void =>
  writeFileAtomic(join(folder, '.git'), gitFileText(link));

const gitFileText = (link: Pick<Link, 'commonDir' | 'name'>): string => `gitdir: ${gitPath(linkDir(link))}\n`;

/** Whether a working folder says that its git folder is this one. */
export function pointsTo(folder: string, link: Pick<Link, 'commonDir' | 'name'>): boolean {
  try {
    return readFileSync(join(folder, '.git'), 'utf8') === gitFileText(link);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(systemCode(cause) ?? '')) return false;
    throw cause;
  }
}
