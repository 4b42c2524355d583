import { fail, isError } from '../../errors';
import type { GitObject, NewObject, ObjectId, ObjectReader, OverlayStore } from '../model';
import type { ObjectFormat } from '../object-format';
import { hashObject } from './hash-object';
import { typedReads } from './typed-reads';

/**
 * A store whose writes stay in memory, above readers that are asked in order.
 * Never touches the disk by itself; `persistObjects` or `transferObjects` make its objects durable.
 * @param format that of the readers; to be given where there are none
 */
export function createOverlay(
  readers: readonly ObjectReader[],
  format: ObjectFormat | undefined = readers[0]?.format,
): OverlayStore {
  if (!format || readers.some((reader) => reader.format !== format))
    throw new Error('objects can be read together only where all are named in the same way');
  const own = new Map<ObjectId, NewObject>();
  /** Which reader had an object: asking all of them means looking at the disk. */
  const places = new Map<ObjectId, ObjectReader>();
  const find = (id: ObjectId): ObjectReader | undefined =>
    readers.length === 1 ? readers[0] : readers.find((reader) => reader.has(id));
  const below = <T>(id: ObjectId, use: (reader: ObjectReader) => T): T => {
    const known = places.get(id);
    if (known)
      try {
        return use(known);
      } catch (cause) {
        if (!isError(cause, 'object-missing')) throw cause;
        places.delete(id); // another program removed it there: another reader may have it
      }
    const reader = find(id);
    if (reader) {
      places.set(id, reader);
      return use(reader);
    }
    return fromAny(id, use);
  };
  /** Nobody has it here: a partial clone may load it. The last one reports what is missing with its own place. */
  const fromAny = <T>(id: ObjectId, use: (reader: ObjectReader) => T): T => {
    for (const [i, reader] of readers.entries())
      try {
        return use(reader);
      } catch (cause) {
        if (!isError(cause, 'object-missing') || i === readers.length - 1) throw cause;
      }
    return fail('object-missing', { id, path: 'memory' });
  };
  const read = (id: ObjectId): GitObject => own.get(id) ?? below(id, (reader) => reader.read(id));
  const typed = typedReads(read, 'memory');
  const has = (id: ObjectId): boolean => own.has(id) || readers.some((reader) => reader.has(id));
  return {
    format,
    has,
    read,
    blob: (id) => (own.has(id) ? typed.blob(id) : below(id, (reader) => reader.blob(id))),
    tree: (id) => (own.has(id) ? typed.tree(id) : below(id, (reader) => reader.tree(id))),
    commit: (id) => (own.has(id) ? typed.commit(id) : below(id, (reader) => reader.commit(id))),
    write(type, body) {
      const id = hashObject(format, type, body);
      // Also what is below: if nothing needs it there, native `git repack -ad` may remove it at any time.
      // A copy: the caller may use its buffer again.
      if (!own.has(id)) own.set(id, { id, type, body: Buffer.from(body) });
      return id;
    },
    written: () => [...own.values()],
  };
}
