import { describe, expect, test } from 'vitest';
import {
  addressesOf,
  contentFilling,
  contentOfType,
  contentUsing,
  itemIn,
  itemsByKey,
  propertiesOf,
} from '../../../src/main/engine/databases/ask-database';
import { rowOfArtifact } from '../../../src/main/engine/databases/artifact-row';
import type { EnvironmentDatabase } from '../../../src/main/engine/databases/database';
import { propertyId, type ContentNode, type ItemRow } from '../../../src/shared/domain/database';
import {
  artifactFile,
  guidOf,
  pageType,
  templateWithView,
  textDataType,
  udiFor,
} from '../../fixtures/artifact-files';
import { pageNode } from '../../fixtures/content-nodes';

const rowsOf = (files: Record<string, string>): ItemRow[] =>
  Object.entries(files).flatMap(([path, text]) => {
    const made = rowOfArtifact({ path, id: 'x', bytes: Buffer.from(text), hasView: () => true, now: 0 });
    return typeof made === 'string' ? [] : [made.row];
  });

const rows = rowsOf({
  ...textDataType(),
  ...pageType('base', { properties: ['seo'] }),
  ...pageType('post', { properties: ['title'], compositions: ['base'] }),
  ...pageType('other'),
  ...templateWithView('layout'),
  ...templateWithView('post', 'layout'),
  [`umbraco/Deploy/Revision/language__en-US.uda`]: '{"IsoCode":"en-US","Udi":"umb://language/en-US"}',
  ...artifactFile('macro', 'gallery', {}),
});
const seo = propertyId(guidOf('base/seo'), 'seo');
const withTemplate = { template: udiFor('template', 'post'), filled: [] };
const nodes: ContentNode[] = [
  pageNode('a', 'post', ['title']),
  pageNode('b', 'post', [], { draft: { template: null, filled: [seo] }, published: null }),
  pageNode('c', 'other', [], {
    draft: withTemplate,
    published: withTemplate,
    cultures: ['EN-us'],
    trashed: true,
  }),
];
const database: EnvironmentDatabase = {
  known: true,
  kind: 'embedded',
  stamp: '1',
  items: new Map(rows.map((row) => [row.udi, row])),
  content: new Map(nodes.map((node) => [node.udi, node])),
  extracted: null,
  path: '',
  report: null,
};
const none: EnvironmentDatabase = { known: false, kind: 'none', problem: null, path: null };
const unreadable: EnvironmentDatabase = { known: false, kind: 'site', problem: null, path: '/x' };
const counts = (udi: string): unknown => {
  const use = contentUsing(database, udi);
  return use.known ? [use.count, use.published, use.trashed] : use.why;
};

describe('content that uses an item', () => {
  test('is counted through compositions, masters, data types and cultures', () => {
    expect(counts(udiFor('document-type', 'post'))).toEqual([2, 1, 0]);
    expect(counts(udiFor('document-type', 'base'))).toEqual([2, 1, 0]);
    expect(counts(udiFor('document-type', 'other'))).toEqual([1, 0, 1]);
    expect(counts(udiFor('template', 'post'))).toEqual([1, 0, 1]);
    expect(counts(udiFor('template', 'layout'))).toEqual([1, 0, 1]);
    expect(counts(udiFor('data-type', 'text'))).toEqual([2, 1, 0]);
    expect(counts('umb://language/en-US')).toEqual([1, 0, 1]);
  });

  test('is not said to be none where nobody records it, or nothing is known', () => {
    expect(counts(udiFor('macro', 'gallery'))).toBe('not-recorded');
    expect(contentUsing(none, udiFor('document-type', 'post'))).toEqual({ known: false, why: 'no-database' });
    for (const use of [
      contentOfType(unreadable, udiFor('document-type', 'post')),
      contentFilling(unreadable, udiFor('document-type', 'post'), [seo]),
    ])
      expect(use).toEqual({ known: false, why: 'not-readable' });
    expect(itemIn(unreadable, 'umb://x/y')).toBe('unknown');
    expect(itemsByKey(unreadable, 'x', 'y')).toBe('unknown');
    expect(propertiesOf(unreadable, 'x')).toBe('unknown');
  });

  test('that fills a property is found in drafts, too, and through compositions', () => {
    const use = contentFilling(database, udiFor('document-type', 'base'), [seo]);
    expect(use.known && use.nodes.map(({ name }) => name)).toEqual(['b']);
  });
});

test('an item is found by its key in any letters, and a type has the properties of its compositions', () => {
  expect(itemsByKey(database, 'document-type', 'POST')).toEqual([
    database.known ? database.items.get(udiFor('document-type', 'post')) : null,
  ]);
  expect(itemIn(database, udiFor('document-type', 'gone'))).toBe('absent');
  const properties = propertiesOf(database, udiFor('document-type', 'post'));
  expect(properties !== 'unknown' && properties.map(({ alias }) => alias)).toEqual(['title', 'seo']);
  expect(addressesOf(nodes)).toEqual(['/a/', '/b/', '/c/']);
});
