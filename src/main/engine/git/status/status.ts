import type { StatData } from '../index/index-entry';
import type { Index } from '../index/read-index';
import type { Unsupported } from './conversions';
import type { ObjectId, TreeEntry } from '../model';

/** Difference between the last commit and the index. */
export type StagedChange = 'added' | 'modified' | 'deleted' | 'type';

/** Difference between the index and the working tree. `added`: announced with `git add --intent-to-add`. */
export type WorkChange =
  | 'added'
  | 'modified'
  | 'deleted'
  /** File, link and submodule changed into one another. */
  | 'type'
  | 'untracked'
  /** A clone of its own inside this one; its path ends in a slash. */
  | 'nested-repository';

/** A path that is not the same in all of commit, index and working tree. */
export interface StatusEntry {
  readonly path: string;
  readonly staged: StagedChange | null;
  readonly work: WorkChange | null;
  /** In conflict in an unfinished merge; `staged` and `work` say nothing then. */
  readonly unmerged: boolean;
  /** What the last commit has at this path. */
  readonly head: TreeEntry | null;
  /** What the index has (stage 0). */
  readonly index: TreeEntry | null;
  /** What git would say of the file that is there: a FileMode; null when there is none, or nothing git could store. */
  readonly mode: number | null;
  /** Bytes; 0 when there is no file. */
  readonly size: number;
  /** Milliseconds since 1970; 0 when there is no file. */
  readonly modifiedMilliseconds: number;
  readonly stat: StatData | null;
  /** Of a submodule: the commit that is checked out in it. */
  readonly submoduleHead: ObjectId | null;
  /** The file would have to go through something that Laneway does not run. */
  readonly unsupported: Unsupported | null;
}

export interface Status {
  readonly headCommit: ObjectId | null;
  readonly headTree: ObjectId | null;
  /** Full name of the branch (refs/heads/...), null when HEAD is detached. */
  readonly branch: string | null;
  /** In git's order of paths. Renames are not looked for. */
  readonly entries: readonly StatusEntry[];
  /** Folders in which new files could not be looked for: no permission. */
  readonly unreadable: readonly string[];
  /** Tracked files that may not be looked at: no permission. What became of them is not known. */
  readonly unseen: readonly string[];
  readonly index: Index;
}

/**
 * Paths of which git would commit something else than what lies in the folder: staged, then changed again
 * (or taken out of git while the file stays). They are refused, because either version could be the meant one.
 */
export const partlyStaged = (status: Pick<Status, 'entries'>): string[] =>
  status.entries.filter((entry) => entry.staged !== null && entry.work !== null).map((entry) => entry.path);
