import type { ObjectFormat } from './object-format';

/** The words of git as data. Formats: https://git-scm.com/docs/gitformat-index, gitformat-pack, git-hash-object. */

/** Lower-case hex digits, as many as the repository's {@link ObjectFormat} has. */
export type ObjectId = string;
export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export const FileMode = {
  tree: 0o040000,
  file: 0o100644,
  executable: 0o100755,
  symlink: 0o120000,
  submodule: 0o160000,
} as const;

/** Old gits wrote other permission bits; git reads them as one of its two (tree-walk's canonical mode). */
export const canonicalMode = (mode: number): number =>
  (mode & 0o170000) === 0o100000 ? (mode & 0o100 ? FileMode.executable : FileMode.file) : mode;

export interface GitObject {
  readonly type: ObjectType;
  readonly body: Buffer;
}

/** One name in a tree. `mode` as git stores it (old group-writable 0o100664 included). */
export interface TreeEntry {
  readonly mode: number;
  readonly id: ObjectId;
}

/** Name -> entry, in git's order. Names are decoded by path-codec.ts, so that any bytes survive. */
export type Tree = ReadonlyMap<string, TreeEntry>;

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970. */
  readonly seconds: number;
  /** Minutes east of UTC. */
  readonly offsetMinutes: number;
}

export interface Commit {
  readonly id: ObjectId;
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/**
 * Reads objects; synchronous, because it is used in a worker only.
 * Every method throws EngineError `object-missing` or `object-damaged` (also when the type is another).
 */
export interface ObjectReader {
  readonly format: ObjectFormat;
  has(id: ObjectId): boolean;
  read(id: ObjectId): GitObject;
  blob(id: ObjectId): Buffer;
  tree(id: ObjectId): Tree;
  commit(id: ObjectId): Commit;
}

/** Also takes new objects. Writing what is there already is free and allowed. */
export interface ObjectStore extends ObjectReader {
  write(type: ObjectType, body: Uint8Array): ObjectId;
}

/** An object with its id, ready to be stored elsewhere. */
export interface NewObject extends GitObject {
  readonly id: ObjectId;
}

/** A store whose writes stay in memory, above one or more readers: where plans are computed. */
export interface OverlayStore extends ObjectStore {
  /** What was written here, in order of writing; some of it may be in the readers below as well. */
  written(): readonly NewObject[];
}

export const isTree = (entry: TreeEntry | undefined): entry is TreeEntry => entry?.mode === FileMode.tree;

export const sameEntry = (a: TreeEntry | undefined, b: TreeEntry | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.id === b.id && a.mode === b.mode);
