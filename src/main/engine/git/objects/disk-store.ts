import { fail } from '../../errors';
import type { GitObject, ObjectId } from '../model';
import type { ObjectFormat } from '../object-format';
import type { DiskStore } from '../repository/repository';
import { objectFolders } from './alternates';
import { hashObject } from './hash-object';
import { hasLoose, loosePath, readLoose } from './loose';
import { createLru } from './lru';
import { openPackList } from './pack-list';
import { typedReads } from './typed-reads';
import { writeLooseObjects } from './write-loose';

const basesKeptBytes = 96 * 1024 * 1024;

/**
 * The objects of a clone: loose, packed, and borrowed from alternates. Opens files only when used.
 * Other programs may repack at any time: what is not found is looked for once more in a fresh list of packs.
 * @param objectsFolder the clone's own `objects`
 * @param format of the clone; stores that it borrows from have the same
 * @param load of a partial clone: asked for what is not here, before it counts as missing
 */
export function openDiskStore(
  objectsFolder: string,
  format: ObjectFormat,
  load?: (id: ObjectId) => void,
): DiskStore {
  let folders: readonly string[] | undefined;
  const allFolders = (): readonly string[] => (folders ??= objectFolders(objectsFolder));
  const bases = createLru<GitObject>(basesKeptBytes, ({ body }) => body.length + 200);
  const packs = openPackList(allFolders, { format, bases, readById: (id) => read(id) });

  const loose = (id: ObjectId): GitObject | null => {
    for (const folder of allFolders()) {
      const object = readLoose(folder, id);
      if (object !== null) return object;
    }
    return null;
  };
  const findLoose = (id: ObjectId): string | null => {
    const folder = allFolders().find((candidate) => hasLoose(candidate, id));
    return folder === undefined ? null : loosePath(folder, id);
  };
  const refresh = (): void => {
    folders = undefined;
    packs.reload();
  };

  const find = (id: ObjectId): GitObject | null => packs.read(id) ?? loose(id);
  const read = (id: ObjectId): GitObject => {
    const object = find(id);
    if (object !== null) return object;
    refresh();
    const second = find(id);
    if (second !== null) return second;
    // Git knows the empty tree without having it.
    if (id === format.emptyTree) return { type: 'tree', body: Buffer.alloc(0) };
    load?.(id);
    const loaded = load ? find(id) : null;
    if (loaded !== null) return loaded;
    return fail('object-missing', { id, path: objectsFolder });
  };
  const listedFileOf = (id: ObjectId): string | null => packs.find(id) ?? findLoose(id);
  const fileOf = (id: ObjectId): string | null =>
    listedFileOf(id) ?? (packs.reloadIfChanged() ? listedFileOf(id) : null);

  const typed = typedReads(read, objectsFolder);
  return {
    folder: objectsFolder,
    format,
    has: (id) => fileOf(id) !== null,
    fileOf,
    listedFileOf,
    read,
    blob: (id) => typed.blob(id),
    tree: (id) => typed.tree(id),
    commit: (id) => typed.commit(id),
    write(type, body) {
      const id = hashObject(format, type, body);
      if (fileOf(id) === null)
        writeLooseObjects(objectsFolder, [{ id, type, body: Buffer.from(body) }], false);
      return id;
    },
    refresh,
    close() {
      packs.close();
      bases.clear();
      typed.clear();
      folders = undefined;
    },
  };
}
