import type { Keep } from '../../../shared/domain/conflict';
import { mergeChunks, type Chunk } from '../git/merge/merge-chunks';
import { lineInterner, linesBytes, type Lines } from '../git/merge/lines';

/** A place in a text at which both sides wrote something else; what only one side changed is not among them. */
export interface TextPlace {
  /** Lines, counted from 1, of the text that `from` has; 0 lines where it has nothing there. */
  readonly line: number;
  readonly lines: number;
  readonly from: string;
  readonly to: string;
}

/** Three versions of a text, merged as far as they go together. */
export interface TextPlaces {
  readonly places: readonly TextPlace[];
  /** The text in which each place says what was chosen for it. @param keeps one for each place, in their order */
  join(keeps: readonly Keep[]): Buffer;
}

/** @param base null where both sides added the file */
export function textPlaces(base: Buffer | null, ours: Buffer, theirs: Buffer): TextPlaces {
  const interner = lineInterner();
  const [was, mine, other] = [base ?? Buffer.alloc(0), ours, theirs].map((bytes) =>
    interner.split(bytes),
  ) as [Lines, Lines, Lines];
  const chunks = mergeChunks({ base: was.ids, ours: mine.ids, theirs: other.ids, idCount: interner.size() });
  const text = (lines: Lines, first: number, count: number): string =>
    linesBytes(lines, first, count).toString('utf8');
  return {
    places: chunks
      .filter(({ kind }) => kind === 'conflict')
      .map((chunk) => ({
        line: chunk.ours + 1,
        lines: chunk.oursCount,
        from: text(mine, chunk.ours, chunk.oursCount),
        to: text(other, chunk.theirs, chunk.theirsCount),
      })),
    join(keeps) {
      const parts: Buffer[] = [];
      let done = 0;
      let place = 0;
      for (const chunk of chunks) {
        if (chunk.kind === 'same' || chunk.kind === 'ours') continue;
        parts.push(linesBytes(mine, done, chunk.ours - done));
        parts.push(
          ...chosen(mine, other, chunk, chunk.kind === 'theirs' ? 'to' : (keeps[place++] ?? 'both')),
        );
        done = chunk.ours + chunk.oursCount;
      }
      parts.push(linesBytes(mine, done, mine.ids.length - done));
      return Buffer.concat(parts);
    },
  };
}

function chosen(mine: Lines, other: Lines, chunk: Chunk, keep: Keep): Buffer[] {
  const ours = linesBytes(mine, chunk.ours, chunk.oursCount);
  const theirs = linesBytes(other, chunk.theirs, chunk.theirsCount);
  if (keep === 'from') return [ours];
  if (keep === 'to') return [theirs];
  const needsEnd = ours.length > 0 && theirs.length > 0 && ours.at(-1) !== 0x0a;
  return needsEnd ? [ours, Buffer.from('\n'), theirs] : [ours, theirs];
}
