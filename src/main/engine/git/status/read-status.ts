import { readFullIndex } from '../index/full-index';
import { statDataOf } from '../index/index-entry';
import { EntryFlag, findInIndex, idAt, modeAt, type Index } from '../index/read-index';
import type { TreeEntry } from '../model';
import { comparePaths, systemPath } from '../path-codec';
import { readHead } from '../refs/read-head';
import type { Repository } from '../repository/repository';
import { isForbidden, lookClosely } from '../worktree/lstat';
import { workTreeAttributes } from './attribute-source';
import { compareHead } from './compare-head';
import { compareWork, workMode, type KnownContents, type WorkDifference } from './compare-work';
import { conversionsBy } from './conversions';
import { sparseCheckout } from './sparse-checkout';
import type { Status, StatusEntry } from './status';
import { findUntracked } from './untracked';
import { workSettings, type WorkSettings } from './work-settings';

export interface StatusOptions {
  readonly known?: KnownContents | undefined;
}

/**
 * Compares last commit, index and working tree, as `git status --untracked-files=all --no-renames` does. Reads only:
 * the index is not refreshed, and no hook, file system monitor or filter of the repository runs.
 * @throws EngineError `index-damaged`, `unsupported-repository`, `object-missing`, `object-damaged`
 */
export function readStatus(repository: Repository, options: StatusOptions = {}): Status {
  const settings = workSettings(repository.config());
  const { commit: headCommit, branch } = readHead(repository);
  const headTree = headCommit === null ? null : repository.objects.commit(headCommit).tree;
  const index = readFullIndex(repository);
  const conversions = conversionsBy(repository, settings, workTreeAttributes(repository, index));
  const { differences, unseen } = compareWork({
    repository,
    index,
    settings,
    conversions,
    sparse: sparseCheckout(repository),
    known: options.known,
  });
  const staged = compareHead(index, repository.objects, headTree);
  const { files, nested, unreadable } = findUntracked(repository, index, settings);

  const entries = new Map<string, StatusEntry>();
  const add = (path: string, parts: Partial<StatusEntry>): void => {
    const before = entries.get(path) ?? blank(path, index);
    entries.set(path, withStat({ ...before, ...parts }));
  };
  for (const [path, { change, head }] of staged) add(path, { staged: change, head });
  for (const [path, difference] of differences) {
    add(path, entries.has(path) ? difference : { ...difference, head: committed(index, path) });
  }
  for (const path of files) addUntracked(repository, settings, path, add);
  for (const path of nested) add(path, { work: 'nested-repository' });
  for (let i = 0; i < index.count; i++)
    if (index.stages[i] !== 0) add(index.paths[i] ?? '', { unmerged: true });
  const sorted = [...entries.values()].sort((a, b) => comparePaths(a.path, b.path));
  return { headCommit, headTree, branch, entries: sorted, unreadable, unseen, index };
}

function indexEntry(index: Index, path: string): TreeEntry | null {
  const i = findInIndex(index, path);
  return i >= 0 && index.stages[i] === 0 ? { mode: modeAt(index, i), id: idAt(index, i) } : null;
}

/** What the commit has where nothing is staged: the same as the index, but for paths that were only announced. */
function committed(index: Index, path: string): TreeEntry | null {
  const announced = (index.flags[findInIndex(index, path)] ?? 0) & EntryFlag.intentToAdd;
  return announced ? null : indexEntry(index, path);
}

const blank = (path: string, index: Index): StatusEntry => ({
  path,
  staged: null,
  work: null,
  unmerged: false,
  head: null,
  index: indexEntry(index, path),
  mode: null,
  size: 0,
  modifiedMilliseconds: 0,
  stat: null,
  submoduleHead: null,
  unsupported: null,
});

const withStat = (entry: StatusEntry): StatusEntry =>
  entry.stat
    ? {
        ...entry,
        size: entry.stat.size,
        modifiedMilliseconds:
          entry.stat.modifiedSeconds * 1000 + Math.floor(entry.stat.modifiedNanoseconds / 1e6),
      }
    : entry;

function addUntracked(
  repository: Repository,
  settings: WorkSettings,
  path: string,
  add: (path: string, parts: Partial<StatusEntry> & Partial<WorkDifference>) => void,
): void {
  let stat;
  try {
    stat = lookClosely(systemPath(repository.folder, path));
  } catch (cause) {
    if (!isForbidden(cause)) throw cause;
    return add(path, { work: 'untracked' }); // the folder says its name, and lets nobody look at it
  }
  if (!stat) return; // gone since the folder was listed
  add(path, { work: 'untracked', mode: workMode(stat, 0, settings), stat: statDataOf(stat) });
}
