import type { TextHunk } from '../../../../shared/domain/proposal';
import type { LineChange } from '../merge/changed-lines';
import { diffLines } from '../merge/diff-lines';
import { lineInterner, linesBytes, type Lines } from '../merge/lines';
import { looksBinary } from './looks-binary';

/** Unchanged lines shown around a change. */
const contextLines = 3;
/** Bounds the work to about a second. */
const allowedSteps = 20_000_000;

type HunkLine = TextHunk['lines'][number];

/**
 * What changed in a text, for reading: hunks with 3 lines around each change. Line numbers start from 1. Lines carry no
 * line end and are read as UTF-8, with a replacement character where they are not; what counts as changed is decided by
 * bytes, so that a change of line ends alone shows a line gone and the same line new.
 */
export function diffText(before: Buffer, after: Buffer): { binary: boolean; hunks: TextHunk[] } {
  if (looksBinary(before) || looksBinary(after)) return { binary: true, hunks: [] };
  const interner = lineInterner();
  const a = interner.split(before);
  const b = interner.split(after);
  const changes = diffLines(a.ids, b.ids, interner.size(), allowedSteps);
  return { binary: false, hunks: groupNear(changes).map((group) => hunkOf(a, b, group)) };
}

/** Changes whose context would touch or overlap are shown together. */
function groupNear(changes: readonly LineChange[]): LineChange[][] {
  const groups: LineChange[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const change of changes) {
    if (change.a - end <= 2 * contextLines) groups.at(-1)?.push(change);
    else groups.push([change]);
    end = change.a + change.aCount;
  }
  return groups;
}

function hunkOf(before: Lines, after: Lines, changes: readonly LineChange[]): TextHunk {
  const lines: HunkLine[] = [];
  const add = (kind: HunkLine['kind'], text: Lines, from: number, to: number): void => {
    for (let line = from; line < to; line++) lines.push({ kind, text: readLine(text, line) });
  };
  const start = Math.max(0, (changes[0]?.a ?? 0) - contextLines);
  let done = start;
  for (const change of changes) {
    add('same', before, done, change.a);
    done = change.a + change.aCount;
    add('gone', before, change.a, done);
    add('new', after, change.b, change.b + change.bCount);
  }
  add('same', before, done, Math.min(before.ids.length, done + contextLines));
  const moved = (changes[0]?.b ?? 0) - (changes[0]?.a ?? 0);
  return { beforeLine: start + 1, afterLine: start + moved + 1, lines };
}

const readLine = (text: Lines, line: number): string =>
  linesBytes(text, line, 1)
    .toString('utf8')
    .replace(/\r?\n$|\r$/, '');
