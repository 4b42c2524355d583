import type { ObjectId } from '../model';
import type { ObjectFormat } from '../object-format';

/** One object of a new pack: where its entry starts, and the CRC-32 of the entry. */
export interface PackedObject {
  readonly id: ObjectId;
  readonly offset: number;
  readonly checksum: number;
}

/**
 * The index of a pack.
 * @param packChecksum the last bytes of the pack, as many as an id has
 * @see https://git-scm.com/docs/gitformat-pack "Version 2 pack-*.idx files"
 */
export function packIndexBytes(
  format: ObjectFormat,
  objects: readonly PackedObject[],
  packChecksum: Buffer,
): Buffer {
  const { idBytes } = format;
  const sorted = [...objects].sort((a, b) => (a.id < b.id ? -1 : 1));
  const wide = sorted.filter(({ offset }) => offset >= 0x80000000);
  const bytes = Buffer.alloc(8 + 1024 + sorted.length * (idBytes + 8) + wide.length * 8 + 2 * idBytes);
  bytes.writeUInt32BE(0xff744f63, 0);
  bytes.writeUInt32BE(2, 4);

  const idsAt = 8 + 1024;
  const checksumsAt = idsAt + idBytes * sorted.length;
  const offsetsAt = checksumsAt + 4 * sorted.length;
  const wideAt = offsetsAt + 4 * sorted.length;
  const counts = new Uint32Array(256);
  let wides = 0;
  for (const [position, { id, offset, checksum }] of sorted.entries()) {
    bytes.write(id, idsAt + idBytes * position, 'hex');
    bytes.writeUInt32BE(checksum, checksumsAt + 4 * position);
    const first = bytes.readUInt8(idsAt + idBytes * position);
    counts[first] = (counts[first] ?? 0) + 1;
    if (offset < 0x80000000) bytes.writeUInt32BE(offset, offsetsAt + 4 * position);
    else {
      bytes.writeUInt32BE(0x80000000 + wides, offsetsAt + 4 * position);
      bytes.writeBigUInt64BE(BigInt(offset), wideAt + 8 * wides++);
    }
  }
  let sum = 0;
  for (const [first, count] of counts.entries()) bytes.writeUInt32BE((sum += count), 8 + 4 * first);

  packChecksum.copy(bytes, bytes.length - 2 * idBytes);
  format
    .createHash()
    .update(bytes.subarray(0, -idBytes))
    .digest()
    .copy(bytes, bytes.length - idBytes);
  return bytes;
}
