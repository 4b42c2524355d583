import { lineInterner } from './lines';
import { looksBinary } from '../diff/looks-binary';
import { mergeChunks } from './merge-chunks';
import { writeMerge } from './write-merge';

/** What came out of merging one file's content. */
export interface TextMerge {
  readonly clean: boolean;
  /** Taken for binary: nothing was merged. */
  readonly binary: boolean;
  /** The merge; with markers around conflicts, and ours where binary content conflicts. */
  readonly content: Buffer;
  readonly conflicts: number;
}

export interface TextMergeOptions {
  /** As the `merge` attribute says: by lines (unless it looks binary), both sides' lines without conflict, as a whole. */
  readonly kind?: 'text' | 'union' | 'binary';
  /** What stands behind the markers; the base has no marker. */
  readonly labels?: { readonly ours: string; readonly base: string; readonly theirs: string };
  /** Characters per marker; merges inside virtual bases use more than git's 7. */
  readonly markerSize?: number;
}

/**
 * Merges the content of one file as `git merge` (ort) does: the same bytes, clean or with conflict markers. Line ends
 * are bytes like others.
 * @param base null where the sides share no earlier version (both added the file)
 * @see https://git-scm.com/docs/git-merge-file
 */
export function mergeText(
  base: Buffer | null,
  ours: Buffer,
  theirs: Buffer,
  options: TextMergeOptions = {},
): TextMerge {
  const { kind = 'text', labels, markerSize = 7 } = options;
  const contents = base === null ? [ours, theirs] : [base, ours, theirs];
  const binary = kind === 'binary' || contents.some(looksBinary);
  if (ours.equals(theirs) || base?.equals(theirs) === true) return taken(ours, binary);
  if (base?.equals(ours) === true) return taken(theirs, binary);
  if (binary) return { clean: false, binary: true, content: ours, conflicts: 1 };

  const interner = lineInterner();
  const texts = {
    base: interner.split(base ?? Buffer.alloc(0)),
    ours: interner.split(ours),
    theirs: interner.split(theirs),
  };
  const chunks = mergeChunks({
    base: texts.base.ids,
    ours: texts.ours.ids,
    theirs: texts.theirs.ids,
    idCount: interner.size(),
  });
  const content = writeMerge(texts, chunks, {
    union: kind === 'union',
    oursLabel: labels?.ours ?? 'ours',
    theirsLabel: labels?.theirs ?? 'theirs',
    markerSize,
  });
  const conflicts =
    kind === 'union' ? 0 : chunks.reduce((sum, chunk) => sum + (chunk.kind === 'conflict' ? 1 : 0), 0);
  return { clean: conflicts === 0, binary: false, content, conflicts };
}

const taken = (content: Buffer, binary: boolean): TextMerge => ({
  clean: true,
  binary,
  content,
  conflicts: 0,
});
