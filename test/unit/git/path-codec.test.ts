import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePaths, decodePath, encodePath, systemPath } from '../../../src/main/engine/git/path-codec';

/** Bytes that mix plain text, valid multi-byte text, broken text, and what encodes surrogates. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 6 }).map((some) => Buffer.from(some)),
      fc.string({ maxLength: 5 }).map((text) => Buffer.from(text)),
      fc.string({ unit: 'binary', maxLength: 3 }).map((text) => Buffer.from(text)),
      fc
        .constantFrom(
          'eda080',
          'edb280',
          'efbfbd',
          'f09f9880',
          'c080',
          'f4908080',
          'e282',
          'ff',
          '2f',
          'efbbbf',
        )
        .map((hex) => Buffer.from(hex, 'hex')),
    ),
    { maxLength: 6 },
  )
  .map((parts) => Buffer.concat(parts));

describe('path names', () => {
  it('survive a round trip, whatever their bytes are', () => {
    fc.assert(
      fc.property(bytes, (name) => {
        expect(encodePath(decodePath(name)).equals(name)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('that differ stay different', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(decodePath(a) === decodePath(b)).toBe(a.equals(b));
      }),
      { numRuns: 1000 },
    );
  });

  it('are ordered by their bytes', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, (common, x, y) => {
        const [a, b] = [Buffer.concat([common, x]), Buffer.concat([common, y])];
        expect(Math.sign(comparePaths(decodePath(a), decodePath(b)))).toBe(Buffer.compare(a, b));
      }),
      { numRuns: 3000 },
    );
  });

  it('that are valid read as usual, also as part of a larger buffer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodePath(Buffer.from(`<${text}>`), 1, Buffer.byteLength(text) + 1)).toBe(text);
        expect(encodePath(text).toString()).toBe(text);
      }),
    );
  });

  it('reach the file system as text, or as bytes where they are none', () => {
    expect(systemPath('/site', 'ä/b.txt')).toBe('/site/ä/b.txt');
    expect(systemPath('/site', '')).toBe('/site');
    expect(systemPath('/site', '😀')).toBe('/site/😀');
    expect(systemPath('/sité', decodePath(Buffer.from([0x61, 0xff])))).toEqual(
      Buffer.concat([Buffer.from('/sité/a'), Buffer.of(0xff)]),
    );
  });
});
