import type { Commit } from '../model';

/** Takes out the newest commit first; by id where times are equal, so that the order repeats. */
export interface CommitQueue {
  readonly size: number;
  push(commit: Commit): void;
  pop(): Commit | undefined;
}

/** A binary heap. */
export function createCommitQueue(): CommitQueue {
  const heap: Commit[] = [];
  const before = (a: Commit, b: Commit): boolean =>
    a.committer.seconds > b.committer.seconds || (a.committer.seconds === b.committer.seconds && a.id < b.id);

  const swapIfBefore = (upper: number, lower: number): boolean => {
    const a = heap[upper];
    const b = heap[lower];
    if (a === undefined || b === undefined || !before(b, a)) return false;
    heap[upper] = b;
    heap[lower] = a;
    return true;
  };
  return {
    get size() {
      return heap.length;
    },
    push(commit) {
      heap.push(commit);
      for (let at = heap.length - 1; at > 0;) {
        const parent = (at - 1) >> 1;
        if (!swapIfBefore(parent, at)) break;
        at = parent;
      }
    },
    pop() {
      const first = heap[0];
      const last = heap.pop();
      if (heap.length === 0 || last === undefined) return last;
      heap[0] = last;
      for (let at = 0; ;) {
        const left = 2 * at + 1;
        const [a, b] = [heap[left], heap[left + 1]];
        const child = a !== undefined && b !== undefined && before(b, a) ? left + 1 : left;
        if (!swapIfBefore(at, child)) break;
        at = child;
      }
      return first;
    },
  };
}
