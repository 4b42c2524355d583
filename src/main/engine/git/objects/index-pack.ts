import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import type { GitObject, ObjectId, ObjectType } from '../model';
import type { ObjectFormat } from '../object-format';
import { applyDelta } from './apply-delta';
import { hashObject } from './hash-object';
import { inflateExact } from './inflate';
import { openPackBytes } from './pack-bytes';
import type { PackBytes } from './pack-bytes';
import { parsePackEntry } from './pack-entry';
import type { PackedObject } from './pack-index-bytes';
import { readCount, scanPack } from './scan-pack';
import type { ScannedEntry } from './scan-pack';
import { entryHeader, hashFile, packHeader } from './write-pack';

export interface IndexPackOptions {
  readonly format: ObjectFormat;
  /** The base of a delta that the pack does not have; null when it is not there either. */
  readonly readBase: (id: ObjectId) => GitObject | null;
  /** Called often; what it throws ends the work. `done` of `count` objects have their ids. */
  readonly pause: (done: number, count: number) => Promise<void>;
}

export interface PackContents {
  readonly entries: readonly PackedObject[];
  /** Of the pack as it is now. */
  readonly checksum: Buffer;
}

type Delta = ScannedEntry & { readonly content: { readonly kind: 'delta-by-offset' | 'delta-by-id' } };

/**
 * Finds out which objects a pack has, by unpacking and hashing each. Bases that it leaves to the receiver (a thin
 * pack) are put behind its end, so that it stands alone. Holds one chain of deltas in memory at a time.
 * @param path of a pack whose checksum was found right; it is not made durable here
 * @throws Error with the reason when it is damaged or a base is missing; what `pause` throws
 * @see https://git-scm.com/docs/gitformat-pack
 */
export async function indexPack(path: string, options: IndexPackOptions): Promise<PackContents> {
  const { format } = options;
  const pack = openPackBytes(path, 0);
  try {
    const count = readCount(pack, format);
    const entries: PackedObject[] = [];
    const deltas = createDeltas();
    const roots: ScannedEntry[] = [];
    const pause = (): Promise<void> | undefined => options.pause(entries.length, count);
    const add = ({ offset, checksum }: ScannedEntry, id: ObjectId): void =>
      void entries.push({ id, offset, checksum });
    for (const entry of scanPack(pack, format)) {
      if (entry.content.kind === 'whole') {
        roots.push(entry);
        add(entry, entry.content.id);
      } else deltas.add(entry as Delta);
      await pause();
    }
    const follow = async (base: GitObject, offset: number | null, id: ObjectId): Promise<void> => {
      const stack = [{ body: base.body, waiting: deltas.take(offset, id) }];
      for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
        const delta = top.waiting.pop();
        // The body is let go before its last delta's own are followed: a chain holds two bodies, not all.
        if (top.waiting.length === 0) stack.pop();
        if (delta === undefined) continue;
        const body = applyDelta(top.body, readEntry(pack, delta, format).body);
        const deltaId = hashObject(format, base.type, body);
        add(delta, deltaId);
        const waiting = deltas.take(delta.offset, deltaId);
        if (waiting.length > 0) stack.push({ body, waiting });
        await pause();
      }
    };
    for (const root of roots) {
      if (root.content.kind !== 'whole' || !deltas.has(root.offset, root.content.id)) continue;
      const { type, body } = readEntry(pack, root, format);
      await follow({ type, body }, root.offset, root.content.id);
    }
    const borrowed: (GitObject & { id: ObjectId })[] = [];
    for (let found = true; found && deltas.size() > 0;) {
      found = false;
      for (const id of deltas.missingBases()) {
        const base = deltas.has(null, id) ? options.readBase(id) : null;
        if (base === null) continue;
        found = true;
        borrowed.push({ id, ...base });
        await follow(base, null, id);
      }
    }
    if (deltas.size() > 0) throw new Error('the base of a delta is missing');
    return borrowed.length === 0
      ? { entries, checksum: pack.range(pack.sizeBytes - format.idBytes, pack.sizeBytes) }
      : complete(format, path, pack.sizeBytes, entries, borrowed);
  } finally {
    pack.close();
  }
}

/** Deltas that wait for their base, by where it lies or by its id. */
function createDeltas() {
  const byOffset = new Map<number, Delta[]>();
  const byId = new Map<ObjectId, Delta[]>();
  const put = <K>(map: Map<K, Delta[]>, key: K, delta: Delta): void => {
    const list = map.get(key);
    if (list) list.push(delta);
    else map.set(key, [delta]);
  };
  return {
    add(delta: Delta): void {
      if (delta.content.kind === 'delta-by-offset') put(byOffset, delta.content.base, delta);
      else put(byId, delta.content.base, delta);
    },
    has: (offset: number | null, id: ObjectId): boolean =>
      byId.has(id) || (offset !== null && byOffset.has(offset)),
    take(offset: number | null, id: ObjectId): Delta[] {
      const found = [...(byId.get(id) ?? []), ...((offset === null ? null : byOffset.get(offset)) ?? [])];
      byId.delete(id);
      if (offset !== null) byOffset.delete(offset);
      return found;
    },
    size: (): number => byOffset.size + byId.size,
    missingBases: (): ObjectId[] => [...byId.keys()],
  };
}

/** What an entry holds unpacked: an object, or the delta itself. */
function readEntry(
  pack: PackBytes,
  { offset, end }: ScannedEntry,
  { idBytes }: ObjectFormat,
): { type: ObjectType; body: Buffer } {
  const entry = parsePackEntry(pack.range(offset, end), offset, idBytes);
  const body = inflateExact(entry.packed, entry.sizeBytes);
  return { type: entry.kind === 'whole' ? entry.type : 'blob', body };
}

/** Puts borrowed bases behind the end, and makes count and checksum right again. */
function complete(
  format: ObjectFormat,
  path: string,
  sizeBytes: number,
  entries: readonly PackedObject[],
  borrowed: readonly (GitObject & { id: ObjectId })[],
): PackContents {
  const file = openSync(path, 'r+');
  try {
    const all = [...entries];
    let end = sizeBytes - format.idBytes;
    for (const { id, type, body } of borrowed) {
      const bytes = Buffer.concat([entryHeader(type, body.length), deflateSync(body, { level: 1 })]);
      for (let done = 0; done < bytes.length;)
        done += writeSync(file, bytes, done, bytes.length - done, end + done);
      all.push({ id, offset: end, checksum: crc32(bytes) });
      end += bytes.length;
    }
    writeSync(file, packHeader(all.length), 0, 12, 0);
    const checksum = hashFile(format, file, end);
    writeSync(file, checksum, 0, checksum.length, end);
    return { entries: all, checksum };
  } finally {
    closeSync(file);
  }
}
