import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArtifactPath } from '../../../src/main/engine/artifacts/artifact-path';
import { companionOf } from '../../../src/main/engine/artifacts/companion';
import { kindInWords } from '../../../src/main/engine/artifacts/entity-types';
import { isNoise } from '../../../src/main/engine/artifacts/noise';
import { readItemName } from '../../../src/main/engine/artifacts/item-name';

const hex = '1e441c00f1774ae480845353a5607dba';
const revision = 'umbraco/Deploy/Revision';
const path = `${revision}/document-type__${hex}.uda`;
const bytes = (value: unknown): Buffer =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value, null, 2));

describe('the path of an artifact', () => {
  it.each([
    [path, { base: '', entityType: 'document-type', id: hex }],
    [`src/Site.Web/${path}`, { base: 'src/Site.Web/', entityType: 'document-type', id: hex }],
    [`Data/Revision/language__en-US.uda`, { base: '', entityType: 'language', id: 'en-US' }],
    [
      `${revision}/umbraco-commerce-email-template__${hex}.uda`,
      { base: '', entityType: 'umbraco-commerce-email-template', id: hex },
    ],
    [`${revision}/deeper/document-type__${hex}.uda`, null],
    [`${revision}/document-type.uda`, null],
    [`${revision}/document-type__${hex}.json`, null],
    [`notumbraco/Deploy/Revision/language__en-US.uda`, null],
    ['language__en-US.uda', null],
  ])('%s', (given, expected) => {
    expect(parseArtifactPath(given)).toEqual(expected);
  });
});

describe('reading an artifact', () => {
  const blog = {
    Name: 'Blog post',
    Alias: 'blogPost',
    Udi: `umb://document-type/${hex}`,
    Dependencies: [],
    __version: '17.1.0',
  };

  it('names it', () => {
    const expected = {
      entityType: 'document-type',
      kind: 'Document Type',
      name: 'Blog post',
      alias: 'blogPost',
      udi: blog.Udi,
    };
    expect(readItemName(path, bytes(blog))).toEqual(expected);
    const windows = `\ufeff${JSON.stringify(blog, null, 2).replaceAll('\n', '\r\n')}\r\n`;
    expect(readItemName(path, bytes(windows))).toEqual(expected);
  });

  it.each([
    [
      'language__da-DK',
      { Name: 'Dansk', Alias: 'da-DK', IsoCode: 'da-DK', Udi: 'umb://language/da-DK' },
      'Dansk',
    ],
    [
      'dictionary-item__' + hex,
      { Name: `umb://dictionary-item/${hex}`, ItemKey: 'Footer.Title', Udi: `umb://dictionary-item/${hex}` },
      'Footer.Title',
    ],
    ['language__da-DK', { IsoCode: 'da-DK' }, 'da-DK'],
    ['macro__' + hex, { Alias: 'map' }, 'map'],
    ['data-type__' + hex, {}, hex],
    ['data-type__' + hex, { Name: 7, Alias: '  ' }, hex],
  ])('%s %j is called %s', (file, content, name) => {
    expect(readItemName(`${revision}/${file}.uda`, bytes(content))?.name).toBe(name);
  });

  it('believes the Udi about the type, and the file name where there is none', () => {
    expect(readItemName(path, bytes({ ...blog, Udi: `umb://media-type/${hex}` }))?.kind).toBe('Media Type');
    expect(readItemName(path, bytes({ Name: 'x' }))).toEqual({
      entityType: 'document-type',
      kind: 'Document Type',
      name: 'x',
      udi: `umb://document-type/${hex}`,
    });
  });

  it.each(['', '{', '[]', 'null', '"text"', '\0\0'])('is null for %j', (text) => {
    expect(readItemName(path, bytes(text))).toBeNull();
  });
  it('is null elsewhere', () => {
    expect(readItemName('package.json', bytes(blog))).toBeNull();
  });
});

it.each([
  ['document-type', 'Document Type'],
  ['document-type-container', 'Document Type Folder'],
  ['language', 'Language'],
  ['forms-form', 'Form'],
  ['umbraco-commerce-email-template', 'Umbraco Commerce Email Template'],
  ['constructor', 'Constructor'],
  ['', 'Item'],
])('the type %s is a %s', (entityType, words) => {
  expect(kindInWords(entityType)).toBe(words);
});

