import { FileMode, isTree, type ObjectId, type ObjectStore, type TreeEntry } from '../model';
import { serializeTree } from '../objects/serialize-tree';

/** What changes in a folder: its files (null takes one out), and what changes in the folders of the same or other names. */
interface Branch {
  readonly files: Map<string, TreeEntry | null>;
  readonly folders: Map<string, Branch>;
}

/**
 * A tree with some paths changed: written to `store` folder by folder, only where something changes. Folders that
 * become empty go. A new file takes the place of a folder of that name and the other way round.
 * @param changes path -> new entry (never a tree), or null to take the path out; the two must not contradict, as
 * `a` and `a/b` both with entries would
 * @returns the new root; the empty tree where nothing is left
 */
export function applyToTree(
  store: ObjectStore,
  tree: ObjectId,
  changes: ReadonlyMap<string, TreeEntry | null>,
): ObjectId {
  if (changes.size === 0) return tree;
  const rewrite = (id: ObjectId | null, branch: Branch): ObjectId | null => {
    const entries = new Map(id === null ? [] : store.tree(id));
    for (const [name, inside] of branch.folders) {
      const before = entries.get(name);
      const below = rewrite(isTree(before) ? before.id : null, inside);
      if (below !== null) entries.set(name, { mode: FileMode.tree, id: below });
      else if (isTree(before)) entries.delete(name); // a file of that name stays: only what was below it went
    }
    for (const [name, entry] of branch.files) {
      if (entry) entries.set(name, entry);
      else if (!isTree(entries.get(name))) entries.delete(name); // a path is a file; a folder of that name is another
    }
    return entries.size ? store.write('tree', serializeTree(entries)) : null;
  };
  const root = tree === store.format.emptyTree ? null : tree;
  return rewrite(root, plan(changes)) ?? store.write('tree', Buffer.alloc(0));
}

/** Sorts the changes into folders. An entry wins over taking out what lies below or above it. */
function plan(changes: ReadonlyMap<string, TreeEntry | null>): Branch {
  const root: Branch = { files: new Map(), folders: new Map() };
  const put = (path: string, entry: TreeEntry | null): void => {
    const parts = path.split('/');
    const last = parts.pop() ?? '';
    let at = root;
    for (const part of parts) {
      if (at.files.get(part)) {
        if (entry) throw new Error(`"${path}" cannot lie below a file`);
        return; // the file has taken the whole folder's place
      }
      let below = at.folders.get(part);
      if (!below) at.folders.set(part, (below = { files: new Map(), folders: new Map() }));
      at = below;
    }
    if (entry || !at.files.has(last)) at.files.set(last, entry);
  };
  for (const [path, entry] of changes) if (entry) put(path, entry);
  for (const [path, entry] of changes) if (!entry) put(path, null);
  return root;
}
