import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeText } from '../../../../src/main/engine/git/merge/merge-text';

const line = fc.constantFrom('', 'k', '}', '  a', 'b\r', '\xff', 'long line');
const text = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.boolean())
  .map(([lines, ended]) => Buffer.from(lines.join('\n') + (ended ? '\n' : ''), 'latin1'));
const bytes = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 20 }).map((some) => Buffer.from(some)),
);

const merged = (base: string | null, ours: string, theirs: string): string =>
  mergeText(
    base === null ? null : Buffer.from(base),
    Buffer.from(ours),
    Buffer.from(theirs),
  ).content.toString();

describe('mergeText', () => {
  it('leaves alone what nobody changed, and takes what one side did', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        for (const [base, ours, theirs] of [
          [a, a, b],
          [a, b, a],
          [a, b, b],
        ] as const)
          expect(mergeText(base, ours, theirs)).toMatchObject({ clean: true, content: b, conflicts: 0 });
        expect(mergeText(null, b, b)).toMatchObject({ clean: true, content: b });
      }),
    );
  });

  it('is as clean from the other side, with the same result', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, (base, ours, theirs) => {
        const one = mergeText(base, ours, theirs);
        const other = mergeText(base, theirs, ours);
        expect(other.clean).toBe(one.clean);
        expect(other.binary).toBe(one.binary);
        if (one.clean) expect(other.content).toEqual(one.content);
      }),
    );
  });

  it('counts the conflicts that it marks', () => {
    fc.assert(
      fc.property(text, text, text, (base, ours, theirs) => {
        const result = mergeText(base, ours, theirs);
        const starts = result.content.toString('latin1').match(/^<{7} ours\r?$/gm) ?? [];
        const ends = result.content.toString('latin1').match(/^>{7} theirs\r?$/gm) ?? [];
        expect([starts.length, ends.length]).toEqual([result.conflicts, result.conflicts]);
        expect(result.clean).toBe(result.conflicts === 0);
      }),
    );
  });

  it('merges changes with a line between them, and no closer ones', () => {
    expect(merged('a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n')).toBe('A\nb\nC\n');
    expect(merged('a\nb\n', 'A\nb\n', 'a\nB\n')).toBe('<<<<<<< ours\nA\nb\n=======\na\nB\n>>>>>>> theirs\n');
  });

  it('takes out of a conflict what both sides added', () => {
    expect(merged(null, 'same\nours\n', 'same\ntheirs\n')).toBe(
      'same\n<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\n',
    );
  });

  it('ends the markers as the lines around them', () => {
    expect(merged('a\r\nb\r\n', 'a\r\nours', 'a\r\ntheirs')).toBe(
      'a\r\n<<<<<<< ours\r\nours\r\n=======\r\ntheirs\r\n>>>>>>> theirs\r\n',
    );
  });

  it('writes the labels and marker lengths it is given', () => {
    const options = { labels: { ours: 'Test', base: '', theirs: '' }, markerSize: 3 };
    const result = mergeText(null, Buffer.from('a\n'), Buffer.from('b\n'), options);
    expect(result.content.toString()).toBe('<<< Test\na\n===\nb\n>>>\n');
  });

  it('does not look into binary content', () => {
    const [base, ours, theirs] = ['x\n\0\ny\n', 'X\n\0\ny\n', 'x\n\0\nY\n'].map((some) => Buffer.from(some));
    if (!base || !ours || !theirs) throw new Error('three texts');
    expect(mergeText(base, ours, theirs)).toEqual({
      clean: false,
      binary: true,
      content: ours,
      conflicts: 1,
    });
    expect(mergeText(null, ours, theirs)).toMatchObject({ clean: false, binary: true });
    expect(mergeText(base, base, theirs)).toEqual({
      clean: true,
      binary: true,
      content: theirs,
      conflicts: 0,
    });
  });
});
