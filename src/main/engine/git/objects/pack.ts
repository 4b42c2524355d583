import { EngineError, fail } from '../../errors';
import type { GitObject, ObjectId } from '../model';
import type { ObjectFormat } from '../object-format';
import { applyDelta } from './apply-delta';
import { inflateExact } from './inflate';
import type { LruCache } from './lru';
import { openPackBytes } from './pack-bytes';
import type { PackBytes } from './pack-bytes';
import { parsePackEntry } from './pack-entry';
import type { PackEntry } from './pack-entry';
import { readPackIndex } from './pack-index';
import type { PackIndex } from './pack-index';
import { checkObjectSize } from './size-limit';

/** A pack with its index, opened when first needed. */
export interface Pack {
  /** Path without extension; also the name under which its delta bases are cached. */
  readonly path: string;
  readonly loadedBytes: number;
  /** Offset of an object in it, or -1. @throws system error ENOENT when its index is gone */
  find(id: Buffer): number;
  /** @throws system error ENOENT when the pack is gone; EngineError `object-damaged`, `file-unreadable` (over 2 GiB) */
  readAt(offset: number, id: ObjectId): GitObject;
  close(): void;
}

export interface PackContext {
  readonly format: ObjectFormat;
  /** Objects that others are deltas of, by pack and offset. */
  readonly bases: LruCache<GitObject>;
  /** Reads any object: the base of a delta may be elsewhere. */
  readonly readById: (id: ObjectId) => GitObject;
  /** How large a pack may be to be loaded whole now. */
  readonly loadLimitBytes: () => number;
}

/** More than any program makes (git's own limit is 4095): what is deeper goes in a circle. */
const deepestChain = 10_000;

/** @param path of the pack without extension */
export function openPack(path: string, context: PackContext): Pack {
  const { idBytes } = context.format;
  let index: PackIndex | undefined;
  let bytes: PackBytes | undefined;
  let offsets: Float64Array | undefined;

  const loadIndex = (): PackIndex => (index ??= readPackIndex(`${path}.idx`, context.format));
  const loadBytes = (): PackBytes => (bytes ??= openPackBytes(`${path}.pack`, context.loadLimitBytes()));

  /** Entries do not tell their packed size: it ends where the next one starts. */
  const endOf = (offset: number, sizeBytes: number): number => {
    const sorted = (offsets ??= loadIndex().offsets());
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return sorted[low] ?? sizeBytes - idBytes; // after the last entry: the checksum of the pack
  };

  const entryAt = (offset: number, id: ObjectId): PackEntry => {
    const source = loadBytes();
    if (offset < 12 || offset >= source.sizeBytes - idBytes) throw new Error('an offset is out of range');
    const end = endOf(offset, source.sizeBytes);
    checkObjectSize(id, end - offset);
    const entry = parsePackEntry(source.range(offset, end), offset, idBytes);
    checkObjectSize(id, entry.sizeBytes);
    return entry;
  };

  /** Where the base of a delta lies in this pack, or -1. */
  const baseOffset = (entry: Exclude<PackEntry, { kind: 'whole' }>): number =>
    entry.kind === 'delta-by-offset' ? entry.base : loadIndex().find(Buffer.from(entry.base, 'hex'));

  const readAt = (start: number, id: ObjectId): GitObject => {
    const chain: { offset: number; delta: Buffer }[] = [];
    const keyOf = (offset: number): string => `${path}:${offset}`;
    let offset = start;
    let object = context.bases.get(keyOf(offset));
    let objectKey: string | null = keyOf(offset); // null: a base elsewhere is not remembered here
    while (object === undefined) {
      const entry = entryAt(offset, id);
      const content = inflateExact(entry.packed, entry.sizeBytes);
      if (entry.kind === 'whole') object = { type: entry.type, body: content };
      else {
        chain.push({ offset, delta: content });
        if (chain.length > deepestChain) throw new Error('its deltas go in a circle');
        const base = baseOffset(entry);
        if (base < 0 && entry.kind === 'delta-by-id') {
          object = context.readById(entry.base);
          objectKey = null;
        } else {
          offset = base;
          objectKey = keyOf(offset);
          object = context.bases.get(objectKey);
        }
      }
    }
    const { type } = object;
    for (let link = chain.pop(); link !== undefined; link = chain.pop()) {
      if (objectKey !== null) context.bases.set(objectKey, object);
      object = { type, body: applyDelta(object.body, link.delta) };
      objectKey = keyOf(link.offset);
    }
    return object;
  };

  return {
    path,
    get loadedBytes() {
      return bytes?.loadedBytes ?? 0;
    },
    find: (id) => loadIndex().find(id),
    readAt(offset, id) {
      loadBytes(); // a pack that is gone is no damage: its error goes to the caller as it is
      try {
        return readAt(offset, id);
      } catch (cause) {
        if (cause instanceof EngineError) throw cause;
        return fail('object-damaged', { id, path: `${path}.pack`, reason: reasonOf(cause) }, cause);
      }
    },
    close() {
      bytes?.close();
      bytes = undefined;
      index = undefined;
      offsets = undefined;
    },
  };
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
