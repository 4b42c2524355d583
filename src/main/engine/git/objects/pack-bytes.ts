import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The bytes of one pack file: all in memory, or read range by range. */
export interface PackBytes {
  readonly sizeBytes: number;
  /** Bytes held in memory. */
  readonly loadedBytes: number;
  /** The bytes from `start` to `end` (exclusive, clipped to the file). */
  range(start: number, end: number): Buffer;
  close(): void;
}

/**
 * Opens a pack file.
 * @param loadLimitBytes files up to this size are loaded whole (and closed: Windows cannot delete open files).
 * @throws system error ENOENT when it is gone.
 */
export function openPackBytes(path: string, loadLimitBytes: number): PackBytes {
  const file = openSync(path, 'r');
  let keepOpen = false;
  try {
    const sizeBytes = fstatSync(file).size;
    keepOpen = sizeBytes > loadLimitBytes;
    if (!keepOpen) {
      const whole = readRange(file, 0, sizeBytes);
      return {
        sizeBytes,
        loadedBytes: sizeBytes,
        range: (start, end) => whole.subarray(start, end),
        close: () => undefined,
      };
    }
    return {
      sizeBytes,
      loadedBytes: 0,
      range: (start, end) => readRange(file, start, Math.min(end, sizeBytes)),
      close: () => closeSync(file),
    };
  } finally {
    if (!keepOpen) closeSync(file);
  }
}

function readRange(file: number, start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Math.max(0, end - start));
  let done = 0;
  while (done < bytes.length) {
    const count = readSync(file, bytes, done, bytes.length - done, start + done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}
