import { decodePath, encodePath } from '../path-codec';
import type { ObjectId } from '../model';

/**
 * What git remembers about folders of the index: the tree each one would be written as.
 * Format: "Cache tree" in https://git-scm.com/docs/gitformat-index.
 */
export interface CacheTree {
  /** Index entries below this folder, or -1 when something in it changed since. */
  readonly count: number;
  /** Tree of the folder; null exactly when count is -1. */
  readonly id: ObjectId | null;
  readonly children: ReadonlyMap<string, CacheTree>;
}

const newline = 10;
const space = 32;

/** Body of a TREE extension; null when it is empty. */
export function parseCacheTree(bytes: Buffer, start: number, end: number, idBytes: number): CacheTree | null {
  let at = start;
  const number = (stop: number): number => {
    const to = bytes.indexOf(stop, at);
    if (to < 0 || to >= end) throw new RangeError('cache tree cut off');
    const value = Number(bytes.toString('latin1', at, to));
    at = to + 1;
    return value;
  };
  const node = (): [string, CacheTree] => {
    const nul = bytes.indexOf(0, at);
    if (nul < 0 || nul >= end) throw new RangeError('cache tree cut off');
    const name = decodePath(bytes, at, nul);
    at = nul + 1;
    const count = number(space);
    const folders = number(newline);
    let id: ObjectId | null = null;
    if (count >= 0) {
      id = bytes.toString('hex', at, at + idBytes);
      at += idBytes;
    }
    const children = new Map<string, CacheTree>();
    for (let i = 0; i < folders; i++) children.set(...node());
    return [name, { count: count >= 0 ? count : -1, id, children }];
  };
  return at < end ? node()[1] : null;
}

/** The extension's body. Sub-folders are in git's order for them: shorter names first. */
export function serializeCacheTree(root: CacheTree): Buffer {
  const parts: Buffer[] = [];
  const node = (name: Buffer, tree: CacheTree): void => {
    parts.push(name, Buffer.from(`\0${tree.count} ${tree.children.size}\n`, 'latin1'));
    if (tree.id !== null) parts.push(Buffer.from(tree.id, 'hex'));
    const children = [...tree.children].map(([child, below]) => [encodePath(child), below] as const);
    children.sort(([a], [b]) => a.length - b.length || Buffer.compare(a, b));
    for (const [child, below] of children) node(child, below);
  };
  node(Buffer.alloc(0), root);
  return Buffer.concat(parts);
}

/** The same cache tree with every folder above one of `paths` marked as changed; what is below stays valid. */
export function invalidateCacheTree(root: CacheTree, paths: Iterable<string>): CacheTree {
  interface Touched {
    readonly folders: Map<string, Touched>;
    readonly names: Set<string>;
  }
  const empty = (): Touched => ({ folders: new Map(), names: new Set() });
  const all = empty();
  for (const path of paths) {
    const parts = path.split('/');
    let at = all;
    for (const part of parts.slice(0, -1)) {
      let below = at.folders.get(part);
      if (!below) at.folders.set(part, (below = empty()));
      at = below;
    }
    at.names.add(parts[parts.length - 1] ?? '');
  }
  const apply = (tree: CacheTree, touched: Touched): CacheTree => {
    const children = new Map<string, CacheTree>();
    for (const [name, child] of tree.children) {
      if (touched.names.has(name) && !touched.folders.has(name)) continue; // a file took the folder's place
      const below = touched.folders.get(name);
      children.set(name, below ? apply(child, below) : child);
    }
    return { count: -1, id: null, children };
  };
  return all.folders.size || all.names.size ? apply(root, all) : root;
}
