import type { LineChange } from './changed-lines';
import { diffLines } from './diff-lines';

/**
 * A part of the merge that is not simply a copy of ours. `same`: both sides came to the same lines. Between chunks, and
 * for `same` and `ours`, the merge has our lines.
 */
export interface Chunk {
  readonly kind: 'ours' | 'theirs' | 'conflict' | 'same';
  readonly ours: number;
  readonly oursCount: number;
  readonly theirs: number;
  readonly theirsCount: number;
}

/** The three texts as line numbers, all below `idCount`. */
export interface ThreeTexts {
  readonly base: Uint32Array;
  readonly ours: Uint32Array;
  readonly theirs: Uint32Array;
  readonly idCount: number;
}

/** Conflicts with no more lines than this between them are shown as one. */
const mostLinesBetween = 3;

/**
 * A three-way merge by lines. Changes that overlap or touch in the base are a conflict, unless both sides made the very
 * same change; the lines that both sides of a conflict have in common are taken out of it.
 */
export function mergeChunks(texts: ThreeTexts): Chunk[] {
  const { base, ours, theirs, idCount } = texts;
  const chunks = combine(texts, diffLines(base, ours, idCount), diffLines(base, theirs, idCount));
  return joinConflicts(chunks.flatMap((chunk) => refine(texts, chunk)));
}

function combine(
  texts: ThreeTexts,
  oursChanges: readonly LineChange[],
  theirsChanges: readonly LineChange[],
): Chunk[] {
  const chunks: Chunk[] = [];
  const oursGrowth = texts.ours.length - texts.base.length;
  const theirsGrowth = texts.theirs.length - texts.base.length;
  let o = 0;
  let t = 0;
  for (;;) {
    const our = oursChanges[o];
    const their = theirsChanges[t];
    if (our && (!their || our.a + our.aCount < their.a)) {
      const theirsAt = our.a + (their ? their.b - their.a : theirsGrowth);
      append(chunks, 'ours', [our.b, our.bCount], [theirsAt, our.aCount]);
      o++;
    } else if (their && (!our || their.a + their.aCount < our.a)) {
      const oursAt = their.a + (our ? our.b - our.a : oursGrowth);
      append(chunks, 'theirs', [oursAt, their.aCount], [their.b, their.bCount]);
      t++;
    } else if (our && their) {
      const ourEnd = our.a + our.aCount;
      const theirEnd = their.a + their.aCount;
      if (!sameChange(texts, our, their)) {
        const start = Math.min(our.a, their.a);
        const end = Math.max(ourEnd, theirEnd);
        append(chunks, 'conflict', stretch(our, start, end), stretch(their, start, end));
      }
      // A change that reaches further may meet the other side's next one too.
      if (ourEnd <= theirEnd) o++;
      if (theirEnd <= ourEnd) t++;
    } else return chunks;
  }
}

/** Place and number of lines. */
type Span = readonly [at: number, count: number];

/** Adds a chunk; one that touches the last on either side becomes a part of it. */
function append(
  chunks: Chunk[],
  kind: Chunk['kind'],
  [ours, oursCount]: Span,
  [theirs, theirsCount]: Span,
): void {
  const last = chunks.at(-1);
  if (last && (ours <= last.ours + last.oursCount || theirs <= last.theirs + last.theirsCount))
    chunks[chunks.length - 1] = {
      ...last,
      kind: kind === last.kind ? kind : 'conflict',
      oursCount: ours + oursCount - last.ours,
      theirsCount: theirs + theirsCount - last.theirs,
    };
  else chunks.push({ kind, ours, oursCount, theirs, theirsCount });
}

/** What a side has for the base's lines from start to end, which include its change. */
function stretch(change: LineChange, start: number, end: number): Span {
  const at = change.b - (change.a - start);
  return [at, change.b + change.bCount + (end - change.a - change.aCount) - at];
}

function sameChange({ ours, theirs }: ThreeTexts, our: LineChange, their: LineChange): boolean {
  if (our.a !== their.a || our.aCount !== their.aCount || our.bCount !== their.bCount) return false;
  for (let at = 0; at < our.bCount; at++) if (ours[our.b + at] !== theirs[their.b + at]) return false;
  return true;
}

/** A conflict without the lines that both sides have: smaller conflicts, or none. */
function refine(texts: ThreeTexts, chunk: Chunk): Chunk[] {
  if (chunk.kind !== 'conflict' || chunk.oursCount === 0 || chunk.theirsCount === 0) return [chunk];
  const ours = texts.ours.subarray(chunk.ours, chunk.ours + chunk.oursCount);
  const theirs = texts.theirs.subarray(chunk.theirs, chunk.theirs + chunk.theirsCount);
  const changes = diffLines(ours, theirs, texts.idCount);
  if (changes.length === 0) return [{ ...chunk, kind: 'same' }];
  return changes.map((change) => ({
    kind: 'conflict',
    ours: chunk.ours + change.a,
    oursCount: change.aCount,
    theirs: chunk.theirs + change.b,
    theirsCount: change.bCount,
  }));
}

/** Joins conflicts that are next to each other with little between them. */
function joinConflicts(chunks: readonly Chunk[]): Chunk[] {
  const joined: Chunk[] = [];
  for (const chunk of chunks) {
    const last = joined.at(-1);
    const between = last ? chunk.ours - last.ours - last.oursCount : 0;
    if (last?.kind === 'conflict' && chunk.kind === 'conflict' && between <= mostLinesBetween)
      joined[joined.length - 1] = {
        ...last,
        oursCount: chunk.ours + chunk.oursCount - last.ours,
        theirsCount: chunk.theirs + chunk.theirsCount - last.theirs,
      };
    else joined.push(chunk);
  }
  return joined;
}
