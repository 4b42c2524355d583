import type { ChangedLines } from './changed-lines';
import { findMiddle, type Box, type Frontiers } from './middle-snake';
import { roundRoot } from './round-root';
import { usefulLines } from './useful-lines';

/**
 * The diff of E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), in linear space: the middle of a
 * shortest path splits the comparison in two. Equal ends and lines that could only mislead are taken out before.
 * @param idCount all line numbers are below it
 */
export function myersDiff(a: Uint32Array, b: Uint32Array, idCount: number): ChangedLines {
  const changed = { a: new Uint8Array(a.length), b: new Uint8Array(b.length) };
  const { head, tail } = equalEnds(a, b);
  const countInA = countIds(a, idCount);
  const countInB = countIds(b, idCount);
  const placesA = usefulLines(a, { head, tail, othersCount: countInB, changed: changed.a });
  const placesB = usefulLines(b, { head, tail, othersCount: countInA, changed: changed.b });
  const left = placesA.map((place) => a[place] ?? 0);
  const right = placesB.map((place) => b[place] ?? 0);
  const frontiers = newFrontiers(left.length, right.length);
  const boxes: Box[] = [{ a: 0, aEnd: left.length, b: 0, bEnd: right.length, minimal: false }];
  for (let whole = boxes.pop(); whole !== undefined; whole = boxes.pop()) {
    const box = shrink(left, right, whole);
    if (box.a === box.aEnd || box.b === box.bEnd) {
      for (let at = box.a; at < box.aEnd; at++) changed.a[placesA[at] ?? 0] = 1;
      for (let at = box.b; at < box.bEnd; at++) changed.b[placesB[at] ?? 0] = 1;
    } else {
      const middle = findMiddle(left, right, box, frontiers);
      boxes.push({ ...box, a: middle.a, b: middle.b, minimal: middle.minimalAfter });
      boxes.push({ ...box, aEnd: middle.a, bEnd: middle.b, minimal: middle.minimalBefore });
    }
  }
  return changed;
}

function equalEnds(a: Uint32Array, b: Uint32Array): { head: number; tail: number } {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return { head, tail };
}

function countIds(ids: Uint32Array, idCount: number): Uint32Array {
  const count = new Uint32Array(idCount);
  for (const id of ids) count[id] = (count[id] ?? 0) + 1;
  return count;
}

function shrink(left: Uint32Array, right: Uint32Array, box: Box): Box {
  let { a, aEnd, b, bEnd } = box;
  for (; a < aEnd && b < bEnd && left[a] === right[b]; a++) b++;
  for (; a < aEnd && b < bEnd && left[aEnd - 1] === right[bEnd - 1]; aEnd--) bEnd--;
  return { a, aEnd, b, bEnd, minimal: box.minimal };
}

function newFrontiers(aLength: number, bLength: number): Frontiers {
  const diagonals = aLength + bLength + 3;
  return {
    forward: new Int32Array(diagonals),
    backward: new Int32Array(diagonals),
    // Diagonals run from -bLength - 1 to aLength + 1.
    zero: bLength + 1,
    mostCost: Math.max(256, roundRoot(diagonals)),
  };
}
