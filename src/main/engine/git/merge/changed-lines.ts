/** Which lines of two texts differ, 1 per changed line; the unchanged ones pair up in order. */
export interface ChangedLines {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

/** Lines of a that were replaced with lines of b; one of the counts can be 0. */
export interface LineChange {
  readonly a: number;
  readonly aCount: number;
  readonly b: number;
  readonly bCount: number;
}

/** The changes in order; between two there is at least one unchanged line. */
export function listChanges(changed: ChangedLines): LineChange[] {
  const changes: LineChange[] = [];
  let a = 0;
  let b = 0;
  while (a < changed.a.length || b < changed.b.length) {
    const aStart = a;
    const bStart = b;
    while (changed.a[a] === 1) a++;
    while (changed.b[b] === 1) b++;
    if (a > aStart || b > bStart)
      changes.push({ a: aStart, aCount: a - aStart, b: bStart, bCount: b - bStart });
    a++;
    b++;
  }
  return changes;
}
