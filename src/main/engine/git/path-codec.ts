/**
 * Path names are bytes to git and strings to us. Valid UTF-8 decodes as usual; each byte that is not becomes
 * a lone surrogate U+DC80..U+DCFF (the scheme of Python's PEP 383), so that every name survives a round trip.
 */

const escapeBase = 0xdc00;
const hasEscape = /[\udc80-\udcff]/;
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes of a path -> string; any bytes, never throws. */
export function decodePath(bytes: Buffer, start = 0, end = bytes.length): string {
  const plain = bytes.toString('utf8', start, end);
  if (!plain.includes('\ufffd')) return plain;
  const view = bytes.subarray(start, end);
  try {
    return strict.decode(view);
  } catch {
    return decodeBroken(view);
  }
}

/** String of {@link decodePath} -> the very bytes it came from. */
export function encodePath(path: string): Buffer {
  if (!mayHoldEscape(path)) return Buffer.from(path, 'utf8');
  const parts: Buffer[] = [];
  let from = 0;
  for (let i = 0; i < path.length; i++) {
    if (!isEscapeAt(path, i)) continue;
    parts.push(Buffer.from(path.slice(from, i), 'utf8'), Buffer.of(path.charCodeAt(i) - escapeBase));
    from = i + 1;
  }
  parts.push(Buffer.from(path.slice(from), 'utf8'));
  return Buffer.concat(parts);
}

/** Orders paths as git does: by bytes (UTF-16 order differs beyond U+FFFF). */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    if (x < 0x80 || y < 0x80 || (x < 0xd800 && y < 0xd800)) return x - y;
    return Buffer.compare(encodePath(a), encodePath(b));
  }
  return a.length - b.length;
}

/** What the file system is given: a string, or the raw bytes where the name is not UTF-8. */
export function systemPath(folder: string, path: string): string | Buffer {
  const whole = path === '' ? folder : `${folder}/${path}`;
  return mayHoldEscape(path) ? encodePath(whole) : whole;
}

const mayHoldEscape = (path: string): boolean => hasEscape.test(path) && hasLoneEscape(path);

function hasLoneEscape(path: string): boolean {
  for (let i = 0; i < path.length; i++) if (isEscapeAt(path, i)) return true;
  return false;
}

function isEscapeAt(path: string, i: number): boolean {
  const unit = path.charCodeAt(i);
  if (unit < 0xdc80 || unit > 0xdcff) return false;
  const before = i > 0 ? path.charCodeAt(i - 1) : 0;
  return before < 0xd800 || before > 0xdbff; // after a high surrogate it is half of a real character
}

function decodeBroken(view: Buffer): string {
  let out = '';
  for (let i = 0; i < view.length;) {
    const length = sequenceLength(view, i);
    if (length === 0) out += String.fromCharCode(escapeBase + (view[i++] ?? 0));
    else {
      out += view.toString('utf8', i, i + length);
      i += length;
    }
  }
  return out;
}

/** Length of the valid UTF-8 sequence at `i`, 0 if there is none. */
function sequenceLength(view: Buffer, i: number): number {
  for (let length = 1; length <= 4 && i + length <= view.length; length++) {
    try {
      strict.decode(view.subarray(i, i + length));
      return length;
    } catch {
      // not complete at this length: try one byte more
    }
  }
  return 0;
}
