/** A rectangle of the comparison, ends excluded. */
export interface Box {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
  /** Whether the shortest path is wanted at any cost. */
  readonly minimal: boolean;
}

/** Per diagonal (a minus b), how far the paths from both corners came; as positions in a. */
export interface Frontiers {
  readonly forward: Int32Array;
  readonly backward: Int32Array;
  /** Index of diagonal 0. */
  readonly zero: number;
  /** More edits than this from each corner are not tried, unless the shortest path is wanted. */
  readonly mostCost: number;
}

/** Where to split; the half that was searched through is worth the shortest path. */
export interface Middle {
  readonly a: number;
  readonly b: number;
  readonly minimalBefore: boolean;
  readonly minimalAfter: boolean;
}

/** A run of equal lines longer than this makes a path promising. */
const goodRun = 20;
/** From this cost on, a promising path is taken without looking for the shortest. */
const promisingFromCost = 256;
/** How much further than its cost a promising path has come. */
const promisingFactor = 4;

const beyond = 0x7fffffff;

/** The diagonals that paths of one direction reach. */
interface Range {
  low: number;
  high: number;
}

/**
 * A point on a shortest path through the box, near its middle: paths of one more edit each grow from both corners until
 * they meet. Costly searches end early at the path that came furthest.
 */
export function findMiddle(left: Uint32Array, right: Uint32Array, box: Box, frontiers: Frontiers): Middle {
  const { forward, backward, zero } = frontiers;
  const lowest = box.a - box.bEnd;
  const highest = box.aEnd - box.b;
  const first = box.a - box.b;
  const last = box.aEnd - box.bEnd;
  const odd = ((first - last) & 1) === 1;
  const ahead: Range = { low: first, high: first };
  const back: Range = { low: last, high: last };
  const met = (diagonal: number, a: number): Middle => ({
    a,
    b: a - diagonal,
    minimalBefore: true,
    minimalAfter: true,
  });
  forward[zero + first] = box.a;
  backward[zero + last] = box.aEnd;
  for (let cost = 1; ; cost++) {
    let longRun = false;

    widen(ahead, forward, zero, lowest, highest, -1);
    for (let diagonal = ahead.high; diagonal >= ahead.low; diagonal -= 2) {
      const fromBelow = forward[zero + diagonal - 1] ?? -1;
      const fromAbove = forward[zero + diagonal + 1] ?? -1;
      const start = fromBelow >= fromAbove ? fromBelow + 1 : fromAbove;
      let a = start;
      while (a < box.aEnd && a - diagonal < box.bEnd && left[a] === right[a - diagonal]) a++;
      if (a - start > goodRun) longRun = true;
      forward[zero + diagonal] = a;
      const meets = odd && diagonal >= back.low && diagonal <= back.high;
      if (meets && (backward[zero + diagonal] ?? beyond) <= a) return met(diagonal, a);
    }

    widen(back, backward, zero, lowest, highest, beyond);
    for (let diagonal = back.high; diagonal >= back.low; diagonal -= 2) {
      const fromBelow = backward[zero + diagonal - 1] ?? beyond;
      const fromAbove = backward[zero + diagonal + 1] ?? beyond;
      const start = fromBelow < fromAbove ? fromBelow : fromAbove - 1;
      let a = start;
      while (a > box.a && a - diagonal > box.b && left[a - 1] === right[a - diagonal - 1]) a--;
      if (start - a > goodRun) longRun = true;
      backward[zero + diagonal] = a;
      const meets = !odd && diagonal >= ahead.low && diagonal <= ahead.high;
      if (meets && a <= (forward[zero + diagonal] ?? -1)) return met(diagonal, a);
    }

    if (box.minimal) continue;
    if (longRun && cost > promisingFromCost) {
      const promising =
        promisingAhead(left, right, box, frontiers, ahead, cost) ??
        promisingBack(left, right, box, frontiers, back, cost);
      if (promising) return promising;
    }
    if (cost >= frontiers.mostCost) return furthest(box, frontiers, ahead, back);
  }
}

