import { FileMode, isTree, type ObjectId, type ObjectStore, type TreeEntry } from '../model';
import { serializeTree } from '../objects/serialize-tree';

interface Node {
  /** What takes the place of what was there: a file, a whole folder, or null to take out either. */
  entry: TreeEntry | null | undefined;
  /** What changes below that. */
  readonly below: Map<string, Node>;
}

const newNode = (): Node => ({ entry: undefined, below: new Map() });

/**
 * A tree with some paths changed, written folder by folder, only where something changes. A whole folder can be put
 * in or (null) taken out, and changed below at the same time. Empty folders go.
 */
export function writeMergedTree(
  store: ObjectStore,
  root: ObjectId,
  changes: ReadonlyMap<string, TreeEntry | null>,
): ObjectId {
  const top = newNode();
  for (const [path, entry] of changes) {
    let at = top;
    for (const part of path.split('/')) {
      let next = at.below.get(part);
      if (!next) at.below.set(part, (next = newNode()));
      at = next;
    }
    at.entry = entry;
  }
  const { emptyTree } = store.format;
  const rewrite = (before: TreeEntry | undefined, node: Node): TreeEntry | null => {
    const start = node.entry === undefined ? (before ?? null) : node.entry;
    if (node.below.size === 0) return start;
    const folder = start !== null && isTree(start) ? start.id : emptyTree;
    const entries = new Map(folder === emptyTree ? [] : store.tree(folder));
    for (const [name, child] of node.below) {
      const entry = rewrite(entries.get(name), child);
      if (entry === null) entries.delete(name);
      else entries.set(name, entry);
    }
    if (entries.size > 0) return { mode: FileMode.tree, id: store.write('tree', serializeTree(entries)) };
    return start === null || isTree(start) ? null : start; // a file stays where only what was below it went
  };
  return rewrite({ mode: FileMode.tree, id: root }, top)?.id ?? store.write('tree', Buffer.alloc(0));
}
