import { isTree, type ObjectId, type ObjectReader, type Tree } from '../model';
import type { CacheTree } from './cache-tree';
import { EntryFlag, idAt, modeAt, type Index } from './read-index';

const changed = (children: ReadonlyMap<string, CacheTree>): CacheTree => ({ count: -1, id: null, children });

/**
 * A cache tree for `index`, whose entries should be those of tree `root`. A folder is remembered as a tree only after
 * its entries were compared with it, so that a wrong belief costs time and never a wrong status.
 * @param known what is already known of this index; folders valid there are not looked into again.
 */
export function cacheTreeFor(
  index: Index,
  known: CacheTree | null,
  reader: ObjectReader,
  root: ObjectId,
): CacheTree {
  let i = 0;
  const walk = (prefix: string, cached: CacheTree | undefined, id: ObjectId | undefined): CacheTree => {
    if (cached?.id && (id === undefined || cached.id === id)) {
      i += cached.count;
      return cached;
    }
    const tree: Tree = id === undefined ? new Map() : reader.tree(id);
    const start = i;
    const children = new Map<string, CacheTree>();
    let same = id !== undefined;
    let names = 0;
    while (i < index.count && (index.paths[i] ?? '').startsWith(prefix)) {
      const rest = (index.paths[i] ?? '').slice(prefix.length);
      const slash = rest.indexOf('/');
      names++;
      if (slash < 0) {
        const entry = tree.get(rest);
        const plain = index.stages[i] === 0 && !((index.flags[i] ?? 0) & EntryFlag.intentToAdd);
        if (!plain || entry?.id !== idAt(index, i) || entry.mode !== modeAt(index, i)) same = false;
        i++;
      } else {
        const name = rest.slice(0, slash);
        const entry = tree.get(name);
        const child = walk(
          `${prefix}${name}/`,
          cached?.children.get(name),
          isTree(entry) ? entry.id : undefined,
        );
        children.set(name, child);
        if (child.id === null || !isTree(entry) || child.id !== entry.id) same = false;
      }
    }
    return same && id !== undefined && names === tree.size
      ? { count: i - start, id, children }
      : changed(children);
  };
  return walk('', known ?? undefined, root);
}
