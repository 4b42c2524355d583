import { FileMode, isTree, sameEntry } from '../model';
import type { ObjectId, ObjectReader, TreeEntry } from '../model';
import { comparePaths } from '../path-codec';

/** A file, link or submodule that differs between two trees. `from` missing: added; `to` missing: deleted. */
export interface TreeChange {
  readonly path: string;
  readonly from?: TreeEntry;
  readonly to?: TreeEntry;
}

/**
 * What differs between two trees (null: nothing), by path, sorted as git sorts. Equal folders are not read.
 * A file that became a folder, or the other way round, is a deletion and additions.
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function diffTrees(reader: ObjectReader, from: ObjectId | null, to: ObjectId | null): TreeChange[] {
  const changes: TreeChange[] = [];
  const visit = (fromTree: ObjectId | null, toTree: ObjectId | null, prefix: string): void => {
    if (fromTree === toTree) return;
    const before = fromTree === null ? empty : reader.tree(fromTree);
    const after = toTree === null ? empty : reader.tree(toTree);
    for (const [name, old] of before) compare(prefix + name, old, after.get(name));
    for (const [name, entry] of after) if (!before.has(name)) compare(prefix + name, undefined, entry);
  };
  const compare = (path: string, old: TreeEntry | undefined, entry: TreeEntry | undefined): void => {
    if (sameEntry(old, entry)) return;
    const was = leaf(old);
    const is = leaf(entry);
    if (was !== undefined || is !== undefined)
      changes.push({ path, ...(was ? { from: was } : {}), ...(is ? { to: is } : {}) });
    if (isTree(old) || isTree(entry))
      visit(isTree(old) ? old.id : null, isTree(entry) ? entry.id : null, `${path}/`);
  };
  visit(from, to, '');
  return changes.sort((a, b) => comparePaths(a.path, b.path));
}

const leaf = (entry: TreeEntry | undefined): TreeEntry | undefined =>
  entry?.mode === FileMode.tree ? undefined : entry;

const empty: ReadonlyMap<string, TreeEntry> = new Map();
