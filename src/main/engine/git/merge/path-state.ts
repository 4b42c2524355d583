import type { TreeEntry } from '../model';
import type { MergeConflictType } from './conflict';

/** The two sides of a merge. */
export type Side = 1 | 2;
export const sides: readonly Side[] = [1, 2];
export const otherSide = (side: Side): Side => (side === 1 ? 2 : 1);

/** Three of something: base, ours, theirs. */
export type Triple<T> = [base: T, ours: T, theirs: T];

/** Which of base (1), ours (2) and theirs (4) are meant. */
export type Mask = number;

/** What is known of one path while a merge is under way; renames move files from one to another. */
export interface PathState {
  readonly path: string;
  /** The files, links and submodules there. */
  readonly files: Triple<TreeEntry | undefined>;
  /** The names under which those were found. */
  readonly names: Triple<string>;
  /** Where it is a folder. */
  folders: Mask;
  /** Which of the files are the same: 3, 5, 6, or 0 for none. */
  match: Mask;
  /** A folder lies in the way of a file of the same name. */
  inWay: boolean;
  /** The names are in conflict, whatever the contents say. */
  cause: { readonly type: MergeConflictType; readonly otherPaths: readonly string[] } | null;
  /** Old name of a file renamed to here on one side, while the other side has another file here. */
  collision: string | null;
  /** For the old name of a file renamed differently on both sides: the three versions. */
  split: Triple<TreeEntry | undefined> | null;
  /** Decided already: what will be there (null: nothing). */
  result: TreeEntry | null | undefined;
}

export const maskOf = (entries: readonly (TreeEntry | undefined)[]): Mask =>
  (entries[0] ? 1 : 0) | (entries[1] ? 2 : 0) | (entries[2] ? 4 : 0);

export const fileMask = (state: PathState): Mask => maskOf(state.files);

const typeBits = 0o170000;
/** File (executable or not), link or submodule: 0 where there is nothing. */
export const typeOf = (entry: TreeEntry | undefined): number => (entry?.mode ?? 0) & typeBits;
export const isRegular = (entry: TreeEntry | undefined): boolean => typeOf(entry) === 0o100000;

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A path of which nothing is known yet. */
export const emptyState = (path: string): PathState => ({
  path,
  files: [undefined, undefined, undefined],
  names: [path, path, path],
  folders: 0,
  match: 0,
  inWay: false,
  cause: null,
  collision: null,
  split: null,
  result: undefined,
});
