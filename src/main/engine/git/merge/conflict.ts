import type { TreeEntry } from '../model';

export type MergeConflictType =
  | 'content'
  | 'add/add'
  | 'modify/delete'
  | 'rename/rename'
  | 'rename/delete'
  | 'rename/add'
  | 'binary'
  | 'mode'
  | 'file/directory'
  | 'submodule'
  | 'symlink'
  | 'type'
  | 'file-location';

/** A path that both sides changed in ways that do not go together. */
export interface MergeConflict {
  /**
   * Where git would list it. A file that gives way to a folder keeps its name here; a file renamed differently on
   * both sides is listed once, by its old name.
   */
  readonly path: string;
  readonly type: MergeConflictType;
  readonly base?: TreeEntry;
  readonly ours?: TreeEntry;
  readonly theirs?: TreeEntry;
  readonly deletedBy?: 'ours' | 'theirs';
  /** The other names: new ones of a file renamed twice, the old one of a renamed file, the one it might move to. */
  readonly otherPaths?: readonly string[];
  /** Names in the merged tree of files that gave way to another of the same name. */
  readonly aside?: readonly string[];
}
