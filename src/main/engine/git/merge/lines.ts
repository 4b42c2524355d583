/** A text cut into lines; equal lines (bytes with their line end) of one interner carry equal numbers. */
export interface Lines {
  readonly bytes: Buffer;
  /** Where each line starts, and at last the length of `bytes`. */
  readonly starts: Uint32Array;
  /** One number per line. */
  readonly ids: Uint32Array;
}

/** Cuts texts into lines and numbers them; numbers are dense from 0. */
export interface LineInterner {
  split(bytes: Buffer): Lines;
  /** How many different lines were seen. */
  size(): number;
}

const lineFeed = 0x0a;

/** Lines are bytes: they end after each LF, a CR belongs to its line, the last one may have no end. */
export function lineInterner(): LineInterner {
  const known = new Map<string, number>();
  return {
    size: () => known.size,
    split(bytes) {
      const starts = lineStarts(bytes);
      const ids = new Uint32Array(starts.length - 1);
      for (let line = 0; line < ids.length; line++) {
        const text = bytes.toString('latin1', starts[line], starts[line + 1]);
        let id = known.get(text);
        if (id === undefined) known.set(text, (id = known.size));
        ids[line] = id;
      }
      return { bytes, starts, ids };
    },
  };
}

function lineStarts(bytes: Buffer): Uint32Array {
  const starts: number[] = [];
  for (let at = 0; at < bytes.length;) {
    starts.push(at);
    const end = bytes.indexOf(lineFeed, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  starts.push(bytes.length);
  return Uint32Array.from(starts);
}

/** The bytes of `count` lines from `first`. */
export function linesBytes(lines: Lines, first: number, count: number): Buffer {
  return lines.bytes.subarray(lines.starts[first], lines.starts[first + count]);
}
