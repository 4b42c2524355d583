import type { ObjectId, ObjectReader, TreeEntry } from '../git/model';
import { isTree } from '../git/model';

/** The files of a site at one state, read only as far as asked. Paths with '/', '' is the top. */
export interface SiteTree {
  /** Names in a folder; empty where there is none. */
  list(folder: string): readonly SiteEntry[];
  /** Content of a file, or null where there is none. */
  read(path: string): Buffer | null;
}

export interface SiteEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The site as a tree of git has it. @throws EngineError `object-missing`, `object-damaged` when read. */
export function siteOfTree(objects: ObjectReader, root: ObjectId): SiteTree {
  const entryAt = (path: string): TreeEntry | undefined => {
    let entry: TreeEntry | undefined = { mode: 0o040000, id: root };
    for (const name of path.split('/').filter((part) => part !== ''))
      entry = isTree(entry) ? objects.tree(entry.id).get(name) : undefined;
    return entry;
  };
  return {
    list(folder) {
      const entry = entryAt(folder);
      if (!isTree(entry)) return [];
      return [...objects.tree(entry.id)].map(([name, child]) => ({ name, isFolder: isTree(child) }));
    },
    read(path) {
      const entry = entryAt(path);
      const isFile = entry !== undefined && (entry.mode & 0o170000) === 0o100000;
      return isFile ? objects.blob(entry.id) : null;
    },
  };
}
