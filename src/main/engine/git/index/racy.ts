import type { Index } from './read-index';

/** Clocks of file systems tick: jiffies on Linux, 15.6 ms on Windows. What is closer than this may be the same instant. */
const tickNanoseconds = 20_000_000;

/**
 * Whether entry `i` may have changed after it was recorded without its stat showing it: its file was written when
 * the index was, or later. Such an entry is compared by content
 * (https://git-scm.com/docs/racy-git). Entries without nanoseconds count as the end of their second.
 * @param wholeSeconds for who compares times by seconds only: then all of the index's second is one instant
 */
export function isRacy(index: Index, i: number, wholeSeconds = false): boolean {
  const at = index.positions[i] ?? 0;
  const seconds = index.bytes.readUInt32BE(at + 8);
  const behind = index.modifiedSeconds - seconds;
  if (behind > 1) return false;
  if (behind < 0 || (wholeSeconds && behind === 0)) return true;
  const nanoseconds = index.bytes.readUInt32BE(at + 12) || 999_999_999;
  return behind * 1e9 + index.modifiedNanoseconds - nanoseconds <= tickNanoseconds;
}
