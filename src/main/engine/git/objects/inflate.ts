import { inflateSync } from 'node:zlib';

/**
 * Unpacks a zlib stream of known size; bytes after its end are ignored.
 * @throws Error with the reason when the stream is damaged or has another size.
 */
export function inflateExact(source: Uint8Array, sizeBytes: number): Buffer {
  // One byte more than needed: zlib then sees the end of the stream in the first round.
  const room = Math.max(64, sizeBytes + 1);
  const body = inflateSync(source, { chunkSize: room, maxOutputLength: room });
  if (body.length !== sizeBytes) throw new Error(`it has ${body.length} bytes instead of ${sizeBytes}`);
  return body;
}
