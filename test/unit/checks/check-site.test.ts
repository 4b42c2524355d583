import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSiteIndex } from '../../../src/main/engine/artifacts/site-index';
import { checkSite } from '../../../src/main/engine/checks/check-site';
import type { CheckSide } from '../../../src/main/engine/checks/check-input';
import type { EnvironmentDatabase, KnownDatabase } from '../../../src/main/engine/databases/database';
import { readItemHistory } from '../../../src/main/engine/deletions/item-history';
import { openRepository } from '../../../src/main/engine/git/repository/open-repository';
import { propertyId, type ContentNode, type ItemRow } from '../../../src/shared/domain/database';
import type { Finding } from '../../../src/shared/domain/plan';
import {
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  writeFiles,
  type Files,
} from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';
import {
  dataType,
  dictionaryItem,
  documentType,
  guid,
  language,
  revision,
  template,
  udaPath,
  udi,
} from '../../fixtures/uda';

const top = tempFolder('checks');
let count = 0;

const unknown: EnvironmentDatabase = { known: false, kind: 'embedded', problem: null, path: null };

const row = (entityType: string, n: number, naturalKey: string, more: Partial<ItemRow> = {}): ItemRow => ({
  udi: udi(entityType, n),
  entityType,
  alias: naturalKey,
  name: naturalKey,
  parent: null,
  naturalKey,
  viewFile: null,
  properties: [],
  compositions: [],
  templates: [],
  empty: false,
  withoutFile: false,
  since: null,
  hash: '',
  artifact: null,
  ...more,
});

const page = (
  n: number,
  type: number,
  filled: readonly number[],
  more: Partial<ContentNode> = {},
): ContentNode => {
  const version = { template: null, filled: filled.map((key) => propertyId(guid(key), '')) };
  return {
    udi: udi('document', n),
    kind: 'document',
    type: udi('document-type', type),
    name: `Page ${n}`,
    parent: null,
    path: [],
    address: `/page-${n}/`,
    cultures: [],
    draft: version,
    published: version,
    trashed: false,
    updated: null,
    ...more,
  };
};

const database = (items: readonly ItemRow[], content: readonly ContentNode[] = []): KnownDatabase => ({
  known: true,
  kind: 'embedded',
  stamp: String(++count),
  items: new Map(items.map((item) => [item.udi, item])),
  content: new Map(content.map((node) => [node.udi, node])),
  extracted: null,
  path: '',
  report: null,
});

interface Given {
  /** History of the target, each a commit; null deletes. */
  readonly to: readonly Files[];
  /** What the source committed on top. */
  readonly from: readonly Files[];
  /** What is not committed on the source. */
  readonly unsaved?: Files;
  readonly toDatabase?: EnvironmentDatabase;
  readonly fromDatabase?: EnvironmentDatabase;
}

/** Checks a deployment whose result is the source's own state. */
function check(given: Given): readonly Finding[] {
  const place = makeRepository(join(top, String(++count)), { 'readme.txt': 'r' });
  const commit = (files: Files): void => {
    writeFiles(place, files);
    commitAll(place, 'work');
  };
  given.to.forEach(commit);
  const toHead = git(place, 'rev-parse', 'HEAD');
  given.from.forEach(commit);
  const fromHead = git(place, 'rev-parse', 'HEAD');
  if (given.unsaved) commit(given.unsaved);
  const store = openRepository(place, gitEnvironment).objects;
  const treeOf = (id: string): string => store.commit(id).tree;
  const resultTree = treeOf(git(place, 'rev-parse', 'HEAD'));
  const side = (environmentId: string, head: string, tree: string, rows: EnvironmentDatabase): CheckSide => ({
    environmentId,
    name: environmentId,
    head,
    tree,
    index: readSiteIndex(store, tree),
    headIndex: readSiteIndex(store, treeOf(head)),
    database: rows,
    history: () => readItemHistory(store, head, null),
  });
  return checkSite({
    store,
    from: side('Dev', fromHead, resultTree, given.fromDatabase ?? unknown),
    to: side('Live', toHead, treeOf(toHead), given.toDatabase ?? unknown),
    result: readSiteIndex(store, resultTree),
    resultTree,
    movesSource: true,
  });
}

