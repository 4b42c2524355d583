import { canonicalMode, FileMode, type ObjectId, type ObjectReader } from '../model';
import type { Repository } from '../repository/repository';
import type { CacheTree } from './cache-tree';
import type { IndexEntry } from './index-entry';
import { findInIndex, idAt, modeAt, parseIndex, readIndex, type Index } from './read-index';
import { serializeIndex } from './write-index';

/** By the index that they are made of, which is remembered itself as long as the file stays the same. */
const expanded = new WeakMap<Index, Index>();

/**
 * The index of a working tree with an entry for each file, also where git keeps whole folders outside of a sparse
 * checkout as single entries (a sparse index). What is written of it is a full index; git folds it up again itself.
 * @throws EngineError those of `readIndex`; `object-missing` for a folder whose tree is not there
 */
export function readFullIndex(repository: Pick<Repository, 'gitDir' | 'objects'>): Index {
  const index = readIndex(repository.gitDir, repository.objects.format);
  if (!index.isSparse) return index;
  const known = expanded.get(index);
  if (known) return known;
  const full = expandIndex(index, repository.objects);
  expanded.set(index, full);
  return full;
}

/**
 * A sparse index with the files of its folders instead of them.
 * @see https://git-scm.com/docs/sparse-index
 */
function expandIndex(index: Index, reader: ObjectReader): Index {
  const changes = new Map<string, IndexEntry | null>();
  const folders = new Map<string, CacheTree>();
  for (let i = 0; i < index.count; i++) {
    if (modeAt(index, i) !== FileMode.tree) continue;
    const folder = index.paths[i] ?? '';
    changes.set(folder, null);
    folders.set(folder, addFiles(changes, reader, folder, idAt(index, i)));
  }
  const bytes = serializeIndex(index, changes, { looksSame: () => true });
  const { modifiedSeconds, modifiedNanoseconds, file } = index;
  const full = parseIndex(
    file,
    bytes,
    BigInt(modifiedSeconds) * 1_000_000_000n + BigInt(modifiedNanoseconds),
    index.format,
  );
  const { cacheTree } = index;
  return { ...full, cacheTree: cacheTree && expandCacheTree(cacheTree, '', full, folders) };
}

/** @param prefix of the folder, with a slash at its end */
function addFiles(
  changes: Map<string, IndexEntry | null>,
  reader: ObjectReader,
  prefix: string,
  id: ObjectId,
): CacheTree {
  const children = new Map<string, CacheTree>();
  let count = 0;
  for (const [name, entry] of reader.tree(id)) {
    const path = prefix + name;
    if (entry.mode === FileMode.tree) {
      const below = addFiles(changes, reader, `${path}/`, entry.id);
      children.set(name, below);
      count += below.count;
    } else {
      changes.set(path, { id: entry.id, mode: canonicalMode(entry.mode), stat: null, skipWorktree: true });
      count++;
    }
  }
  return { count, id, children };
}

/** A folder that was one entry counts as one there: the entries are counted anew. */
function expandCacheTree(
  { count, id, children }: CacheTree,
  prefix: string,
  full: Index,
  folders: ReadonlyMap<string, CacheTree>,
): CacheTree {
  const below = [...children].map(([name, child]): [string, CacheTree] => {
    const path = `${prefix}${name}/`;
    return [name, folders.get(path) ?? expandCacheTree(child, path, full, folders)];
  });
  return { count: count < 0 ? count : entriesBelow(full, prefix), id, children: new Map(below) };
}

/** @param prefix '' or a folder with a slash at its end */
function entriesBelow(index: Index, prefix: string): number {
  if (prefix === '') return index.count;
  const position = (path: string): number => {
    const found = findInIndex(index, path);
    return found < 0 ? ~found : found;
  };
  return position(`${prefix.slice(0, -1)}${afterSlash}`) - position(prefix);
}

const afterSlash = String.fromCharCode('/'.charCodeAt(0) + 1);
