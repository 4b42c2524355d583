import type { ObjectId, ObjectReader, TreeEntry } from '../model';
import { isRegular } from './path-state';

/** Identical content. */
export const fullScore = 60_000;
/** git's default: half of the bigger file. */
export const renameScore = 30_000;

const hashBase = 107_927;
const longestSpan = 64;
const binaryLookAt = 8_000;

interface Spans {
  readonly sizeBytes: number;
  /** Hash of a line (at most 64 bytes) -> bytes in such lines. */
  readonly counts: ReadonlyMap<number, number>;
}

/** How alike two files are, 0 to {@link fullScore}; 0 also where it is certainly below `atLeast`. */
export type Similarity = (from: TreeEntry, to: TreeEntry, atLeast: number) => number;

/**
 * Estimates like git's rename detection does: files are cut at line ends and every 64 bytes, and the score is the
 * share of bytes in pieces that both have, measured against the bigger file. As in git before 2.44 an unfinished
 * last piece does not count. Only regular files can be similar without being the same.
 * @see https://git-scm.com/docs/gitdiffcore#_diffcore_rename_for_detecting_renames_and_copies
 */
export function createSimilarity(reader: ObjectReader): Similarity {
  const sizes = new Map<ObjectId, number>();
  const known = new Map<ObjectId, Spans>();
  const sizeOf = (id: ObjectId): number => {
    let size = sizes.get(id);
    if (size === undefined) sizes.set(id, (size = reader.blob(id).length));
    return size;
  };
  const spansOf = (id: ObjectId): Spans => {
    let spans = known.get(id);
    if (!spans) known.set(id, (spans = cutIntoSpans(reader.blob(id))));
    return spans;
  };
  return (from, to, atLeast) => {
    if (!isRegular(from) || !isRegular(to)) return 0;
    const [small, big] = [sizeOf(from.id), sizeOf(to.id)].sort((a, b) => a - b) as [number, number];
    if (big * (fullScore - atLeast) < (big - small) * fullScore) return 0;
    const [before, after] = [spansOf(from.id), spansOf(to.id)];
    if (after.sizeBytes === 0) return 0;
    let copied = 0;
    for (const [hash, bytes] of before.counts) copied += Math.min(bytes, after.counts.get(hash) ?? 0);
    return Math.floor((copied * fullScore) / big);
  };
}

function cutIntoSpans(content: Buffer): Spans {
  const isText = !content.subarray(0, binaryLookAt).includes(0);
  const counts = new Map<number, number>();
  let length = 0;
  let high = 0;
  let low = 0;
  for (let i = 0; i < content.length; i++) {
    const byte = content[i] ?? 0;
    if (isText && byte === 13 && content[i + 1] === 10) continue; // line ends do not make files different
    const before = high;
    high = ((high << 7) ^ (low >>> 25)) >>> 0;
    low = ((low << 7) ^ (before >>> 25)) >>> 0;
    high = (high + byte) >>> 0;
    length++;
    if (length < longestSpan && byte !== 10) continue;
    const hash = ((high + Math.imul(low, 0x61)) >>> 0) % hashBase;
    counts.set(hash, (counts.get(hash) ?? 0) + length);
    length = high = low = 0;
  }
  return { sizeBytes: content.length, counts };
}
