import { readFileSync, statSync } from 'node:fs';
import { systemCode } from '../../errors';
import type { ObjectId } from '../model';
import { idPattern } from '../object-format';
import { decodePath } from '../path-codec';

export type PackedRefs = ReadonlyMap<string, ObjectId>;

const cached = new Map<string, { stamp: string; refs: PackedRefs }>();
const cachedAtMost = 64;
/** A file written just before it was read may be written again without another time stamp. */
const settleMilliseconds = 2000;

export const packedRefsPath = (commonDir: string): string => `${commonDir}/packed-refs`;

/** The refs of `packed-refs`; read again only when the file changed. */
export function readPackedRefs(commonDir: string): PackedRefs {
  const path = packedRefsPath(commonDir);
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return new Map();
  const stamp = `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
  const known = cached.get(path);
  if (known?.stamp === stamp) return known.refs;
  const refs = parsePackedRefs(readBytes(path));
  cached.delete(path);
  if (Date.now() - Number(stats.mtimeNs / 1_000_000n) > settleMilliseconds) {
    cached.set(path, { stamp, refs });
    const oldest = cached.keys().next();
    if (cached.size > cachedAtMost && !oldest.done) cached.delete(oldest.value);
  }
  return refs;
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return Buffer.alloc(0);
    throw cause;
  }
}

const refLine = new RegExp(`^(${idPattern}) (.+)$`);

/** Lines `<id> <name>`; `#` starts the header, `^` the object a tag points to. */
function parsePackedRefs(bytes: Buffer): PackedRefs {
  const refs = new Map<string, ObjectId>();
  for (const line of decodePath(bytes).split('\n')) {
    const found = refLine.exec(line);
    if (found?.[1] !== undefined && found[2] !== undefined) refs.set(found[2], found[1]);
  }
  return refs;
}

/** The bytes of `packed-refs` without some refs, or null when none of them is in there. Everything else stays as it is. */
export function withoutPackedRefs(commonDir: string, names: ReadonlySet<string>): Buffer | null {
  const lines = readBytes(packedRefsPath(commonDir)).toString('latin1').split('\n');
  let dropped = false;
  const kept = lines.filter((line) => {
    // The object that a tag points to goes with its tag.
    if (!line.startsWith('^')) dropped = names.has(decodeLatin1(refLine.exec(line)?.[2] ?? ''));
    return !dropped;
  });
  return kept.length === lines.length ? null : Buffer.from(kept.join('\n'), 'latin1');
}

const decodeLatin1 = (text: string): string => decodePath(Buffer.from(text, 'latin1'));