const codes = (findings: readonly Finding[]): string[] =>
  findings.map(({ code, level }) => `${code} ${level}`);
const text = dataType(900, 'Text');
const blog = documentType(1, 'Blog', { properties: [{ key: 10, alias: 'summary', dataType: 900 }] });

describe('files that are wrong', () => {
  it('names line and column of broken JSON, and stops only what is new', () => {
    const broken = { [udaPath('document-type', 7)]: '{\n  "Name": "x",\n  "Alias" "y"\n}' };
    const [found] = check({ to: [blog], from: [broken] });
    expect(found).toMatchObject({
      code: 'artifact-invalid',
      level: 'block',
      path: udaPath('document-type', 7),
      line: 3,
    });
    expect(found?.column).toBeGreaterThan(1);
    expect(codes(check({ to: [blog, broken], from: [documentType(2, 'News')] }))).toEqual([
      'artifact-invalid warn',
    ]);
  });

  it('tells another Udi than the name of the file says, and one Udi in two files', () => {
    const [content = ''] = Object.values(documentType(3, 'News'));
    const found = check({
      to: [blog],
      from: [{ [udaPath('document-type', 4)]: content, ...documentType(3, 'News') }],
    });
    expect(codes(found)).toEqual(['udi-mismatch block', 'duplicate-udi block']);
    expect(found[1]?.paths).toEqual([udaPath('document-type', 3), udaPath('document-type', 4)]);
    expect(found[1]?.ways?.map((way) => way.do)).toEqual(['remove-item', 'remove-item']);
  });
});

describe('collisions', () => {
  it('are listed all at once, by kind and key, whatever the case, with both parties', () => {
    const found = check({
      to: [
        { ...blog, ...dataType(901, 'Body'), ...dictionaryItem(1, 'Hello', 'en-US'), ...language('en-US') },
      ],
      from: [
        {
          ...documentType(2, 'Second', { alias: 'BLOG' }),
          ...dataType(902, 'body'),
          ...dictionaryItem(2, 'hello', 'en-US'),
          ...template(1, 'Page'),
          ...template(2, 'page'),
        },
      ],
    });
    expect(codes(found)).toEqual(Array.from({ length: 4 }, () => 'collision block'));
    const [first] = found.filter(({ message }) => message.includes('Document Type'));
    expect(first?.parties?.map(({ udi: of, by, path }) => [of, by[0]?.name, path])).toEqual([
      [udi('document-type', 1), 'Ana', udaPath('document-type', 1)],
      [udi('document-type', 2), 'Ana', udaPath('document-type', 2)],
    ]);
    expect(first?.ways?.map((way) => way.do)).toEqual([
      'remove-item',
      'rename-item',
      'remove-item',
      'rename-item',
    ]);
  });

  it('do not stop a deployment that did not bring them', () => {
    const both = { ...blog, ...documentType(2, 'Second', { alias: 'blog' }) };
    expect(codes(check({ to: [both], from: [documentType(3, 'News')] }))).toEqual(['collision warn']);
  });

  it('are found against rows without file, and not against the item itself or what goes along', () => {
    const rows = database([
      row('document-type', 9, 'news', { withoutFile: true }),
      row('document-type', 1, 'blog'),
    ]);
    const found = check({ to: [blog], from: [documentType(3, 'News')], toDatabase: rows });
    expect(codes(found)).toEqual(['collision block']);
    expect(found[0]?.parties?.map(({ udi: of, path }) => [of, path])).toEqual([
      [udi('document-type', 3), udaPath('document-type', 3)],
      [udi('document-type', 9), null],
    ]);
    expect(found[0]?.environmentId).toBe('Live');
  });
});

describe('keys that change hands', () => {
  it('tells an alias that is freed and taken in one deployment, and not one that is freed only', () => {
    const renamed = documentType(1, 'Blog', { alias: 'oldBlog' });
    expect(codes(check({ to: [documentType(1, 'Blog')], from: [renamed] }))).toEqual([]);
    const found = check({
      to: [documentType(1, 'Blog')],
      from: [{ ...renamed, ...documentType(2, 'Blog') }],
    });
    expect(codes(found)).toEqual(['alias-reused block']);
    expect(found[0]?.parties?.map(({ udi: of }) => of)).toEqual([
      udi('document-type', 1),
      udi('document-type', 2),
    ]);
  });

  it('warns where a template changes nothing but letters', () => {
    const found = check({
      to: [template(1, 'Home')],
      from: [{ ...template(1, 'home'), 'Views/Home.cshtml': null }],
    });
    expect(codes(found)).toEqual(['case-rename warn']);
  });
});

