import { readFileSync } from 'node:fs';
import { fail } from '../../errors';
import type { ObjectId } from '../model';
import type { ObjectFormat } from '../object-format';

/** Where the objects of a pack are. Format: https://git-scm.com/docs/gitformat-pack "Version 2 pack-*.idx files". */
export interface PackIndex {
  readonly count: number;
  /** Offset of an object in the pack, or -1. */
  find(id: Buffer): number;
  /** All offsets, ascending. */
  offsets(): Float64Array;
  ids(): Iterable<ObjectId>;
}

const magic = 0xff744f63;
const fanoutAt = 8;
const idsAt = fanoutAt + 256 * 4;

/**
 * Reads an index (`.idx`) whole: an id and 8 bytes per object. It does not say how long its ids are.
 * @throws EngineError `object-damaged`, `unsupported-repository` (the format before git 1.6);
 *   system error ENOENT when it is gone.
 */
export function readPackIndex(path: string, { idBytes }: Pick<ObjectFormat, 'idBytes'>): PackIndex {
  const bytes = readFileSync(path);
  const damaged = (reason: string): never => fail('object-damaged', { id: 'pack index', path, reason });
  const checksumBytes = 2 * idBytes; // of the pack and of the index
  if (bytes.length < idsAt + checksumBytes) damaged('it is too short');
  if (bytes.readUInt32BE(0) !== magic || bytes.readUInt32BE(4) !== 2)
    fail('unsupported-repository', {
      path,
      feature: 'a pack index of an unknown version',
      advice: 'Run "git gc" there, then try again.',
    });
  const count = bytes.readUInt32BE(fanoutAt + 255 * 4);
  const offsetsAt = idsAt + (idBytes + 4) * count; // ids and checksums are before it
  const wideAt = offsetsAt + 4 * count;
  if (bytes.length < wideAt + checksumBytes) damaged('it is too short');

  const offsetOf = (position: number): number => {
    const offset = bytes.readUInt32BE(offsetsAt + 4 * position);
    if (offset < 0x80000000) return offset;
    const wide = wideAt + 8 * (offset - 0x80000000);
    if (wide + 8 > bytes.length - checksumBytes) damaged('an offset is out of range');
    return Number(bytes.readBigUInt64BE(wide));
  };

  return {
    count,
    find(id) {
      const first = id.readUInt8(0);
      let low = first === 0 ? 0 : bytes.readUInt32BE(fanoutAt + (first - 1) * 4);
      let high = Math.min(bytes.readUInt32BE(fanoutAt + first * 4), count) - 1;
      while (low <= high) {
        const middle = (low + high) >>> 1;
        const at = idsAt + middle * idBytes;
        const order = id.compare(bytes, at, at + idBytes);
        if (order === 0) return offsetOf(middle);
        if (order < 0) high = middle - 1;
        else low = middle + 1;
      }
      return -1;
    },
    offsets() {
      const all = new Float64Array(count);
      for (let i = 0; i < count; i++) all[i] = offsetOf(i);
      return all.sort();
    },
    *ids() {
      const end = idsAt + count * idBytes;
      for (let at = idsAt; at < end; at += idBytes) yield bytes.toString('hex', at, at + idBytes);
    },
  };
}
