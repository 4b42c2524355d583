import type { StatData } from '../index/index-entry';
import type { ObjectId } from '../model';
import type { StatusEntry } from '../status/status';
import type { UnsupportedPath } from '../worktree/find-unsupported';

/** One path in which a working tree differs from its last commit. */
export interface SnapshotChange {
  readonly path: string;
  /** Against the last commit. */
  readonly kind: 'added' | 'modified' | 'deleted' | 'type';
  /** What the snapshot's tree has: a FileMode and the blob (a submodule: its commit); null when deleted. */
  readonly mode: number | null;
  readonly id: ObjectId | null;
  /** The file is new and not even in the index. */
  readonly untracked: boolean;
  /** Milliseconds since 1970; 0 when deleted. */
  readonly modifiedMilliseconds: number;
  /** Bytes in the working tree; 0 when deleted. */
  readonly size: number;
  /** How the file looked when its content was taken; null when there is none, or it was staged and not looked at. */
  readonly stat: StatData | null;
}

/** A working tree with its dirty work, as a tree object. Nothing of the clone was moved for it. */
export interface Snapshot {
  readonly headCommit: ObjectId | null;
  readonly headTree: ObjectId | null;
  /** Full name, null when HEAD is detached. */
  readonly branch: string | null;
  /** What would be committed: the last commit with all changes. */
  readonly tree: ObjectId;
  /** Against the last commit, in git's order of paths. */
  readonly changes: readonly SnapshotChange[];
  /** New files that were not taken in. */
  readonly leftOut: readonly StatusEntry[];
  /** Clones inside this one, each with a slash at its end. */
  readonly nested: readonly string[];
  /** Files that kept changing while they were read; the tree has their last committed content. */
  readonly unstable: readonly string[];
  /** Staged, then changed again: what is meant is not known. */
  readonly partlyStaged: readonly string[];
  readonly unmerged: readonly string[];
  /** Dirty files that need something Laneway does not run; the tree has their last committed content. */
  readonly unsupported: readonly UnsupportedPath[];
  /** Folders in which new files could not be looked for: no permission. */
  readonly unreadable: readonly string[];
}
