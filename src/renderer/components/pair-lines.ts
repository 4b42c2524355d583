import type { TextHunk } from '../../shared/domain/proposal';

/** One line of two columns; null where the side has nothing there. Lines count from 1. */
interface PairedLine {
  readonly before: string | null;
  readonly after: string | null;
  readonly beforeLine: number;
  readonly afterLine: number;
  readonly same: boolean;
}

/** Puts what went and what came beside each other: the first gone line beside the first new one, and so on. */
export function pairLines(hunk: TextHunk): readonly PairedLine[] {
  const rows: PairedLine[] = [];
  let beforeLine = hunk.beforeLine;
  let afterLine = hunk.afterLine;
  let gone: string[] = [];
  let fresh: string[] = [];
  const flush = (): void => {
    for (let index = 0; index < Math.max(gone.length, fresh.length); index++) {
      const before = gone[index] ?? null;
      const after = fresh[index] ?? null;
      rows.push({ before, after, beforeLine, afterLine, same: false });
      if (before !== null) beforeLine++;
      if (after !== null) afterLine++;
    }
    gone = [];
    fresh = [];
  };
  for (const line of hunk.lines) {
    if (line.kind === 'gone') {
      if (fresh.length) flush();
      gone.push(line.text);
    } else if (line.kind === 'new') fresh.push(line.text);
    else {
      flush();
      rows.push({ before: line.text, after: line.text, beforeLine, afterLine, same: true });
      beforeLine++;
      afterLine++;
    }
  }
  flush();
  return rows;
}
