import type { Chunk } from './merge-chunks';
import { markersNeedCr, type ThreeLines } from './line-end-style';
import { linesBytes, type Lines } from './lines';

/** How conflicts are written. */
export interface ConflictStyle {
  /** Both sides' lines one after the other instead of markers. */
  readonly union: boolean;
  /** What stands behind the markers; nothing where empty. */
  readonly oursLabel: string;
  readonly theirsLabel: string;
  /** Characters per marker. */
  readonly markerSize: number;
}

/** The merged text: our lines, except for what the chunks say. */
export function writeMerge(texts: ThreeLines, chunks: readonly Chunk[], style: ConflictStyle): Buffer {
  const { ours, theirs } = texts;
  const parts: Buffer[] = [];
  let done = 0;
  for (const chunk of chunks) {
    if (chunk.kind === 'same' || chunk.kind === 'ours') continue;
    parts.push(linesBytes(ours, done, chunk.ours - done));
    if (chunk.kind === 'theirs') parts.push(linesBytes(theirs, chunk.theirs, chunk.theirsCount));
    else parts.push(...writeConflict(texts, chunk, style));
    done = chunk.ours + chunk.oursCount;
  }
  parts.push(linesBytes(ours, done, ours.ids.length - done));
  return Buffer.concat(parts);
}

function writeConflict(texts: ThreeLines, chunk: Chunk, style: ConflictStyle): Buffer[] {
  const end = markersNeedCr(texts, chunk) ? '\r\n' : '\n';
  const ours = ended(texts.ours, chunk.ours, chunk.oursCount, end);
  if (style.union) return [...ours, linesBytes(texts.theirs, chunk.theirs, chunk.theirsCount)];
  const marker = (sign: string, label: string): Buffer =>
    Buffer.from(sign.repeat(style.markerSize) + (label === '' ? '' : ` ${label}`) + end);
  return [
    marker('<', style.oursLabel),
    ...ours,
    marker('=', ''),
    ...ended(texts.theirs, chunk.theirs, chunk.theirsCount, end),
    marker('>', style.theirsLabel),
  ];
}

/** Lines, the last one with a line end even if it has none. */
function ended(lines: Lines, first: number, count: number, end: string): Buffer[] {
  const bytes = linesBytes(lines, first, count);
  return bytes.length === 0 || bytes.at(-1) === 0x0a ? [bytes] : [bytes, Buffer.from(end)];
}
