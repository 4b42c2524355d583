/** How words look: plain where nobody looks at a terminal. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
}

const style =
  (open: number, close: number) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`;

/** Colours only on a terminal, and never with NO_COLOR (no-color.org: present and not empty). */
export function createPaint(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  if (!isTerminal || environment['NO_COLOR'] || environment['TERM'] === 'dumb') {
    const plain = (text: string): string => text;
    return { strong: plain, dim: plain, good: plain, warn: plain, bad: plain };
  }
  return {
    strong: style(1, 22),
    dim: style(2, 22),
    good: style(32, 39),
    warn: style(33, 39),
    bad: style(31, 39),
  };
}

const control = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text from outside (names, paths, messages) so that it cannot move the cursor, recolour the terminal or turn the
 * reading direction: control characters become visible, e.g. `\x1b`.
 */
export const printable = (text: string): string =>
  text.replace(control, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

/** Columns that a text takes in a terminal, as near as it can be known. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/**
 * Rows with aligned columns, two spaces between. The last column is never padded and empty columns at the end
 * leave nothing behind.
 * @param styles how a whole column looks, by its number; applied after padding is known
 */
export function table(
  rows: readonly (readonly string[])[],
  {
    indent = '',
    styles = {},
  }: { indent?: string; styles?: Readonly<Record<number, (text: string) => string>> } = {},
): string[] {
  const clean = rows.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of clean) {
    row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, textWidth(cell))));
  }
  return clean.map((row) => {
    const last = row.findLastIndex((cell) => cell !== '');
    const cells = row.slice(0, last + 1).map((cell, at) => {
      const padding = at === last ? '' : ' '.repeat((widths[at] ?? 0) - textWidth(cell));
      return (styles[at]?.(cell) ?? cell) + padding;
    });
    return (indent + cells.join('  ')).trimEnd();
  });
}

/** A heading with lines below it and a blank line before; nothing when there are none. */
export const section = (title: string, lines: readonly string[], paint: Paint): string[] =>
  lines.length ? ['', paint.strong(printable(title)), ...lines] : [];
