import { describe, expect, it } from 'vitest';
import { mergeText, type TextMergeOptions } from '../../../../src/main/engine/git/merge/merge-text';
import { nativeTextMerges, type TextTriple } from '../../../fixtures/native-text-merge';
import {
  borderTriple,
  hugeTriple,
  randomNumbers,
  randomTriple,
  repetitiveTriple,
} from '../../../fixtures/random-texts';
import { tempFolder } from '../../../fixtures/temp';
import { howMany } from '../../../fixtures/thorough';

const files = howMany(800, 20_000);

const labels = { ours: 'ours', base: '', theirs: 'theirs' };

/** The triples that are merged otherwise than native git does, readable in a failure. */
function differences(
  triples: readonly TextTriple[],
  options: TextMergeOptions,
  attributes?: string,
): Record<string, unknown>[] {
  const native = nativeTextMerges(tempFolder('merge-text'), triples, attributes);
  return triples.flatMap((triple, at) => {
    const merged = mergeText(triple.base, triple.ours, triple.theirs, { labels, ...options });
    const wanted = native[at];
    if (wanted && merged.clean === wanted.clean && merged.content.equals(wanted.content)) return [];
    const read = (bytes: Buffer | null | undefined): string | undefined => bytes?.toString('latin1');
    const { base, ours, theirs } = triple;
    return [
      {
        base: read(base),
        ours: read(ours),
        theirs: read(theirs),
        merged: [merged.clean, read(merged.content)],
        wanted: [wanted?.clean, read(wanted?.content)],
      },
    ];
  });
}

const many = (count: number, seed: number, make: (random: () => number) => TextTriple): TextTriple[] => {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => make(random));
};

describe('mergeText and native git', () => {
  it(`make the same of ${files} random files`, () => {
    expect(differences(many(files, 1, randomTriple), {})).toEqual([]);
  });

  it('make the same of files whose lines all repeat often', () => {
    expect(differences(many(100, 2, repetitiveTriple), {})).toEqual([]);
    expect(differences(many(100, 7, borderTriple), {})).toEqual([]);
  });

  it('make the same of very long files of few different lines', () => {
    expect(differences(many(2, 1, hugeTriple), {}).length).toBe(0);
  });

  it('unite both sides under merge=union', () => {
    expect(differences(many(500, 4, randomTriple), { kind: 'union' }, 'merge=union')).toEqual([]);
  });

  it('take ours as a whole under merge=binary', () => {
    expect(differences(many(100, 5, randomTriple), { kind: 'binary' }, 'merge=binary')).toEqual([]);
  });

  it('write markers of any length', () => {
    const triples = many(100, 6, randomTriple);
    expect(differences(triples, { markerSize: 11 }, 'conflict-marker-size=11')).toEqual([]);
  });

  it('look for NUL in the first 8000 bytes only', () => {
    const start = `${'x'.repeat(79)}\n`.repeat(100);
    const triple = (middle: string): TextTriple => ({
      base: Buffer.from(`first\n${start}${middle}\nlast\n`),
      ours: Buffer.from(`FIRST\n${start}${middle}\nlast\n`),
      theirs: Buffer.from(`first\n${start}${middle}\nLAST\n`),
    });
    const early = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from('\0\n'), bytes]);
    const { base, ours, theirs } = triple('y');
    const inStart = { base, ours: early(ours), theirs: early(theirs) };
    const triples = [triple('\0'), inStart, { base: null, ours: early(ours), theirs: Buffer.alloc(0) }];
    expect(differences(triples, {})).toEqual([]);
    expect(triples.map((one) => mergeText(one.base, one.ours, one.theirs).clean)).toEqual([
      true,
      false,
      false,
    ]);
  });
});
