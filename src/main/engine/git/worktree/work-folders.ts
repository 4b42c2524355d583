import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isError, systemCode } from '../../errors';
import { readRawRef } from '../refs/read-ref';
import { readConfig } from '../repository/config';
import type { Repository } from '../repository/repository';

/** A working folder of a clone: the main one, or a linked one. */
export interface WorkFolder {
  /** Real path where it is there, else as git remembers it. */
  readonly path: string;
  readonly isMissing: boolean;
  /** Its own git folder. */
  readonly gitDir: string;
  /** Full names of the branches that are checked out, rebased or bisected there: no other folder may have them. */
  readonly branches: readonly string[];
}

type Clone = Pick<Repository, 'commonDir' | 'environment'>;

export const linksFolder = (commonDir: string): string => join(commonDir, 'worktrees');

/**
 * The working folders of a clone as `git worktree list` shows them, the main one first (none where that is bare).
 * @see https://git-scm.com/docs/gitrepository-layout "worktrees"
 */
export function listWorkFolders(clone: Clone): WorkFolder[] {
  const { commonDir } = clone;
  const main = mainFolder(clone);
  const links = namesIn(linksFolder(commonDir)).flatMap((name) => {
    const gitDir = join(linksFolder(commonDir), name);
    const target = textOf(join(gitDir, 'gitdir'));
    return target === null ? [] : [workFolder(dirname(resolve(gitDir, target)), gitDir, commonDir)];
  });
  return main === null ? links : [workFolder(main, commonDir, commonDir), ...links];
}

/** The main working folder; null where the clone is bare. */
export function mainFolder({ commonDir, environment }: Clone): string | null {
  const config = readConfig({ gitDir: commonDir, commonDir, environment });
  const elsewhere = config.get('core.worktree');
  if (elsewhere) return resolve(commonDir, elsewhere);
  return config.getBool('core.bare') === true || basename(commonDir) !== '.git' ? null : dirname(commonDir);
}

function workFolder(folder: string, gitDir: string, commonDir: string): WorkFolder {
  const isMissing = !existsSync(join(folder, '.git'));
  const path = isMissing ? folder : realpathSync(folder);
  return { path, isMissing, gitDir, branches: branchesIn(gitDir, commonDir) };
}

function branchesIn(gitDir: string, commonDir: string): string[] {
  const held = [
    headOf(gitDir, commonDir),
    textOf(join(gitDir, 'rebase-merge/head-name')),
    ...(existsSync(join(gitDir, 'rebase-apply/applying'))
      ? []
      : [textOf(join(gitDir, 'rebase-apply/head-name'))]),
    ...(textOf(join(gitDir, 'rebase-merge/update-refs'))?.split('\n') ?? []),
  ];
  const bisected = existsSync(join(gitDir, 'BISECT_LOG')) ? textOf(join(gitDir, 'BISECT_START')) : null;
  if (bisected !== null) held.push(`refs/heads/${bisected.replace(/^refs\/heads\//, '')}`);
  return [...new Set(held.filter((ref) => ref?.startsWith('refs/heads/') === true))] as string[];
}

function headOf(gitDir: string, commonDir: string): string | null {
  try {
    const raw = readRawRef({ gitDir, commonDir }, 'HEAD');
    return raw?.kind === 'symbolic' ? raw.to : null;
  } catch (cause) {
    if (isError(cause, 'ref-damaged')) return null; // whoever opens that folder is told so
    throw cause;
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').replace(/[\r\n]+$/, '');
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return null;
    throw cause;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return [];
    throw cause;
  }
}
