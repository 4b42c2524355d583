import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeDifference } from '../../../src/main/engine/artifacts/describe-difference';
import { isNoise } from '../../../src/main/engine/artifacts/noise';
import { sameMeaning } from '../../../src/main/engine/artifacts/same-meaning';
import { makeArtifacts, written, type MadeArtifact } from '../../fixtures/random-artifacts';
import { howMany } from '../../fixtures/thorough';

type Json = Readonly<Record<string, unknown>>;
const names: Readonly<Record<string, string>> = {
  'umb://data-type/00000000000000000000000000000001': 'Richtext',
  'umb://data-type/00000000000000000000000000000002': 'Block list',
  'umb://document-type/00000000000000000000000000000003': 'Blog post',
};
const rows = (was: Json | null, is: Json | null): string[] =>
  describeDifference(was, is, (udi) => names[udi] ?? null).map(
    ({ about, was: a, is: b }) => `${about}: ${a ?? '-'} -> ${b ?? '-'}`,
  );
const property = (n: number, extra: Json = {}): Json => ({
  Key: `00000000-0000-0000-0000-00000000000${n}`,
  Alias: `field${n}`,
  Name: `Field ${n}`,
  DataType: 'umb://data-type/00000000000000000000000000000001',
  ...extra,
});
const group = (n: number, name: string, ...properties: Json[]): Json => ({
  Key: `10000000-0000-0000-0000-00000000000${n}`,
  Name: name,
  Type: 1,
  PropertyTypes: properties,
});
const type = (groups: readonly Json[], extra: Json = {}): Json => ({
  Name: 'Page',
  Alias: 'page',
  PropertyGroups: groups,
  __version: '17.1.0',
  ...extra,
});

describe('in an editor’s words', () => {
  it.each<[string, Json, Json, string[]]>([
    [
      'a property is added',
      type([group(1, 'Content', property(1))]),
      type([group(1, 'Content', property(1), property(2, { Name: 'Summary', Alias: 'summary' }))]),
      ['Property "Summary" (summary): - -> Tab "Content"; Data type: Richtext'],
    ],
    [
      'a property is moved, renamed and gets another data type',
      type([group(1, 'Content', property(1)), group(2, 'SEO')]),
      type([
        group(1, 'Content'),
        group(
          2,
          'SEO',
          property(1, { Name: 'Body', DataType: 'umb://data-type/00000000000000000000000000000002' }),
        ),
      ]),
      [
        'Property "Body" (field1): place: Tab "Content" -> Tab "SEO"',
        'Property "Body" (field1): Name: Field 1 -> Body',
        'Property "Body" (field1): Data type: Richtext -> Block list',
      ],
    ],
    [
      'a tab is renamed',
      type([group(1, 'Content', property(1))]),
      type([group(1, 'Text', property(1))]),
      ['Tab "Text": Name: Content -> Text'],
    ],
    [
      'mandatory',
      type([group(1, 'Content', property(1, { Mandatory: true }))]),
      type([group(1, 'Content', property(1))]),
      ['Property "Field 1" (field1): Mandatory: yes -> no'],
    ],
    [
      'allowed below',
      type([], { Permissions: { AllowedChildContentTypes: [] } }),
      type([], {
        Permissions: { AllowedChildContentTypes: ['umb://document-type/00000000000000000000000000000003'] },
      }),
      ['Allowed below: - -> Blog post'],
    ],
    [
      'an unknown kind with an unknown key',
      { Name: 'x', SmtpRelay: { retries: 3 } },
      { Name: 'x', SmtpRelay: { retries: 4 } },
      ['Smtp relay: Retries: 3 -> 4'],
    ],
    [
      'settings tell 0 from nothing',
      { Configuration: { max: null, multiple: false } },
      { Configuration: { max: 0, multiple: true } },
      ['Settings: Max: - -> 0', 'Settings: Multiple: no -> yes'],
    ],
    ['a version alone', type([]), type([], { __version: '17.2.0' }), []],
    [
      'modes in both dialects',
      { Dependencies: [{ Udi: 'umb://a/b', Ordering: true, Mode: 0 }], __version: '1' },
      { Dependencies: [{ Udi: 'umb://a/b', Ordering: true }], __version: '2' },
      [],
    ],
    [
      'a mode that changes',
      { Dependencies: [{ Udi: 'umb://a/b', Ordering: true, Mode: 0 }] },
      { Dependencies: [{ Udi: 'umb://a/b', Ordering: true, Mode: 1 }] },
      ['Needs "umb://a/b": How it is needed: must be the same there -> must be there'],
    ],
    [
      'order of settings',
      { Configuration: { items: ['a', 'b'] } },
      { Configuration: { items: ['b', 'a'] } },
      ['Settings: Items: order: a, b -> b, a'],
    ],
    [
      'a secret',
      { Configuration: { apiKey: 'one-1' } },
      { Configuration: { apiKey: 'two-2' } },
      ['Settings: Api key: •••••• -> •••••• (another one)'],
    ],
    [
      'two properties with one key',
      type([group(1, 'Content', property(1), property(1))]),
      type([group(1, 'Content', property(1), property(1, { Name: 'x' }))]),
      [expect.stringContaining('Groups "') as string],
    ],
  ])('%s', (_, was, is, expected) => {
    expect(rows(was, is)).toEqual(expected);
  });
});

