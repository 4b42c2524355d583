import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../../src/main/engine/artifacts/json-document';
import { writeJsonFile, readJsonFile } from '../../../../src/main/engine/artifacts/json-file';
import type { Choices } from '../../../../src/main/engine/artifacts/merge/merge-context';
import { mergeJson } from '../../../../src/main/engine/artifacts/merge/merge-json';

const { style } = readJsonFile('{"a": 1}');

function merge(base: unknown, ours: unknown, theirs: unknown, choices: Choices = {}, isArtifact = true) {
  const node = (value: unknown) => parseJson(JSON.stringify(value));
  const before = base === null || base === 'unknown' ? base : node(base);
  const { root, conflicts } = mergeJson(before, node(ours), node(theirs), { isArtifact, choices });
  return {
    value: JSON.parse(writeJsonFile({ root, style })) as unknown,
    open: conflicts.map(({ id }) => id),
    conflicts,
  };
}

const clean = (base: unknown, ours: unknown, theirs: unknown, isArtifact = true): unknown => {
  const merged = merge(base, ours, theirs, {}, isArtifact);
  expect(merged.open).toEqual([]);
  return merged.value;
};

const property = (key: string, more: object = {}) => ({
  Key: key,
  Alias: `alias-${key}`,
  Name: key,
  ...more,
});
const group = (key: string, PropertyTypes: object[], more: object = {}) => ({
  Key: key,
  Alias: `group-${key}`,
  Name: key,
  PropertyTypes,
  ...more,
});
const type = (...PropertyGroups: object[]) => ({
  Name: 'Type',
  PropertyGroups,
  PropertyTypes: [] as object[],
});

describe('objects', () => {
  test('are merged key by key', () => {
    expect(clean({ a: 1, b: 1, c: 1 }, { a: 2, b: 1, c: 1 }, { a: 1, b: 1, d: 3 })).toEqual({
      a: 2,
      b: 1,
      d: 3,
    });
  });

  test('conflict in one property, with its three values', () => {
    const { conflicts, value } = merge({ x: { y: 1, z: 1 } }, { x: { y: 2, z: 1 } }, { x: { y: 3, z: 4 } });
    expect(conflicts).toMatchObject([
      { id: 'x/y', base: { raw: '1' }, ours: { raw: '2' }, theirs: { raw: '3' }, keeps: ['from', 'to'] },
    ]);
    expect(value).toEqual({ x: { y: 2, z: 4 } });
    expect(merge({ a: 1 }, { a: 2 }, { a: 3 }, { a: 'to' })).toMatchObject({ open: [], value: { a: 3 } });
    expect(merge({ a: 1 }, { a: 2 }, { a: 3 }, { a: 'both' }).open).toEqual(['a']);
  });

  test('one side removing what the other changed is a conflict', () => {
    const merged = merge({ a: { b: 1 }, c: 1 }, { c: 1 }, { a: { b: 2 }, c: 1 });
    expect(merged.conflicts).toMatchObject([{ id: 'a', ours: null }]);
    expect(merge({ a: { b: 1 } }, {}, { a: { b: 2 } }, { a: 'to' }).value).toEqual({ a: { b: 2 } });
    expect(merge({ a: { b: 1 } }, {}, { a: { b: 2 } }, { a: 'from' }).value).toEqual({});
  });

  test('nothing, no and 0 are as good as missing in artifacts, and not in their settings or other JSON', () => {
    expect(clean({ A: null, B: 0 }, { A: 'x', B: 0 }, {})).toEqual({ A: 'x', B: 0 });
    expect(clean({ A: null, B: 0, C: 1 }, { A: 'x', B: 0, C: 1 }, { C: 2 })).toEqual({ A: 'x', C: 2 });
    expect(
      merge({ Configuration: { a: false } }, { Configuration: { a: true } }, { Configuration: {} }).open,
    ).toEqual(['Configuration/a']);
    expect(merge({ a: null }, { a: 1 }, {}, {}, false).open).toEqual(['a']);
  });

  test('different keys have different ids', () => {
    const ids = merge(
      {},
      { 'a/b': 1, a: { b: 1 }, 'x~1': 1, '#o': 1 },
      { 'a/b': 2, a: { b: 2 }, 'x~1': 2, '#o': 2 },
    );
    expect(ids.open).toEqual(['a~1b', 'a/b', 'x~01', '~2o']);
  });

  test('the newer format version is taken', () => {
    expect(clean({ __version: '9.1.0' }, { __version: '10.2.0' }, { __version: '9.5.1' })).toEqual({
      __version: '10.2.0',
    });
    expect(clean({ __version: '9.1.0' }, { __version: '9.1.0' }, { __version: '9.0.0' })).toEqual({
      __version: '9.0.0',
    });
  });

  test('a base that is not known decides nothing', () => {
    expect(merge('unknown', { a: 1, b: 1 }, { a: 1 }).conflicts).toMatchObject([
      { id: 'b', base: 'unknown', theirs: null },
    ]);
    expect(clean(null, { a: 1, b: 1 }, { a: 1, c: 1 })).toEqual({ a: 1, b: 1, c: 1 });
  });
});

