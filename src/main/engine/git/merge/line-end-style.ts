import type { Chunk } from './merge-chunks';
import type { Lines } from './lines';

/** The three texts, cut into lines. */
export interface ThreeLines {
  readonly base: Lines;
  readonly ours: Lines;
  readonly theirs: Lines;
}

/**
 * Whether the markers of a conflict end with CR LF: the base's first line does, and on both sides so does the line
 * before the conflict (the first line if there is none), or that side has no line end at all.
 */
export function markersNeedCr({ base, ours, theirs }: ThreeLines, chunk: Chunk): boolean {
  return (
    hasCr(ours, Math.max(0, chunk.ours - 1)) !== false &&
    hasCr(theirs, Math.max(0, chunk.theirs - 1)) !== false &&
    hasCr(base, 0) === true
  );
}

/** Whether a line ends with CR LF, judged by the line before it where it has no end; undefined: no line end at all. */
function hasCr(lines: Lines, line: number): boolean | undefined {
  if (lines.ids.length === 0) return undefined;
  const { bytes, starts } = lines;
  let start = starts[line] ?? 0;
  let end = starts[line + 1] ?? 0;
  if (bytes[end - 1] !== 0x0a) {
    if (line === 0) return undefined;
    end = start;
    start = starts[line - 1] ?? 0;
  }
  return end - start > 1 && bytes[end - 2] === 0x0d;
}
