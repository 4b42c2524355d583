import type { ChangedLines } from './changed-lines';
import { myersDiff } from './diff-myers';

/** Lines that occur more often than this on the before side are no anchors. */
const mostOccurrences = 64;

/** A rectangle of the comparison, ends excluded. */
interface Region {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

/** The occurrences of every line in one region of the before side. */
interface Occurrences {
  /** By line number: its first place in the region, or -1. */
  readonly first: Int32Array;
  /** By line number: how often it occurs in the region. */
  readonly count: Uint32Array;
  /** By place: the next place of the same line in the region, or -1. */
  readonly next: Int32Array;
}

/**
 * Histogram diff: the longest run of equal lines around the rarest common line splits a region in two, again and
 * again. Regions whose common lines are all too frequent are left to Myers' algorithm. Neither ends are trimmed nor
 * groups moved here, so that the result is git's.
 * Source: the description of HistogramDiff in JGit's API documentation.
 * @param idCount all line numbers are below it
 * @param allowedSteps how much may be looked at; what is left then goes to Myers' algorithm, whose work is bounded
 */
export function histogramDiff(
  a: Uint32Array,
  b: Uint32Array,
  idCount: number,
  allowedSteps = Number.POSITIVE_INFINITY,
): ChangedLines {
  const changed = { a: new Uint8Array(a.length), b: new Uint8Array(b.length) };
  const occurrences: Occurrences = {
    first: new Int32Array(idCount).fill(-1),
    count: new Uint32Array(idCount),
    next: new Int32Array(a.length),
  };
  const work = { left: allowedSteps };
  const regions: Region[] = [{ a: 0, aEnd: a.length, b: 0, bEnd: b.length }];
  for (let region = regions.pop(); region !== undefined; region = regions.pop()) {
    work.left -= region.aEnd - region.a + region.bEnd - region.b;
    const found = work.left <= 0 ? 'for myers' : findAnchor(a, b, region, occurrences, work);
    if (found === 'for myers') {
      const inner = myersDiff(a.subarray(region.a, region.aEnd), b.subarray(region.b, region.bEnd), idCount);
      changed.a.set(inner.a, region.a);
      changed.b.set(inner.b, region.b);
    } else if (found === 'nothing') {
      changed.a.fill(1, region.a, region.aEnd);
      changed.b.fill(1, region.b, region.bEnd);
    } else {
      regions.push({ a: found.aEnd, aEnd: region.aEnd, b: found.bEnd, bEnd: region.bEnd });
      regions.push({ a: region.a, aEnd: found.a, b: region.b, bEnd: found.b });
    }
  }
  return changed;
}

/** The run of equal lines that splits a region. */
function findAnchor(
  a: Uint32Array,
  b: Uint32Array,
  region: Region,
  occurrences: Occurrences,
  work: { left: number },
): Region | 'nothing' | 'for myers' {
  if (region.a === region.aEnd || region.b === region.bEnd) return 'nothing';
  const { first, count, next } = occurrences;
  countLines(a, region, occurrences);
  let best: Region | undefined;
  // How often the rarest line of the best run occurs; a run has to be as rare to be looked at.
  let rarity = mostOccurrences + 1;
  let anyCommon = false;
  let bAt = region.b;
  while (bAt < region.bEnd) {
    const id = b[bAt] ?? 0;
    const here = count[id] ?? 0;
    let bNext = bAt + 1;
    if (here > 0) anyCommon = true;
    if (here > 0 && here <= rarity) {
      let aAt = first[id] ?? -1;
      while (aAt >= 0) {
        const run = extend(a, b, region, aAt, bAt);
        work.left -= run.aEnd - run.a;
        const rarest = rarestOf(a, run, count, here);
        const longer = run.aEnd - run.a > (best === undefined ? 1 : best.aEnd - best.a);
        if (longer || rarest < rarity) {
          best = run;
          rarity = rarest;
        }
        bNext = Math.max(bNext, run.bEnd);
        // Occurrences inside the run just seen would only find a shorter one.
        while (aAt >= 0 && aAt < run.aEnd) aAt = next[aAt] ?? -1;
      }
    }
    bAt = bNext;
  }
  for (let at = region.a; at < region.aEnd; at++) {
    const id = a[at] ?? 0;
    first[id] = -1;
    count[id] = 0;
  }
  if (anyCommon && rarity > mostOccurrences) return 'for myers';
  return best ?? 'nothing';
}

function countLines(a: Uint32Array, region: Region, { first, count, next }: Occurrences): void {
  for (let at = region.aEnd - 1; at >= region.a; at--) {
    const id = a[at] ?? 0;
    next[at] = first[id] ?? -1;
    first[id] = at;
    count[id] = (count[id] ?? 0) + 1;
  }
}

/** The longest run of equal lines through one pair of them. */
function extend(a: Uint32Array, b: Uint32Array, region: Region, aAt: number, bAt: number): Region {
  let before = 0;
  while (aAt - before > region.a && bAt - before > region.b && a[aAt - before - 1] === b[bAt - before - 1])
    before++;
  let after = 1;
  while (aAt + after < region.aEnd && bAt + after < region.bEnd && a[aAt + after] === b[bAt + after]) after++;
  return { a: aAt - before, aEnd: aAt + after, b: bAt - before, bEnd: bAt + after };
}

function rarestOf(a: Uint32Array, run: Region, count: Uint32Array, known: number): number {
  let rarest = known;
  for (let at = run.a; at < run.aEnd && rarest > 1; at++) rarest = Math.min(rarest, count[a[at] ?? 0] ?? 0);
  return rarest;
}
