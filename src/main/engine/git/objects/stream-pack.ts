import { setImmediate } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import type { ObjectId, ObjectReader } from '../model';
import { verifyObject } from './verify-object';
import { entryHeader, packHeader } from './write-pack';

const pieceBytes = 64 * 1024;
const pauseMilliseconds = 40;

/**
 * Objects (each once) as a pack, piece by piece: any number fits in memory, and other work gets its turn in between.
 * Every object is hashed on the way: damage does not spread.
 * @throws EngineError `object-missing`, `object-damaged`
 * @see https://git-scm.com/docs/gitformat-pack
 */
export async function* streamPack(
  reader: ObjectReader,
  ids: readonly ObjectId[],
): AsyncGenerator<Buffer, void> {
  const hash = reader.format.createHash();
  let waiting: Buffer[] = [packHeader(ids.length)];
  let waitingBytes = 12;
  let last = performance.now();
  const take = (): Buffer => {
    const piece = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    hash.update(piece);
    return piece;
  };
  for (const id of ids) {
    const { type, body } = verifyObject(reader, id);
    const packed = deflateSync(body, { level: 1 });
    const header = entryHeader(type, body.length);
    waiting.push(header, packed);
    waitingBytes += header.length + packed.length;
    if (waitingBytes >= pieceBytes) yield take();
    if (performance.now() - last > pauseMilliseconds) {
      await setImmediate();
      last = performance.now();
    }
  }
  yield take();
  yield hash.digest();
}
