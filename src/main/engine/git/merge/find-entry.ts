import type { ObjectId, ObjectReader, TreeEntry } from '../model';
import { isTree } from '../model';

/** What a tree has at a path; undefined where there is nothing. */
export function findEntry(reader: ObjectReader, root: ObjectId | null, path: string): TreeEntry | undefined {
  let tree = root;
  const parts = path.split('/');
  for (const [i, part] of parts.entries()) {
    const entry = tree === null ? undefined : reader.tree(tree).get(part);
    if (i === parts.length - 1) return entry;
    tree = isTree(entry) ? entry.id : null;
  }
  return undefined;
}
