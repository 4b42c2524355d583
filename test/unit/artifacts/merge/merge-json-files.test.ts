import { describe, expect, test } from 'vitest';
import { jsonParts } from '../../../../src/main/engine/artifacts/merge/artifact-parts';
import { mergeJsonFiles } from '../../../../src/main/engine/artifacts/merge/merge-json-files';
import { isNoise } from '../../../../src/main/engine/artifacts/noise';
import { makeArtifacts, written } from '../../../fixtures/random-artifacts';
import { below, pick, randomFrom, type Random } from '../../../fixtures/random-site';
import { howMany } from '../../../fixtures/thorough';

const artifact = { isArtifact: true };
const bytes = (text: string): Buffer => Buffer.from(text);

/** Changes some values, removes, adds and moves some entries. */
function edited(random: Random, value: unknown, chance: number): unknown {
  if (Array.isArray(value)) {
    const kept = value
      .filter(() => random() > chance / 2)
      .map((entry: unknown) => (typeof entry === 'object' ? edited(random, entry, chance) : entry));
    if (random() < chance && kept.length > 1) kept.push(kept.shift());
    if (random() < chance && value.every((entry) => typeof entry === 'string')) kept.push(`new ${random()}`);
    return kept;
  }
  if (typeof value !== 'object' || value === null) return random() < chance ? `changed ${random()}` : value;
  const fixed = ['Key', 'Udi', 'LanguageIsoCode', '__type'];
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (fixed.includes(key)) return [[key, inner as unknown]];
      return random() < chance / 4 ? [] : [[key, edited(random, inner, chance)]];
    }),
  );
}

const styled = (random: Random, content: object): Buffer => {
  const text = written(content);
  return bytes(random() < 0.3 ? `\ufeff${text.replaceAll('\n', '\r\n')}\r\n` : text);
};

const seeds = Array.from({ length: howMany(150, 20_000) }, (_, seed) => seed);