const extras: readonly Json[] = [{ Extra: 1 }, { x: 'a' }, { Extra: true }, { x: [1] }];

/** Another value at a random place. */
function edited(value: unknown, random: fc.GeneratorValue): unknown {
  if (Array.isArray(value)) {
    const list = value as unknown[];
    const what = random(fc.nat, { max: 3 });
    if (list.length === 0 || what === 0) return [...list, { Key: random(fc.uuid), Name: 'added' }];
    const at = random(fc.nat, { max: list.length - 1 });
    if (what === 1) return list.filter((_, n) => n !== at);
    if (what === 2) return [...list.slice(at), ...list.slice(0, at)];
    return list.map((entry, n) => (n === at ? edited(entry, random) : entry));
  }
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    if (keys.length === 0 || random(fc.nat, { max: 5 }) === 0)
      return {
        ...value,
        ...extras[random(fc.nat, { max: extras.length - 1 })],
      };
    const key = keys[random(fc.nat, { max: keys.length - 1 })] ?? '';
    const whole = value as Record<string, unknown>;
    const inner = whole[key];
    const rest = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key));
    return random(fc.nat, { max: 4 }) === 0 ? rest : { ...rest, [key]: edited(inner, random) };
  }
  return random(fc.constantFrom, 'changed', 7, true, false, null, 0, '');
}

const artifacts: readonly MadeArtifact[] = [...makeArtifacts(40, 'older'), ...makeArtifacts(40, 'newer')];
const bytes = (content: unknown): Buffer => Buffer.from(written(content as object));

it('drops nothing: what is no noise has a row, and every row says something', () => {
  fc.assert(
    fc.property(fc.nat({ max: artifacts.length - 1 }), fc.gen(), fc.nat({ max: 2 }), (at, random, more) => {
      const was = artifacts[at]?.content ?? {};
      let is: unknown = was;
      for (let n = 0; n <= more; n++) is = edited(is, random);
      const found = describeDifference(was, is as Json, () => null);
      const silent = sameMeaning({ ...was, __version: 0 }, { ...(is as Json), __version: 0 }, true);
      if (isNoise('a.uda', bytes(was), bytes(is))) expect(found).toEqual([]);
      else if (!silent) expect(found.length).toBeGreaterThan(0);
      for (const row of found) {
        expect(row.was === null && row.is === null).toBe(false);
        expect(row.about).not.toBe('');
        expect(row.kind).toBe(row.was === null ? 'added' : row.is === null ? 'removed' : 'changed');
      }
    }),
    { numRuns: howMany(600, 20_000) },
  );
});

it('tells all of a new item, and all of one that goes', () => {
  for (const { content } of artifacts) {
    const added = describeDifference(null, content, () => null);
    expect(added.every(({ was, kind }) => was === null && kind === 'added')).toBe(true);
    const gone = describeDifference(content, null, () => null);
    expect(gone.map(({ about, was }) => [about, was])).toEqual(added.map(({ about, is }) => [about, is]));
  }
});