describe('references and languages', () => {
  const list = documentType(2, 'List', {
    children: [1],
    properties: [{ key: 20, alias: 'x', dataType: 777 }],
  });

  it('finds what points to something that is deleted, and leaves built-ins alone', () => {
    const found = check({
      to: [{ ...blog, ...text, ...list }],
      from: [{ [udaPath('document-type', 1)]: null }],
    });
    expect(codes(found)).toEqual(['dangling-reference block']);
    expect(found[0]?.message).toContain('Document Type "Blog" is deleted');
    expect(found[0]?.message).toContain('Document Type "List" (allows it below)');
  });

  it('finds it also where the deletion and what it breaks are on the target already: then it only says so', () => {
    const found = check({
      to: [{ ...blog, ...text, ...list }, { [udaPath('document-type', 1)]: null }],
      from: [documentType(3, 'News')],
    });
    expect(codes(found)).toEqual(['dangling-reference warn']);
  });

  it('wants the language of every translation', () => {
    const start = { ...language('en-US'), ...dictionaryItem(1, 'Hello', 'en-US') };
    expect(codes(check({ to: [start], from: [dictionaryItem(2, 'Bye', 'en-us')] }))).toEqual([]);
    const found = check({ to: [start], from: [dictionaryItem(2, 'Bye', 'da-DK')] });
    expect(codes(found)).toEqual(['missing-language block']);
    const there = database([row('language', 0, 'da-dk')]);
    expect(
      codes(check({ to: [start], from: [dictionaryItem(2, 'Bye', 'da-DK')], toDatabase: there })),
    ).toEqual([]);
  });
});

describe('items that come back', () => {
  const gone = { [udaPath('document-type', 1)]: null };

  it.each<[string, Given]>([
    ['saved again on the source', { to: [{ ...blog, ...text }, gone], from: [blog] }],
    [
      'saved again on the source, not committed',
      { to: [{ ...blog, ...text }, gone], from: [], unsaved: blog },
    ],
  ])('%s: when, where and by whom it was deleted', (_what, given) => {
    const found = check(given);
    expect(codes(found)).toEqual(['resurrection warn']);
    expect(found[0]?.message).toMatch(
      /Document Type "Blog" was deleted on Live by Ana .* comes back to Live/,
    );
    expect(found[0]?.yes).toMatchObject({ needed: false });
  });

  it('ends where the history says that it was meant', () => {
    const found = check({ to: [{ ...blog, ...text }, gone], from: [blog] });
    const pair = found[0]?.yes?.key.replace('resurrection ', '') ?? '';
    expect(pair).toMatch(/^document-type__0+1 [0-9a-f]{40}$/);
  });

  it('says nothing of what is new, and of what is deleted', () => {
    expect(codes(check({ to: [{ ...blog, ...text }], from: [documentType(2, 'News')] }))).toEqual([]);
    expect(codes(check({ to: [{ ...blog, ...text }], from: [gone] }))).toEqual([]);
  });
});