describe('lists', () => {
  const udis = (...names: string[]) => names.map((name) => ({ Udi: `umb://data-type/${name}`, Mode: 1 }));

  test('dependencies are a set of addresses', () => {
    expect(
      clean(
        { Dependencies: udis('a', 'b') },
        { Dependencies: udis('b', 'c', 'a') },
        { Dependencies: udis('d', 'a') },
      ),
    ).toEqual({ Dependencies: expect.arrayContaining(udis('a', 'c', 'd')) as unknown });
  });

  test('an order in which both moved the same is free in sets, and a conflict elsewhere', () => {
    const [a, b, c] = [
      ['x', 'y', 'z'],
      ['y', 'x', 'z'],
      ['x', 'z', 'y'],
    ] as const;
    const added = [...c, 'n'];
    const sets = [a, b, added].map((AllowedTemplates) => ({ AllowedTemplates }));
    expect(clean(sets[0], sets[1], sets[2])).toEqual(clean(sets[0], sets[2], sets[1]));
    expect(merge({ l: a }, { l: b }, { l: c }).open).toEqual(['l/#order']);
    expect(merge({ l: a }, { l: b }, { l: c }, { 'l/#order': 'to' })).toMatchObject({
      open: [],
      value: { l: c },
    });
  });

  test('one side moves, the other adds', () => {
    expect(clean({ l: ['a', 'b', 'c'] }, { l: ['c', 'a', 'b'] }, { l: ['a', 'n', 'b', 'c'] })).toEqual({
      l: ['c', 'a', 'n', 'b'],
    });
  });

  test('entries are the same ones by what identifies them', () => {
    const text = (code: string, Value: string) => ({ LanguageIsoCode: code, Value });
    const base = { Translations: [text('en', 'a'), text('da', 'b')] };
    const ours = { Translations: [text('en', 'A'), text('da', 'b')] };
    expect(clean(base, ours, { Translations: [text('da', 'B'), text('en', 'a'), text('de', 'c')] })).toEqual({
      Translations: [text('da', 'B'), text('en', 'A'), text('de', 'c')],
    });
    expect(merge(base, ours, { Translations: [text('da', 'b')] }).open).toEqual(['Translations/en']);
  });

  test('where nothing tells entries apart, changes that do not touch go together', () => {
    expect(clean({ l: [1, 1, 2, 2, 3, 3] }, { l: [0, 1, 2, 2, 3, 3] }, { l: [1, 1, 2, 2, 3, 9] })).toEqual({
      l: [0, 1, 2, 2, 3, 9],
    });
    const added = [{ l: [1, 1] }, { l: [1, 1, 2] }, { l: [1, 1, 3] }] as const;
    expect(merge(...added).conflicts).toMatchObject([{ id: 'l', keeps: ['from', 'to', 'both'] }]);
    expect(merge(...added, { l: 'both' })).toMatchObject({ open: [], value: { l: [1, 1, 2, 3] } });
    expect(merge({ l: [1, 1] }, { l: [2, 1] }, { l: [3, 1] }).conflicts).toMatchObject([
      { keeps: ['from', 'to'] },
    ]);
  });
});

