import { join } from 'node:path';
import type { Repository } from '../repository/repository';
import { lastMatch, parseIgnoreFile, patternLines } from './ignore-rules';
import { byteString } from './path-pattern';
import { readRuleFile } from './rule-files';
import { parseCone } from './sparse-cone';

/** What of a clone belongs into its working tree, where that is not everything. */
export interface SparseCheckout {
  /** Whether the file at a path belongs into the working tree; a submodule counts as a folder. */
  includes(path: string, isSubmodule?: boolean): boolean;
  /** Files may lie outside of the patterns on purpose: that they are there says nothing. */
  readonly expectsFilesOutside: boolean;
}

/**
 * The sparse checkout of a working tree (a linked one has its own); null where there is none. Without a file of
 * patterns all paths are included.
 * @see https://git-scm.com/docs/git-sparse-checkout
 */
export function sparseCheckout(repository: Pick<Repository, 'gitDir' | 'config'>): SparseCheckout | null {
  const config = repository.config();
  if (config.getBool('core.sparsecheckout') !== true) return null;
  const bytes = readRuleFile(join(repository.gitDir, 'info', 'sparse-checkout'), true);
  const ignoreCase = config.getBool('core.ignorecase') ?? false;
  return {
    includes: bytes
      ? sparsePatterns(bytes, config.getBool('core.sparsecheckoutcone') ?? false, ignoreCase)
      : () => true,
    expectsFilesOutside: config.getBool('sparse.expectfilesoutsideofpatterns') ?? false,
  };
}

/**
 * Compiles a file of sparse patterns. Those of no cone are written as ignore patterns and mean the opposite: a path
 * that none of them decides about goes with its folder, and the top folder is out.
 * @param asCone read as cones where all patterns have that form
 */
export function sparsePatterns(
  bytes: Buffer,
  asCone: boolean,
  ignoreCase: boolean,
): SparseCheckout['includes'] {
  const cone = asCone ? parseCone(patternLines(bytes), ignoreCase) : null;
  if (cone) return (path) => cone(byteString(path));
  const list = parseIgnoreFile(bytes, '', ignoreCase);
  const folders = new Map<string, boolean>([['', false]]);
  const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const includesFolder = (folder: string): boolean => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const answer = lastMatch(list, folder, true)?.ignores ?? includesFolder(folderOf(folder));
    folders.set(folder, answer);
    return answer;
  };
  return (path, isSubmodule = false) => {
    const bytePath = byteString(path);
    return lastMatch(list, bytePath, isSubmodule)?.ignores ?? includesFolder(folderOf(bytePath));
  };
}
