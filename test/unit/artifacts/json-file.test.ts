import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonSyntaxError, parseJson } from '../../../src/main/engine/artifacts/json-document';
import { findJsonError } from '../../../src/main/engine/artifacts/json-error';
import {
  readJsonFile,
  withoutLayout,
  withValue,
  writeJsonFile,
} from '../../../src/main/engine/artifacts/json-file';
import { makeArtifacts, written } from '../../fixtures/random-artifacts';
import { howMany } from '../../fixtures/thorough';

const parse = (text: string): unknown => JSON.parse(text.replace(/^\ufeff/, ''));
const runs = howMany(500, 20_000);

/** Documents of text, numbers and all, as files in many styles. */
const styled = fc
  .record({
    value: fc.jsonValue({ maxDepth: 4 }),
    indent: fc.constantFrom('', '  ', '    ', '\t'),
    windows: fc.boolean(),
    bom: fc.boolean(),
    after: fc.constantFrom('', '\n', '\n\n', ' '),
    platform: fc.boolean(),
  })
  .map(({ value, indent, windows, bom, after, platform }) => {
    const text = platform ? written({ value }) : JSON.stringify(value, null, indent) + after;
    return (bom ? '\ufeff' : '') + (windows ? text.replaceAll('\n', '\r\n') : text);
  });

describe('a file of JSON', () => {
  it('is written back byte by byte, also when all of it is laid out anew', () => {
    fc.assert(
      fc.property(styled, (text) => {
        const file = readJsonFile(text);
        expect(writeJsonFile(file)).toBe(text);
        expect(writeJsonFile({ ...file, root: withoutLayout(file.root) })).toBe(text);
      }),
      { numRuns: runs },
    );
  });

  it('keeps all that did not change, and says what it is told to', () => {
    fc.assert(
      fc.property(styled, fc.jsonValue({ maxDepth: 3 }), (text, value) => {
        const file = readJsonFile(text);
        expect(writeJsonFile(withValue(file, parse(text)))).toBe(text);
        const changed = writeJsonFile(withValue(file, value));
        expect(parse(changed)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: runs },
    );
  });

  it.each(['older', 'newer'] as const)('of the platform is changed in one line: %s', (dialect) => {
    for (const { content } of makeArtifacts(60, dialect)) {
      const text = written(content);
      const changed = { ...content, Name: 'Größer & "neu"' };
      expect(writeJsonFile(withValue(readJsonFile(text), changed))).toBe(written(changed));
    }
  });

  it('keeps odd layouts, spellings of numbers, and keys that stand twice', () => {
    const odd =
      '\n{ "a" : 1.50,\n\t"b":[1,2,  3], "big": 9007199254740993,\r\n"a": 1e2 , "c": "\\u0041\\/"}\n\n';
    expect(writeJsonFile(readJsonFile(odd))).toBe(odd);
    const next = writeJsonFile(
      withValue(readJsonFile('{"a": 1.50, "b": [1,  2], "c": "\\u0041"}'), { a: 1.5, b: [1, 2], c: 'B' }),
    );
    expect(next).toBe('{"a": 1.50, "b": [1,  2], "c": "B"}');
  });
});

it('takes what JSON.parse takes, and refuses what it refuses, with a place inside the text', () => {
  const broken = fc
    .tuple(
      fc.json({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom('', ',', '}', ']', '"', '{', ':', '\\', '\n', '0', '-', 'x', '\u00a0'),
    )
    .map(([text, at, put]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + (at % 3 === 0 ? 1 : 0));
    });
  fc.assert(
    fc.property(broken, (text) => {
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      const error = findJsonError(text);
      expect(error === null).toBe(valid);
      if (!error) return;
      const lines = text.split('\n');
      expect(error.line).toBeLessThanOrEqual(lines.length);
      expect(error.column).toBeLessThanOrEqual((lines[error.line - 1]?.length ?? 0) + 1);
    }),
    { numRuns: runs * 2 },
  );
});

it('refuses to follow documents that are nested beyond reason', () => {
  expect(() => parseJson('['.repeat(100_000))).toThrow(JsonSyntaxError);
  expect(findJsonError('['.repeat(600) + ']'.repeat(600))?.message).toBe('it is nested too deeply');
});