describe('properties of a type', () => {
  const base = type(group('g', [property('p'), property('q')]), group('h', []));

  test('one side moves a property that the other edits', () => {
    const moved = type(group('g', [property('q')]), group('h', [property('p')]));
    const edited = type(group('g', [property('p', { Name: 'new' }), property('q')]), group('h', []));
    const result = type(group('g', [property('q')]), group('h', [property('p', { Name: 'new' })]));
    expect(clean(base, moved, edited)).toEqual(result);
    expect(clean(base, edited, moved)).toEqual(result);
  });

  test('both move it elsewhere', () => {
    const three = type(group('g', [property('p')]), group('h', []), group('i', []));
    const [ours, theirs] = [
      type(group('g', []), group('h', [property('p')]), group('i', [])),
      type(group('g', []), group('h', []), group('i', [property('p')])),
    ];
    expect(merge(three, ours, theirs).open).toEqual(['PropertyTypes/p/#group']);
    expect(merge(three, ours, theirs, { 'PropertyTypes/p/#group': 'to' })).toMatchObject({
      open: [],
      value: theirs,
    });
  });

  test('out of a group and back into none', () => {
    const loose = { ...type(group('g', [property('q')]), group('h', [])), PropertyTypes: [property('p')] };
    const edited = type(group('g', [property('p', { Name: 'new' }), property('q')]), group('h', []));
    expect(clean(base, loose, edited)).toEqual({ ...loose, PropertyTypes: [property('p', { Name: 'new' })] });
  });

  test('a group that one side removes while the other adds to it is one conflict', () => {
    const removed = type(group('h', []));
    const added = type(group('g', [property('p'), property('q'), property('n')]), group('h', []));
    expect(merge(base, removed, added).open).toEqual(['PropertyGroups/g']);
    expect(merge(base, removed, added, { 'PropertyGroups/g': 'from' })).toMatchObject({
      open: [],
      value: removed,
    });
    expect(merge(base, added, removed, { 'PropertyGroups/g': 'from' })).toMatchObject({
      open: [],
      value: added,
    });
    expect(clean(base, removed, base)).toEqual(removed);
  });

  test('a group that goes while its property moved is no conflict', () => {
    const gone = type(group('h', [property('p'), property('q')]));
    const edited = type(group('g', [property('p', { Name: 'new' }), property('q')]), group('h', []));
    expect(clean(base, gone, edited)).toEqual(
      type(group('h', [property('p', { Name: 'new' }), property('q')])),
    );
  });

  test('a property that one side removes and the other edits', () => {
    const removed = type(group('g', [property('q')]), group('h', []));
    const edited = type(group('g', [property('p', { Name: 'new' }), property('q')]), group('h', []));
    expect(merge(base, removed, edited).open).toEqual(['PropertyTypes/p']);
    expect(merge(base, removed, edited, { 'PropertyTypes/p': 'to' }).value).toEqual(edited);
  });

  test('both edit the same', () => {
    const edited = (Name: string) =>
      type(group('g', [property('p', { Name }), property('q')]), group('h', []));
    expect(merge(base, edited('a'), edited('b')).open).toEqual(['PropertyTypes/p/Name']);
  });

  test('different properties under one alias, which a merge by text takes', () => {
    const ours = type(
      group('g', [property('n', { Alias: 'same' }), property('p'), property('q')]),
      group('h', []),
    );
    const theirs = type(
      group('g', [property('p'), property('q')]),
      group('h', [property('m', { Alias: 'Same' })]),
    );
    const id = 'PropertyTypes/#alias:same';
    expect(merge(base, ours, theirs).conflicts).toMatchObject([{ id, keeps: ['from', 'to'] }]);
    expect(merge(base, ours, theirs, { [id]: 'from' })).toMatchObject({ open: [], value: ours });
    expect(merge(base, ours, theirs, { [id]: 'to' })).toMatchObject({ open: [], value: theirs });
    expect(merge(base, ours, theirs, { [id]: 'both' }).open).toEqual([id]);
  });

  test('a rename onto an alias that the other side gives to a new one', () => {
    const ours = type(group('g', [property('p', { Alias: 'same' }), property('q')]), group('h', []));
    const theirs = type(
      group('g', [property('p'), property('q')]),
      group('h', [property('m', { Alias: 'same' })]),
    );
    const id = 'PropertyTypes/#alias:same';
    expect(merge(base, ours, theirs).open).toEqual([id]);
    expect(merge(base, ours, theirs, { [id]: 'from' })).toMatchObject({ open: [], value: ours });
    expect(merge(base, ours, theirs, { [id]: 'to' })).toMatchObject({ open: [], value: theirs });
  });

  test('two new groups under one alias: what is in the other one comes along', () => {
    const plain = type(group('g', []));
    const ours = type(group('g', []), group('x', [property('n')], { Alias: 'seo' }));
    const theirs = type(group('g', []), group('y', [property('m')], { Alias: 'seo' }));
    const merged = merge(plain, ours, theirs, { 'PropertyGroups/#alias:seo': 'to' });
    expect(merged).toMatchObject({
      open: [],
      value: type(group('g', []), group('y', [property('m'), property('n')], { Alias: 'seo' })),
    });
    expect(merge(plain, ours, theirs).open).toEqual(['PropertyGroups/#alias:seo']);
  });
});
