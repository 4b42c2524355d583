import { roundRoot } from './round-root';

/** How far around a line its neighbours are looked at. */
const windowLines = 100;
/** More occurrences than this on the other side always make a line frequent. */
const alwaysFrequent = 1024;

type Use = 'none' | 'some' | 'many';

interface Sides {
  /** Equal lines at both ends of the two texts; they take no part. */
  readonly head: number;
  readonly tail: number;
  /** By line number, how often the other side has it. */
  readonly othersCount: Uint32Array;
  /** Receives 1 for each line that is left out. */
  readonly changed: Uint8Array;
}

/**
 * The places of the lines worth comparing: a line that the other side does not have is changed anyway, and a frequent
 * one amid such lines would only pair by chance.
 */
export function usefulLines(ids: Uint32Array, sides: Sides): Uint32Array {
  const frequent = Math.min(roundRoot(ids.length), alwaysFrequent);
  const end = ids.length - sides.tail;
  const uses: Use[] = [];
  for (let at = sides.head; at < end; at++) {
    const count = sides.othersCount[ids[at] ?? 0] ?? 0;
    uses.push(count === 0 ? 'none' : count >= frequent ? 'many' : 'some');
  }
  const places: number[] = [];
  for (const [at, use] of uses.entries())
    if (use === 'some' || (use === 'many' && !misleads(uses, at))) places.push(sides.head + at);
    else sides.changed[sides.head + at] = 1;
  return Uint32Array.from(places);
}

/** Whether a frequent line lies between lines of no use, which must be the greater part around it. */
function misleads(uses: readonly Use[], at: number): boolean {
  const before = neighbours(uses, at, -1);
  if (before.none === 0) return false;
  const after = neighbours(uses, at, 1);
  if (after.none === 0) return false;
  const many = before.many + after.many + 2;
  return many * 4 < many + before.none + after.none;
}

function neighbours(uses: readonly Use[], at: number, step: 1 | -1): { none: number; many: number } {
  const found = { none: 0, many: 0 };
  for (let distance = 1; distance <= windowLines; distance++) {
    const use = uses[at + step * distance];
    if (use === undefined || use === 'some') break;
    found[use]++;
  }
  return found;
}
