/** What may have changed; the first of them that was hinted at is told, in this order. */
export const watchReasons = ['head', 'refs', 'index', 'files', 'sweep'] as const;
export type WatchReason = (typeof watchReasons)[number];

/** A call comes when nothing was hinted for so long; in a burst that does not end, so often. */
const quietMilliseconds = 150;
const longestMilliseconds = 1000;

/** Many hints become few calls, and the last hint always gets one. */
export interface Coalescer {
  hint(reason: WatchReason): void;
  close(): void;
}

export function createCoalescer(call: (reason: WatchReason) => void): Coalescer {
  const reasons = new Set<WatchReason>();
  let first = 0;
  let last = 0;
  let timer: NodeJS.Timeout | null = null;

  const due = (): void => {
    const now = performance.now();
    // One timer for a burst of thousands: it looks when it rings whether it rang too early.
    const wait = Math.min(last + quietMilliseconds, first + longestMilliseconds) - now;
    if (wait > 1) {
      timer = setTimeout(due, wait).unref();
      return;
    }
    timer = null;
    const reason = watchReasons.find((one) => reasons.has(one)) ?? 'files';
    reasons.clear();
    call(reason);
  };

  return {
    hint(reason) {
      reasons.add(reason);
      last = performance.now();
      if (timer) return;
      first = last;
      timer = setTimeout(due, quietMilliseconds).unref();
    },
    close() {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
}
