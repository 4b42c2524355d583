/**
 * Builds an object from its base and a delta.
 * @see https://git-scm.com/docs/gitformat-pack "Deltified representation"
 * @throws Error with the reason when the delta does not fit its base.
 */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  const cursor = { at: 0 };
  if (readSize(delta, cursor) !== base.length) throw new Error('a delta does not fit its base');
  const out = Buffer.allocUnsafe(readSize(delta, cursor));
  let at = cursor.at;
  let filled = 0;
  while (at < delta.length) {
    const code = byteAt(delta, at++);
    let source = delta;
    let start = at;
    let length = code;
    if (code & 0x80) {
      source = base;
      start = 0;
      length = 0;
      for (let i = 0; i < 4; i++) if (code & (1 << i)) start += byteAt(delta, at++) * 2 ** (8 * i);
      for (let i = 0; i < 3; i++) if (code & (16 << i)) length += byteAt(delta, at++) * 2 ** (8 * i);
      if (length === 0) length = 0x10000;
    } else {
      if (code === 0) throw new Error('a delta has an unknown instruction');
      at += length;
    }
    if (start + length > source.length || filled + length > out.length)
      throw new Error('a delta is out of range');
    source.copy(out, filled, start, start + length);
    filled += length;
  }
  if (filled !== out.length) throw new Error('a delta is too short');
  return out;
}

/** Size in groups of seven bits, the lowest first. */
function readSize(delta: Buffer, cursor: { at: number }): number {
  let size = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = byteAt(delta, cursor.at++);
    size += (byte & 0x7f) * factor;
    if (byte < 0x80) return size;
  }
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new Error('a delta ends too early');
  return byte;
}
