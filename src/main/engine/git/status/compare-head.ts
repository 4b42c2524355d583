import type { CacheTree } from '../index/cache-tree';
import { EntryFlag, idAt, modeAt, type Index } from '../index/read-index';
import { canonicalMode, isTree, type ObjectId, type ObjectReader, type Tree, type TreeEntry } from '../model';
import type { StagedChange } from './status';

export interface HeadDifference {
  readonly change: StagedChange;
  readonly head: TreeEntry | null;
}

const nothing: Tree = new Map();

/**
 * What is staged: the index against the tree of the last commit. Folders whose tree the index remembers and that the
 * commit has too are not looked into.
 * @param headTree null before the first commit
 */
export function compareHead(
  index: Index,
  reader: ObjectReader,
  headTree: ObjectId | null,
): Map<string, HeadDifference> {
  const differences = new Map<string, HeadDifference>();
  let i = 0;
  const entry = (path: string, head: TreeEntry | null): void => {
    const at = i++;
    const stage = index.stages[at] ?? 0;
    if (stage !== 0) return;
    const announced = ((index.flags[at] ?? 0) & EntryFlag.intentToAdd) !== 0;
    const known = head && { id: head.id, mode: canonicalMode(head.mode) };
    if (announced) {
      if (known) differences.set(path, { change: 'deleted', head: known });
      return;
    }
    const mode = modeAt(index, at);
    if (!known) differences.set(path, { change: 'added', head: null });
    else if (known.mode !== mode || known.id !== idAt(index, at)) {
      const change = (known.mode & 0o170000) === (mode & 0o170000) ? 'modified' : 'type';
      differences.set(path, { change, head: known });
    }
  };
  const gone = (path: string, head: TreeEntry): void => {
    const { id, mode } = head;
    if (isTree(head)) for (const [name, below] of reader.tree(id)) gone(`${path}/${name}`, below);
    else differences.set(path, { change: 'deleted', head: { id, mode: canonicalMode(mode) } });
  };
  const walk = (id: ObjectId | null, cached: CacheTree | undefined, prefix: string): void => {
    if (id !== null && cached?.id === id) {
      i += cached.count;
      return;
    }
    const tree = id === null ? nothing : reader.tree(id);
    const seen = new Set<string>();
    while (i < index.count) {
      const path = index.paths[i] ?? '';
      if (!path.startsWith(prefix)) break;
      const slash = path.indexOf('/', prefix.length);
      const name = slash < 0 ? path.slice(prefix.length) : path.slice(prefix.length, slash);
      const head = tree.get(name);
      if (slash < 0) {
        if (!isTree(head)) seen.add(name);
        entry(path, head && !isTree(head) ? head : null);
      } else {
        if (isTree(head)) seen.add(name);
        walk(isTree(head) ? head.id : null, cached?.children.get(name), `${prefix}${name}/`);
      }
    }
    for (const [name, head] of tree) if (!seen.has(name)) gone(prefix + name, head);
  };
  walk(headTree, index.cacheTree ?? undefined, '');
  return differences;
}
