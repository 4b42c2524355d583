import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffText } from '../../../../src/main/engine/git/diff/text-diff';
import type { TextHunk } from '../../../../src/shared/domain/proposal';

const diff = (before: string, after: string): TextHunk[] =>
  diffText(Buffer.from(before), Buffer.from(after)).hunks;

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** `before` with the hunks put into it; fails where a hunk does not fit. */
function apply(before: readonly string[], hunks: readonly TextHunk[]): string[] {
  const after: string[] = [];
  let done = 0;
  for (const hunk of hunks) {
    after.push(...before.slice(done, hunk.beforeLine - 1));
    done = hunk.beforeLine - 1;
    expect(after.length).toBe(hunk.afterLine - 1);
    for (const { kind, text } of hunk.lines) {
      if (kind !== 'new') expect(before[done++]).toBe(text);
      if (kind !== 'gone') after.push(text);
    }
  }
  return [...after, ...before.slice(done)];
}

const text = fc
  .array(fc.constantFrom('k', '}', '', 'é', 'a', 'b', 'c', 'd'), { maxLength: 60 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

describe('diffText', () => {
  it('leads from before to after, whatever they are', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const plain = (some: string): string[] => linesOf(some).map((line) => line.slice(0, -1));
        expect(apply(plain(before), diff(before, after))).toEqual(plain(after));
      }),
    );
  });

  it('shows nothing where nothing changed', () => {
    fc.assert(
      fc.property(text, (same) => {
        expect(diff(same, same)).toEqual([]);
      }),
    );
  });

  it('shows three lines around a change, and near changes together', () => {
    const lines = Array.from({ length: 30 }, (_, at) => `line ${at + 1}`);
    const change = (...numbers: number[]): string =>
      lines.map((line, at) => (numbers.includes(at + 1) ? line.toUpperCase() : line)).join('\n');
    const [first, second, ...more] = diff(lines.join('\n'), change(5, 12, 20));
    expect(more).toEqual([]);
    expect([first?.beforeLine, first?.lines.length]).toEqual([2, 3 + 2 + 6 + 2 + 3]);
    expect([second?.beforeLine, second?.afterLine]).toEqual([17, 17]);
    expect(second?.lines.map((line) => line.kind)).toEqual([
      ...['same', 'same', 'same', 'gone', 'new', 'same', 'same', 'same'],
    ]);
  });

  it('numbers lines from 1 in a new and in an emptied file', () => {
    expect(diff('', 'a\nb\n')).toEqual([
      {
        beforeLine: 1,
        afterLine: 1,
        lines: [
          { kind: 'new', text: 'a' },
          { kind: 'new', text: 'b' },
        ],
      },
    ]);
    expect(diff('a\n', '')).toEqual([{ beforeLine: 1, afterLine: 1, lines: [{ kind: 'gone', text: 'a' }] }]);
  });

  it('shows no line ends, but sees them', () => {
    expect(diff('a\r\n', 'a\n')[0]?.lines).toEqual([
      { kind: 'gone', text: 'a' },
      { kind: 'new', text: 'a' },
    ]);
    expect(diff('a\r\nb', 'a\r\nc')[0]?.lines.map((line) => line.text)).toEqual(['a', 'b', 'c']);
  });

  it('reads what is not UTF-8 as well as it can', () => {
    const { hunks } = diffText(Buffer.from('caf\xe9\n', 'latin1'), Buffer.from('café\n'));
    expect(hunks[0]?.lines.map((line) => line.text)).toEqual(['caf\ufffd', 'café']);
  });

  it('does not compare binary content', () => {
    expect(diffText(Buffer.from('a\0'), Buffer.from('b'))).toEqual({ binary: true, hunks: [] });
    expect(diffText(Buffer.from('a'), Buffer.from('\0b'))).toEqual({ binary: true, hunks: [] });
  });

  it('stays quick for the worst of large files', () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => String((at * 7919) % 1009));
    const shuffled = lines.map((_, at) => lines[(at * 48_271) % lines.length] ?? '');
    const started = performance.now();
    const hunks = diff(lines.join('\n'), shuffled.join('\n'));
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(apply(lines, hunks)).toEqual(shuffled);
  });
});