describe('the view of a template', () => {
  const template = { entityType: 'template', kind: 'Template', name: 'Home', alias: 'home' };
  it('lies beside the artifacts', () => {
    expect(companionOf(`${revision}/template__${hex}.uda`, template)).toBe('Views/home.cshtml');
    expect(companionOf(`src/Web/data/revision/template__${hex}.uda`, template)).toBe(
      'src/Web/Views/home.cshtml',
    );
  });
  it('is none for others', () => {
    expect(companionOf(path, { ...template, entityType: 'document-type' })).toBeNull();
    expect(companionOf(`${revision}/template__${hex}.uda`, { ...template, alias: '../../x' })).toBeNull();
    expect(companionOf('Views/home.cshtml', template)).toBeNull();
  });
});

describe('noise', () => {
  const noise = (file: string, before: string | Buffer, after: string | Buffer): boolean =>
    isNoise(file, Buffer.from(before), Buffer.from(after));

  it.each<[string, string, string, string, boolean]>([
    ['a new format version', 'a.uda', '{"a":1,"__version":"17.0"}', '{"a":1,"__version":"17.1"}', true],
    ['a format version that is new', 'a.uda', '{"a":1}', '{"a":1,"__version":"17.1"}', true],
    ['a version further down', 'a.uda', '{"a":{"__version":1}}', '{"a":{"__version":2}}', false],
    ['another order of keys', 'a.uda', '{"a":{"x":1,"y":[]},"b":2}', '{"b":2,"a":{"y":[],"x":1}}', true],
    ['another order in a list', 'a.uda', '[1,2]', '[2,1]', false],
    ['another value', 'a.uda', '{"a":1,"__version":1}', '{"a":2,"__version":2}', false],
    ['a key with null', 'a.uda', '{"a":null}', '{}', false],
    ['text and number', 'a.json', '{"a":1}', '{"a":"1"}', false],
    ['big numbers', 'a.json', '{"a":9007199254740992}', '{"a":9007199254740993}', false],
    [
      'big numbers in another order',
      'a.json',
      '{"a":9007199254740993,"b":1}',
      '{"b":1,"a":9007199254740993}',
      true,
    ],
    [
      'a big number and its text',
      'a.json',
      '{"a":9007199254740993,"b":1}',
      '{"b":1,"a":"9007199254740993"}',
      false,
    ],
    ['a number in a text', 'a.json', '{"a":"x 1.50"}', '{"a":"x 1.5"}', false],
    ['a key named __proto__', 'a.json', '{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}', false],
    ['layout of json', 'a.json', '{"a":1}', '{\n  "a": 1\n}\n', true],
    ['layout of a page', 'a.html', '<p>a</p>', '<p>a</p>\n', false],
    ['line endings of a page', 'a.html', 'a\r\nb\r\n', 'a\nb\n', true],
    ['line endings of broken json', 'a.uda', '{\r\n', '{\n', true],
    ['broken json', 'a.uda', '{"a":1,}', '{"a":1}', false],
    ['two broken ones', 'a.uda', '{"a":', '{"a": ', false],
    ['a lone carriage return', 'a.txt', 'a\rb', 'a\nb', false],
    ['the very same', 'a.uda', '{}', '{}', false],
    ['binary line endings', 'a.bin', '\0\r\n', '\0\n', false],
    [
      'nested beyond reason',
      'a.json',
      `${'['.repeat(50000)}1${']'.repeat(50000)}`,
      `${'['.repeat(50000)} 1${']'.repeat(50000)}`,
      false,
    ],
  ])('%s', (_, file, before, after, expected) => {
    expect(noise(file, before, after)).toBe(expected);
    expect(noise(file, after, before)).toBe(expected);
  });

  it('tells bytes apart that are no UTF-8', () => {
    expect(noise('a.txt', Buffer.from([0xff, 13, 10]), Buffer.from([0xfe, 10]))).toBe(false);
    expect(noise('a.txt', Buffer.from([0xff, 13, 10]), Buffer.from([0xff, 10]))).toBe(true);
    expect(
      noise('a.json', Buffer.from('7b2261223a22ff227d', 'hex'), Buffer.from('7b2261223a22fe227d', 'hex')),
    ).toBe(false);
  });

  it('holds for every shuffled document, and for none with another value', () => {
    const shuffled = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(shuffled)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([key, inner]) => [key, shuffled(inner)]),
            )
          : value;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (document, other) => {
        const before = JSON.stringify({ ...document, __version: '1' });
        expect(noise('a.uda', before, `${JSON.stringify(shuffled({ ...document, __version: '2' }))}\n`)).toBe(
          true,
        );
        const changed = { ...document, extra: other };
        const same =
          Object.hasOwn(document, 'extra') && JSON.stringify(document['extra']) === JSON.stringify(other);
        if (!same && !Object.hasOwn(document, 'extra'))
          expect(noise('a.uda', before, JSON.stringify(changed))).toBe(false);
      }),
    );
  });
});