describe('random artifacts', () => {
  const artifacts = makeArtifacts(60, 'older').concat(makeArtifacts(60, 'newer'));

  function versions(seed: number): [Random, Buffer, Buffer, Buffer] {
    const random = randomFrom(seed);
    const { content } = pick(random, artifacts);
    const side = (): Buffer => styled(random, edited(random, content, 0.05 + random() * 0.2) as object);
    return [random, styled(random, content), side(), side()];
  }

  test('one-sided changes are the result, byte for byte', () => {
    for (const seed of seeds) {
      const [, base, ours] = versions(seed);
      for (const [first, second] of [
        [base, ours],
        [ours, base],
        [ours, ours],
      ] as const) {
        const merged = mergeJsonFiles(base, first, second, artifact);
        expect(merged?.clean, `seed ${seed}`).toBe(true);
        expect(merged?.content.equals(ours), `seed ${seed}`).toBe(true);
      }
    }
  });

  test('nothing that one side wrote is lost, nor comes back what one side removed', () => {
    const marks = (file: Buffer): string[] => file.toString().match(/(?:changed|new) [\d.e-]+/g) ?? [];
    const keys = (file: Buffer): Set<string> => new Set(file.toString().match(/"Key": "[^"]*"/g) ?? []);
    let clean = 0;
    for (const seed of seeds) {
      const [, base, ours, theirs] = versions(seed);
      const merged = mergeJsonFiles(base, ours, theirs, artifact);
      if (!merged?.clean) continue;
      clean++;
      const result = new Set(marks(merged.content));
      expect(
        [...marks(ours), ...marks(theirs)].filter((mark) => !result.has(mark)),
        `seed ${seed}`,
      ).toEqual([]);
      const gone = [...keys(base)].filter((key) => !keys(ours).has(key) || !keys(theirs).has(key));
      expect(
        gone.filter((key) => keys(merged.content).has(key)),
        `seed ${seed}`,
      ).toEqual([]);
    }
    expect(clean).toBeGreaterThan(seeds.length / 10);
  });

  test('sides can change places', () => {
    for (const seed of seeds) {
      const [, base, ours, theirs] = versions(seed);
      const [one, other] = [
        mergeJsonFiles(base, ours, theirs, artifact),
        mergeJsonFiles(base, theirs, ours, artifact),
      ];
      const ids = (merged: typeof one): unknown => merged?.conflicts.map(({ id }) => id).sort();
      expect(ids(one), `seed ${seed}`).toEqual(ids(other));
      if (!one || !other || !one.clean || one.content.equals(other.content)) continue;
      const again = mergeJsonFiles(base, one.content, other.content, artifact);
      expect(again?.clean, `seed ${seed}`).toBe(true);
    }
  });

  test('decided conflicts leave none, and say what was chosen; the file parses and keeps its style', () => {
    for (const seed of seeds) {
      const [random, base, ours, theirs] = versions(seed);
      const merged = mergeJsonFiles(base, ours, theirs, artifact);
      const parts = jsonParts(base, ours, theirs, true, () => null);
      expect(parts?.list.length ?? 0, `seed ${seed}`).toBe(merged?.conflicts.length);
      if (!parts) continue;
      const keeps = parts.list.map(
        ({ id, keeps: all }) => [id, all[below(random, all.length)] ?? 'from'] as const,
      );
      expect(parts.join(Object.fromEntries(keeps.slice(1))), `seed ${seed}`).toBeNull();
      const joined = parts.join(Object.fromEntries(keeps));
      expect(joined, `seed ${seed}`).not.toBeNull();
      const text = joined?.toString() ?? '';
      JSON.parse(text.replace(/^\ufeff/, ''));
      expect(text.replaceAll('\r\n', '').includes('\n') && text.includes('\r\n'), `seed ${seed}`).toBe(false);
    }
  });

  test('in a base of several ones what is open is unknown, and is a conflict wherever sides differ there', () => {
    for (const seed of seeds) {
      const [, base, ours, theirs] = versions(seed);
      const virtual = mergeJsonFiles(base, ours, theirs, { ...artifact, depth: 1 });
      expect(virtual, `seed ${seed}`).toBeDefined();
      if (!virtual) continue;
      const merged = mergeJsonFiles(virtual.content, ours, theirs, artifact);
      expect(merged, `seed ${seed}`).toBeDefined();
      JSON.parse(merged?.content.toString().replace(/^\ufeff/, '') ?? '');
      expect(merged?.clean, `seed ${seed}`).toBe(virtual.clean);
    }
  });
});

describe('files', () => {
  const [base, ours, theirs] = [
    '{\r\n  "a": 1,\r\n  "b": 1.0\r\n}\r\n',
    '\ufeff{\n  "a": 2,\n  "b": 1.0\n}',
    '{\r\n  "b": 10000000000000000001,\r\n  "a": 1\r\n}\r\n',
  ].map(bytes) as [Buffer, Buffer, Buffer];

  test('line ends, marks, order of keys and neighbouring lines are no conflict; numbers stay as spelled', () => {
    expect(mergeJsonFiles(base, ours, theirs, artifact)?.content.toString()).toBe(
      '\ufeff{\n  "a": 2,\n  "b": 10000000000000000001\n}',
    );
  });

  test('the bytes of a merge by lines are taken where they say the same', () => {
    const file = (a: number, d: number): Buffer =>
      bytes(`{"a": ${a},\n\n "b": [1,\n 2],\n\n  "d":   ${d}}\n`);
    const merged = mergeJsonFiles(file(1, 1), file(2, 1), file(1, 2), artifact);
    expect(merged?.content.toString()).toBe(file(2, 2).toString());
  });

  test.each([
    ['no JSON', '{"a": 1'],
    ['a key twice', '{"a": 1, "a": 2}'],
    ['the word for what is unknown', '{"a": ?}'],
  ])('%s is merged as text', (_, text) => {
    expect(mergeJsonFiles(base, bytes(text), theirs, artifact)).toBeUndefined();
    expect(mergeJsonFiles(base, ours, bytes(text), artifact)).toBeUndefined();
  });

  test('in bases of bases unknown is not the same as unknown', () => {
    const [unknown, known] = [bytes('{"a": ?, "b": 1}'), bytes('{"a": 2, "b": 1}')];
    const merged = mergeJsonFiles(unknown, unknown, known, { ...artifact, depth: 1 });
    expect(merged?.conflicts).toMatchObject([{ id: 'a', base: 'unknown' }]);
    expect(merged?.content.toString()).toBe(unknown.toString());
  });

  test('what is not UTF-8 is merged as text', () => {
    expect(mergeJsonFiles(base, Buffer.from('{"a": "\xfc"}', 'latin1'), theirs, artifact)).toBeUndefined();
  });

  test('are told in words', () => {
    const type = (Description: string): Buffer =>
      bytes(
        JSON.stringify({
          PropertyGroups: [
            {
              Key: 'g',
              Name: 'Main',
              PropertyTypes: [{ Key: 'p', Alias: 'author', Name: 'Author', Description }],
            },
          ],
        }),
      );
    const parts = jsonParts(type('was'), type('one'), type('two'), true, () => null);
    expect(parts?.list).toEqual([
      {
        id: 'PropertyTypes/p/Description',
        about: 'Property "Author" (author): Description',
        was: 'was',
        from: 'one',
        to: 'two',
        keeps: ['from', 'to'],
      },
    ]);
    const joined = parts?.join({ 'PropertyTypes/p/Description': 'to' });
    expect(joined && isNoise('a.json', joined, type('two'))).toBe(joined?.equals(type('two')) ? false : true);
  });
});
