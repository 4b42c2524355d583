import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { crc32 } from 'node:zlib';
import { fromSystem } from '../../errors';
import { fsyncFolder, renameWithPatience, writeAll } from '../../files/atomic-write';
import type { NewObject, ObjectType } from '../model';
import type { ObjectFormat } from '../object-format';
import type { DiskStore } from '../repository/repository';
import { deflateQuickly } from './deflate';
import { packIndexBytes } from './pack-index-bytes';
import type { PackedObject } from './pack-index-bytes';

const typeCodes: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 };
/** What a `.keep` of ours says. */
export const keepText = 'laneway\n';
const flushBytes = 4 * 1024 * 1024;

/** What was written: `path` without extension. */
export interface WrittenPack {
  readonly path: string;
  readonly count: number;
}

/**
 * Writes objects (each once) as a pack with its index, without deltas; both are durable when it returns.
 * Objects are taken one by one, so that any amount fits in memory.
 * Its name is a new one and not its checksum (git compares them nowhere): whoever removes a pack that another one has
 * replaced can only ever meet that one, never a second one with the same content.
 * @param store its folder `pack` is made if it is not there
 * @param keep whether a file `.keep` beside it makes native git leave it alone until that is removed
 * @throws EngineError `disk-full`, `not-permitted`, `read-only-folder`; nothing is left behind then
 * @see https://git-scm.com/docs/gitformat-pack
 */
export function writePack(
  { folder, format }: Pick<DiskStore, 'folder' | 'format'>,
  objects: Iterable<NewObject>,
  keep = false,
): WrittenPack {
  const packFolder = `${folder}/pack`;
  // Git's own names for them: `git gc` sweeps what a crash leaves. No extensions: nobody may take them for a pack.
  const unique = randomBytes(6).toString('hex');
  const newPack = `${packFolder}/tmp_pack_${unique}`;
  const newIndex = `${packFolder}/tmp_idx_${unique}`;
  const path = `${packFolder}/pack-${randomBytes(format.idBytes).toString('hex')}`;
  try {
    mkdirSync(packFolder, { recursive: true });
    const { entries, checksum } = writeBody(format, newPack, objects);
    writeDurable(newIndex, packIndexBytes(format, entries, checksum));
    if (keep) writeFileSync(`${path}.keep`, keepText, { flag: 'wx' });
    // The index last: a pack is there for git when its index is.
    renameWithPatience(newPack, `${path}.pack`);
    renameWithPatience(newIndex, `${path}.idx`);
    fsyncFolder(packFolder);
    return { path, count: entries.length };
  } catch (cause) {
    rmSync(newPack, { force: true });
    rmSync(newIndex, { force: true });
    rmSync(`${path}.keep`, { force: true });
    throw fromSystem(cause, packFolder);
  }
}

function writeBody(
  format: ObjectFormat,
  path: string,
  objects: Iterable<NewObject>,
): { entries: PackedObject[]; checksum: Buffer } {
  const file = openSync(path, 'wx+', 0o444);
  try {
    const entries: PackedObject[] = [];
    let offset = 12;
    let waiting: Buffer[] = [packHeader(0)];
    let waitingBytes = 0;
    const flush = (): void => {
      writeAll(file, Buffer.concat(waiting));
      waiting = [];
      waitingBytes = 0;
    };
    for (const object of objects) {
      const bytes = Buffer.concat([
        entryHeader(object.type, object.body.length),
        deflateQuickly(object.body),
      ]);
      entries.push({ id: object.id, offset, checksum: crc32(bytes) });
      waiting.push(bytes);
      offset += bytes.length;
      waitingBytes += bytes.length;
      if (waitingBytes >= flushBytes) flush();
    }
    flush();
    // Only now is the count known, and with it the checksum.
    writeSync(file, packHeader(entries.length), 0, 12, 0);
    const checksum = hashFile(format, file, offset);
    writeSync(file, checksum, 0, checksum.length, offset);
    fsyncSync(file);
    return { entries, checksum };
  } finally {
    closeSync(file);
  }
}

/** The first twelve bytes of a pack. */
export function packHeader(count: number): Buffer {
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  header.writeUInt32BE(count, 8);
  return header;
}

/** Type and size: four bits of the size with the type, then seven bits a byte, the lowest first. */
export function entryHeader(type: ObjectType, sizeBytes: number): Buffer {
  const bytes: number[] = [];
  let byte = (typeCodes[type] << 4) | (sizeBytes & 15);
  for (let rest = Math.floor(sizeBytes / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push(byte | 0x80);
    byte = rest & 0x7f;
  }
  bytes.push(byte);
  return Buffer.from(bytes);
}

/** Checksum of the first `sizeBytes` of an open file. */
export function hashFile(format: ObjectFormat, file: number, sizeBytes: number): Buffer {
  const hash = format.createHash();
  const chunk = Buffer.allocUnsafe(Math.min(sizeBytes, 1024 * 1024));
  for (let done = 0; done < sizeBytes;) {
    const count = readSync(file, chunk, 0, Math.min(chunk.length, sizeBytes - done), done);
    if (count === 0) throw new Error('a pack shrank while it was written');
    hash.update(chunk.subarray(0, count));
    done += count;
  }
  return hash.digest();
}

/** A new file that is on the disk when this returns. */
export function writeDurable(path: string, bytes: Buffer): void {
  const file = openSync(path, 'wx', 0o444);
  try {
    writeAll(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
