import type { ObjectId, ObjectType } from '../model';

/** One object as it lies in a pack. `packed` is its zlib stream, `sizeBytes` the size of what that holds. */
export type PackEntry =
  | { readonly kind: 'whole'; readonly type: ObjectType; readonly sizeBytes: number; readonly packed: Buffer }
  | {
      readonly kind: 'delta-by-offset';
      readonly base: number;
      readonly sizeBytes: number;
      readonly packed: Buffer;
    }
  | {
      readonly kind: 'delta-by-id';
      readonly base: ObjectId;
      readonly sizeBytes: number;
      readonly packed: Buffer;
    };

const types: readonly (ObjectType | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];

/**
 * Reads the header of a pack entry.
 * @param bytes the entry from its first byte to its end
 * @param offset where it lies in the pack
 * @param idBytes length of the ids in it
 * @see https://git-scm.com/docs/gitformat-pack "Object types", "Size encoding", "offset encoding"
 * @throws Error with the reason when it is damaged
 */
export function parsePackEntry(bytes: Buffer, offset: number, idBytes: number): PackEntry {
  let at = 0;
  const next = (): number => {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error('it ends too early');
    return byte;
  };
  let byte = next();
  const code = (byte >> 4) & 7;
  let sizeBytes = byte & 15;
  for (let factor = 16; byte & 0x80; factor *= 128) {
    byte = next();
    sizeBytes += (byte & 0x7f) * factor;
  }
  if (code === 6) {
    byte = next();
    let distance = byte & 0x7f;
    while (byte & 0x80) {
      byte = next();
      distance = (distance + 1) * 128 + (byte & 0x7f);
    }
    if (distance === 0 || distance > offset) throw new Error('the base of a delta is out of range');
    return { kind: 'delta-by-offset', base: offset - distance, sizeBytes, packed: bytes.subarray(at) };
  }
  if (code === 7) {
    const end = at + idBytes;
    if (bytes.length < end) throw new Error('it ends too early');
    const base = bytes.toString('hex', at, end);
    return { kind: 'delta-by-id', base, sizeBytes, packed: bytes.subarray(end) };
  }
  const type = types[code];
  if (type === undefined) throw new Error(`it has the unknown type ${code}`);
  return { kind: 'whole', type, sizeBytes, packed: bytes.subarray(at) };
}