describe('what editors would lose', () => {
  const start = { ...blog, ...text };
  const without = documentType(1, 'Blog');
  const losses = (given: Given): readonly Finding[] =>
    check(given).filter(({ code, environmentId }) => code === 'field-loss' && environmentId === 'Live');

  it('counts the pages that fill a property which is taken off, and wants a yes', () => {
    const rows = [row('document-type', 1, 'blog')];
    const given = { to: [start], from: [without] };
    const counted = losses({ ...given, toDatabase: database(rows, [page(1, 1, [10]), page(2, 1, [])]) });
    expect(counted).toMatchObject([{ level: 'warn', pages: 1, yes: { needed: true } }]);
    expect(counted[0]?.message).toContain('property "summary" is taken off');
    expect(losses({ ...given, toDatabase: database(rows, [page(2, 1, [])]) })).toMatchObject([
      { level: 'notice', pages: 0 },
    ]);
    expect(losses(given)).toMatchObject([{ level: 'warn', pages: null, yes: { needed: true } }]);
  });

  it.each<[string, Given, RegExp]>([
    [
      'another data type',
      {
        to: [{ ...start, ...dataType(901, 'Rich') }],
        from: [documentType(1, 'Blog', { properties: [{ key: 10, alias: 'summary', dataType: 901 }] })],
      },
      /"Text" becomes "Rich"/,
    ],
    [
      'another storage',
      { to: [start], from: [dataType(900, 'Text', 'Umbraco.TextBox', 'Integer')] },
      /stored in another way/,
    ],
    [
      'a composition taken off',
      {
        to: [{ ...start, ...documentType(5, 'Post', { compositions: [1] }) }],
        from: [documentType(5, 'Post')],
      },
      /composition "Blog" is taken off, with "summary"/,
    ],
    [
      'a flag of the type',
      {
        to: [start],
        from: [
          documentType(1, 'Blog', {
            properties: [{ key: 10, alias: 'summary', dataType: 900 }],
            permissions: { IsElementType: true },
          }),
        ],
      },
      /element type/,
    ],
  ])('tells %s', (_what, given, words) => {
    const found = losses(given);
    expect(found.map(({ message }) => message)).toEqual([expect.stringMatching(words)]);
  });

  it('takes a property that moved into a composition for the same, and a renamed one as well', () => {
    const moved = documentType(6, 'Base', { properties: [{ key: 10, alias: 'summary', dataType: 900 }] });
    expect(
      losses({ to: [start], from: [{ ...documentType(1, 'Blog', { compositions: [6] }), ...moved }] }),
    ).toEqual([]);
    const renamed = documentType(1, 'Blog', { properties: [{ key: 10, alias: 'teaser', dataType: 900 }] });
    expect(losses({ to: [start], from: [renamed] })).toEqual([]);
  });

  it('tells views that still use the old name of a property', () => {
    const renamed = documentType(1, 'Blog', { properties: [{ key: 10, alias: 'teaser', dataType: 900 }] });
    const found = check({ to: [{ ...start, ...template(1, 'summary') }], from: [renamed] });
    expect(found).toMatchObject([{ code: 'view-names-property', paths: ['Views/summary.cshtml'] }]);
  });

  it('tells templates that go away, with the pages that show nothing then', () => {
    const of = { template: udi('template', 1), filled: [] };
    const rows = database([row('template', 1, 'page')], [page(1, 1, [], { draft: of, published: of })]);
    const found = check({
      to: [{ ...start, ...template(1, 'Page') }],
      from: [{ [udaPath('template', 1)]: null, 'Views/Page.cshtml': null }],
      toDatabase: rows,
    }).filter(({ code, environmentId }) => code === 'pages-blank' && environmentId === 'Live');
    expect(found).toMatchObject([{ pages: 1, yes: { needed: true } }]);
    expect(found[0]?.message).toContain('/page-1/');
    const viewOnly = check({
      to: [{ ...start, ...template(1, 'Page') }],
      from: [{ 'Views/Page.cshtml': null }],
    });
    expect(viewOnly.map(({ code, environmentId }) => `${code} ${environmentId ?? ''}`)).toEqual([
      'pages-blank Live',
    ]);
  });

  it('tells a new mandatory property by the pages that do not fill it', () => {
    const more = documentType(1, 'Blog', {
      properties: [
        { key: 10, alias: 'summary', dataType: 900 },
        { key: 11, alias: 'author', dataType: 900, mandatory: true },
      ],
    });
    const rows = database([row('document-type', 1, 'blog')], [page(1, 1, [10])]);
    expect(check({ to: [start], from: [more], toDatabase: rows })).toMatchObject([
      { code: 'mandatory-unfilled', level: 'warn', pages: 1 },
    ]);
  });
});

it('says nothing of a site without mistakes', () => {
  expect(revision).toBe('umbraco/Deploy/Revision');
  expect(
    check({
      to: [{ ...blog, ...text }],
      from: [{ ...template(1, 'Page'), ...documentType(2, 'News', { templates: [1] }) }],
    }),
  ).toEqual([]);
});