/** One more diagonal at each side while inside the box, one less where it ends; the parity changes each time. */
function widen(
  range: Range,
  reached: Int32Array,
  zero: number,
  lowest: number,
  highest: number,
  unreached: number,
): void {
  if (range.low > lowest) {
    range.low--;
    reached[zero + range.low - 1] = unreached;
  } else range.low++;
  if (range.high < highest) {
    range.high++;
    reached[zero + range.high + 1] = unreached;
  } else range.high--;
}

/** The forward path that came furthest for its cost, of those that end in a good run. */
function promisingAhead(
  left: Uint32Array,
  right: Uint32Array,
  box: Box,
  { forward, zero }: Frontiers,
  range: Range,
  cost: number,
): Middle | undefined {
  let most = promisingFactor * cost;
  let middle: Middle | undefined;
  for (let diagonal = range.high; diagonal >= range.low; diagonal -= 2) {
    const a = forward[zero + diagonal] ?? 0;
    const b = a - diagonal;
    const way = a - box.a + (b - box.b) - Math.abs(diagonal - (box.a - box.b));
    const inside = a >= box.a + goodRun && a < box.aEnd && b >= box.b + goodRun && b < box.bEnd;
    if (way > most && inside && equalRun(left, right, a - goodRun, b - goodRun)) {
      most = way;
      middle = { a, b, minimalBefore: true, minimalAfter: false };
    }
  }
  return middle;
}

/** The same, from the end. */
function promisingBack(
  left: Uint32Array,
  right: Uint32Array,
  box: Box,
  { backward, zero }: Frontiers,
  range: Range,
  cost: number,
): Middle | undefined {
  let most = promisingFactor * cost;
  let middle: Middle | undefined;
  for (let diagonal = range.high; diagonal >= range.low; diagonal -= 2) {
    const a = backward[zero + diagonal] ?? 0;
    const b = a - diagonal;
    const way = box.aEnd - a + (box.bEnd - b) - Math.abs(diagonal - (box.aEnd - box.bEnd));
    const inside = a > box.a && a <= box.aEnd - goodRun && b > box.b && b <= box.bEnd - goodRun;
    if (way > most && inside && equalRun(left, right, a, b)) {
      most = way;
      middle = { a, b, minimalBefore: false, minimalAfter: true };
    }
  }
  return middle;
}

function equalRun(left: Uint32Array, right: Uint32Array, a: number, b: number): boolean {
  for (let at = 0; at < goodRun; at++) if (left[a + at] !== right[b + at]) return false;
  return true;
}

/** The search costs too much: split where a path of either direction came furthest. */
function furthest(box: Box, { forward, backward, zero }: Frontiers, ahead: Range, back: Range): Middle {
  let best = { a: -1, sum: -1 };
  for (let diagonal = ahead.high; diagonal >= ahead.low; diagonal -= 2) {
    const a = Math.min(forward[zero + diagonal] ?? 0, box.aEnd, box.bEnd + diagonal);
    if (best.sum < 2 * a - diagonal) best = { a, sum: 2 * a - diagonal };
  }
  let bestBack = { a: beyond, sum: beyond };
  for (let diagonal = back.high; diagonal >= back.low; diagonal -= 2) {
    const a = Math.max(backward[zero + diagonal] ?? 0, box.a, box.b + diagonal);
    if (2 * a - diagonal < bestBack.sum) bestBack = { a, sum: 2 * a - diagonal };
  }
  return box.aEnd + box.bEnd - bestBack.sum < best.sum - (box.a + box.b)
    ? { a: best.a, b: best.sum - best.a, minimalBefore: true, minimalAfter: false }
    : { a: bestBack.a, b: bestBack.sum - bestBack.a, minimalBefore: false, minimalAfter: true };
}
