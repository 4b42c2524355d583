import { crc32, inflateSync } from 'node:zlib';
import { systemCode } from '../../errors';
import type { ObjectId } from '../model';
import type { ObjectFormat } from '../object-format';
import { hashObject } from './hash-object';
import type { PackBytes } from './pack-bytes';
import { parsePackEntry } from './pack-entry';
import type { PackEntry } from './pack-entry';
import { checkObjectSize } from './size-limit';

/** One entry of a pack that has no index yet. */
export interface ScannedEntry {
  readonly offset: number;
  /** Where it ends: the offset of the next one. */
  readonly end: number;
  /** CRC-32 of its bytes. */
  readonly checksum: number;
  /** For a whole object its id; for a delta its base. */
  readonly content:
    | { readonly kind: 'whole'; readonly id: ObjectId }
    | { readonly kind: 'delta-by-offset'; readonly base: number }
    | { readonly kind: 'delta-by-id'; readonly base: ObjectId };
}

const windowBytes = 1024 * 1024;
const largestRoomBytes = 16 * 1024 * 1024;

/**
 * Reads a pack from its first entry to its last, which is the only way without an index: only unpacking an entry tells
 * where it ends.
 * @throws Error with the reason when it is not a pack, or damaged; EngineError `file-unreadable` (an object over 2 GiB)
 */
export function* scanPack(pack: PackBytes, format: ObjectFormat): Generator<ScannedEntry, void> {
  const bodyBytes = pack.sizeBytes - format.idBytes; // its checksum is behind it
  const count = readCount(pack, format);
  let window = pack.range(0, Math.min(windowBytes, bodyBytes));
  let windowAt = 0;
  let offset = 12;
  for (let position = 0; position < count; position++) {
    let found = entryIn(
      format,
      window.subarray(offset - windowAt),
      offset,
      windowAt + window.length >= bodyBytes,
    );
    for (let wanted = windowBytes; found === null; wanted *= 4) {
      windowAt = offset;
      window = pack.range(offset, Math.min(offset + wanted, bodyBytes));
      found = entryIn(format, window, offset, offset + window.length >= bodyBytes);
    }
    yield found;
    offset = found.end;
  }
  if (offset !== bodyBytes) throw new Error('there is something behind its last object');
}

/** The number of objects by its header. */
export function readCount(pack: PackBytes, { idBytes }: ObjectFormat): number {
  const header = pack.range(0, 12);
  if (pack.sizeBytes < 12 + idBytes || header.toString('latin1', 0, 4) !== 'PACK')
    throw new Error('it is no pack');
  if (![2, 3].includes(header.readUInt32BE(4))) throw new Error('it is a pack of an unknown version');
  return header.readUInt32BE(8);
}

/** The entry at the start of `bytes`; null when it goes on behind them. */
function entryIn(format: ObjectFormat, bytes: Buffer, offset: number, isLast: boolean): ScannedEntry | null {
  if (bytes.length < 64 && !isLast) return null;
  const entry = parsePackEntry(bytes, offset, format.idBytes);
  checkObjectSize(`at ${offset}`, entry.sizeBytes);
  const unpacked = unpack(entry, isLast);
  if (unpacked === null) return null;
  const length = bytes.length - entry.packed.length + unpacked.usedBytes;
  const content =
    entry.kind === 'whole'
      ? { kind: entry.kind, id: hashObject(format, entry.type, unpacked.body) }
      : entry.kind === 'delta-by-offset'
        ? { kind: entry.kind, base: entry.base }
        : { kind: entry.kind, base: entry.base };
  return { offset, end: offset + length, checksum: crc32(bytes.subarray(0, length)), content };
}

function unpack(entry: PackEntry, isLast: boolean): { body: Buffer; usedBytes: number } | null {
  const room = Math.max(64, entry.sizeBytes + 1);
  try {
    // With `info` Node also tells how much of the input was used; its types do not know.
    const { buffer, engine } = inflateSync(entry.packed, {
      info: true,
      chunkSize: Math.min(room, largestRoomBytes),
      maxOutputLength: room,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    if (buffer.length !== entry.sizeBytes)
      throw new Error(`an object has ${buffer.length} bytes instead of ${entry.sizeBytes}`);
    return { body: buffer, usedBytes: engine.bytesWritten };
  } catch (cause) {
    if (systemCode(cause) === 'Z_BUF_ERROR' && !isLast) return null;
    throw cause;
  }
}
