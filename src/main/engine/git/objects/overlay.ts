import { fail } from '../../errors';
import type { GitObject, NewObject, ObjectId, ObjectReader, OverlayStore } from '../model';
import { hashObject } from './hash-object';
import { typedReads } from './typed-reads';

/**
 * A store whose writes stay in memory, above readers that are asked in order.
 * Never touches the disk by itself; `persistObjects` or `transferObjects` make its objects durable.
 */
export function createOverlay(readers: readonly ObjectReader[]): OverlayStore {
  const own = new Map<ObjectId, NewObject>();
  const below = (id: ObjectId): ObjectReader => {
    const found = readers.length === 1 ? readers[0] : readers.find((reader) => reader.has(id));
    // The last one reports what is missing with its own place.
    return found ?? readers.at(-1) ?? fail('object-missing', { id, path: 'memory' });
  };
  const typed = typedReads((id): GitObject => own.get(id) ?? below(id).read(id), 'memory');
  const has = (id: ObjectId): boolean => own.has(id) || readers.some((reader) => reader.has(id));
  return {
    has,
    read: (id) => own.get(id) ?? below(id).read(id),
    blob: (id) => (own.has(id) ? typed.blob(id) : below(id).blob(id)),
    tree: (id) => (own.has(id) ? typed.tree(id) : below(id).tree(id)),
    commit: (id) => (own.has(id) ? typed.commit(id) : below(id).commit(id)),
    write(type, body) {
      const id = hashObject(type, body);
      // Also what is below: if nothing needs it there, native `git repack -ad` may remove it at any time.
      // A copy: the caller may use its buffer again.
      if (!own.has(id)) own.set(id, { id, type, body: Buffer.from(body) });
      return id;
    },
    written: () => [...own.values()],
  };
}
