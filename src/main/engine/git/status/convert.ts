import type { ObjectFormat } from '../object-format';
import type { Conversion } from './conversion';
import type { FileConversion } from './conversions';
import { identToGit, identToWorktree } from './ident';

const lf = 10;
const cr = 13;

interface TextStats {
  readonly crlf: number;
  readonly loneLf: number;
  readonly loneCr: number;
  readonly looksBinary: boolean;
}

/**
 * Bytes of a file as git stores them: through programs, then line ends, then `$Id$` (git's convert_to_git).
 * @param blobInIndex what the index has for this path, asked for only when needed: a file that git already stores
 * with CRLF is left alone where text was only guessed.
 */
export function toGit(bytes: Buffer, conversion: FileConversion, blobInIndex: () => Buffer | null): Buffer {
  const plain = conversion.through ? conversion.through.clean(bytes) : bytes;
  const stored = lineEndsToGit(plain, conversion, blobInIndex);
  return conversion.ident ? identToGit(stored) : stored;
}

function lineEndsToGit(bytes: Buffer, conversion: Conversion, blobInIndex: () => Buffer | null): Buffer {
  if (conversion.lineEnds === 'keep' || !bytes.includes('\r\n')) return bytes;
  const guessed = conversion.lineEnds.startsWith('auto');
  if (guessed && (textStats(bytes).looksBinary || hasCrlf(blobInIndex()))) return bytes;
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let from = 0; from < bytes.length;) {
    const found = bytes.indexOf('\r\n', from, 'latin1');
    const to = found < 0 ? bytes.length : found;
    length += bytes.copy(out, length, from, to);
    from = found < 0 ? to : to + 1; // without the CR
    if (found >= 0) out[length++] = bytes[from++] ?? lf;
  }
  return out.subarray(0, length);
}

/** A blob as it is written into the working tree: the other way round. @param format of the ids in `$Id$` */
export function toWorktree(blob: Buffer, conversion: FileConversion, format: ObjectFormat): Buffer {
  const plain = beforePrograms(blob, conversion, format);
  return conversion.through ? conversion.through.smudge(plain) : plain;
}

/** What is handed to the programs of a path on its way into the working tree. */
export const beforePrograms = (blob: Buffer, conversion: Conversion, format: ObjectFormat): Buffer =>
  lineEndsToWorktree(conversion.ident ? identToWorktree(blob, format) : blob, conversion);

function lineEndsToWorktree(blob: Buffer, conversion: Conversion): Buffer {
  if (!conversion.lineEnds.endsWith('crlf') || !blob.includes(lf)) return blob;
  const stats = textStats(blob);
  if (stats.loneLf === 0) return blob;
  const guessed = conversion.lineEnds.startsWith('auto');
  if (guessed && (stats.crlf > 0 || stats.looksBinary)) return blob;
  const out = Buffer.allocUnsafe(blob.length + stats.loneLf);
  let length = 0;
  for (let i = 0; i < blob.length; i++) {
    const byte = blob[i] ?? 0;
    if (byte === lf && blob[i - 1] !== cr) out[length++] = cr;
    out[length++] = byte;
  }
  return out;
}

function hasCrlf(blob: Buffer | null): boolean {
  if (!blob?.includes(cr)) return false;
  const stats = textStats(blob);
  return stats.crlf > 0 && !stats.looksBinary;
}

/** Git's guess at binary: a NUL, a lone CR, or more than one unprintable byte in 128. */
function textStats(bytes: Buffer): TextStats {
  let crlf = 0;
  let loneLf = 0;
  let loneCr = 0;
  let nul = 0;
  let printable = 0;
  let unprintable = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === cr) {
      if (bytes[i + 1] === lf) {
        crlf++;
        i++;
      } else loneCr++;
    } else if (byte === lf) loneLf++;
    else if (byte === 127) unprintable++;
    else if (byte >= 32 || byte === 8 || byte === 9 || byte === 12 || byte === 27) printable++;
    else {
      if (byte === 0) nul++;
      unprintable++;
    }
  }
  if (bytes[bytes.length - 1] === 26) unprintable--; // the end-of-file mark of DOS
  const looksBinary = loneCr > 0 || nul > 0 || Math.floor(printable / 128) < unprintable;
  return { crlf, loneLf, loneCr, looksBinary };
}
