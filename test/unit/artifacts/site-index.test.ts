import { describe, expect, it } from 'vitest';
import { createIndexMemory, readSiteIndex } from '../../../src/main/engine/artifacts/site-index';
import { referencesOf } from '../../../src/main/engine/artifacts/references';
import { FileMode, type ObjectReader, type OverlayStore } from '../../../src/main/engine/git/model';
import { createOverlay } from '../../../src/main/engine/git/objects/overlay';
import { applyToTree } from '../../../src/main/engine/git/snapshot/apply-to-tree';
import { testFormat } from '../../fixtures/object-format';
import { makeArtifacts, written, type Dialect } from '../../fixtures/random-artifacts';

const revision = 'umbraco/Deploy/Revision';
const hex = (n: number): string => String(n).padStart(32, '0');

/** Files on top of a tree; null takes one out. */
function withFiles(
  store: OverlayStore,
  tree: string,
  files: Readonly<Record<string, string | null>>,
): string {
  const changes = Object.entries(files).map(
    ([path, text]) =>
      [
        path,
        text === null ? null : { mode: FileMode.file, id: store.write('blob', Buffer.from(text)) },
      ] as const,
  );
  return applyToTree(store, tree, new Map(changes));
}

function site(files: Readonly<Record<string, string>>) {
  const store = createOverlay([], testFormat);
  store.write('tree', Buffer.alloc(0));
  const tree = withFiles(store, testFormat.emptyTree, files);
  return { store, tree, index: readSiteIndex(store, tree, createIndexMemory()) };
}

const artifact = (type: string, id: string, content: object = {}): Record<string, string> => ({
  [`${revision}/${type}__${id}.uda`]: written({ Udi: `umb://${type}/${id}`, ...content }),
});

describe.each<Dialect>(['older', 'newer'])('a site in the %s dialect', (dialect) => {
  const made = makeArtifacts(300, dialect);
  const files = Object.fromEntries(
    made.map(({ name, content }) => [`${revision}/${name}`, written(content)]),
  );
  const { store, tree, index } = site(files);

  it('has every artifact by address, path and key', () => {
    expect(index.problems).toEqual([]);
    expect(index.items).toHaveLength(made.length);
    for (const { name, content } of made) {
      const item = index.at(`${revision}/${name}`);
      expect(item).toBeDefined();
      if (!item) continue;
      expect(item.udi).toBe(content['Udi']);
      expect(index.item(item.udi)).toBe(item);
      if (item.naturalKey)
        expect(index.withKey(item.entityType, item.naturalKey.value.toUpperCase())).toContain(item);
    }
  });

  it('knows who points to what, and nothing that does not resolve but view files', () => {
    for (const item of index.items)
      for (const reference of referencesOf(item)) {
        const known = index.referrersOf(reference.udi).filter((referrer) => referrer.item === item);
        expect(known.map(({ reference: { role, property } }) => [role, property])).toContainEqual([
          reference.role,
          reference.property,
        ]);
        if (!reference.udi.startsWith('umb://template-file/'))
          expect(index.item(reference.udi)).toBeDefined();
      }
    expect(index.referrersOf('umb://document-type/none')).toEqual([]);
  });

  it('reads only what changed', () => {
    const memory = createIndexMemory();
    let reads = 0;
    const counting: ObjectReader = { ...store, blob: (id) => (reads++, store.blob(id)) };
    readSiteIndex(counting, tree, memory);
    expect(reads).toBe(made.length);
    reads = 0;
    expect(readSiteIndex(counting, withFiles(store, tree, { 'a.txt': 'x' }), memory)).toBe(
      readSiteIndex(counting, tree, memory),
    );
    expect(reads).toBe(0);
    const [first = '', second = '', third = ''] = Object.keys(files);
    const changed = withFiles(store, tree, {
      [first]: '{}',
      [second]: null,
      [third]: `${files[third] ?? ''}\n`,
    });
    const next = readSiteIndex(counting, changed, memory);
    expect(reads).toBe(2);
    expect(next.items).toHaveLength(made.length - 1);
    expect(next.problems).toMatchObject([{ code: 'udi-missing', path: first }]);
    readSiteIndex(counting, tree, memory);
    expect(reads).toBe(2);
  });
});

it('says the same of both dialects', () => {
  const strip = (dialect: Dialect): unknown =>
    site(
      Object.fromEntries(
        makeArtifacts(120, dialect).map(({ name, content }) => [`${revision}/${name}`, written(content)]),
      ),
    ).index.items.map(({ writtenBy: _, blob: _blob, ...item }) => item);
  expect(strip('older')).toEqual(strip('newer'));
});

describe('what is wrong with files', () => {
  const name = `document-type__${hex(1)}.uda`;
  const problem = (text: string | Buffer): unknown => {
    const store = createOverlay([], testFormat);
    store.write('tree', Buffer.alloc(0));
    const id = store.write('blob', Buffer.from(text));
    const tree = applyToTree(
      store,
      testFormat.emptyTree,
      new Map([[`${revision}/${name}`, { mode: FileMode.file, id }]]),
    );
    return readSiteIndex(store, tree, createIndexMemory()).problems[0];
  };
  const about = { path: `${revision}/${name}`, udi: `umb://document-type/${hex(1)}` };
  it.each([
    ['{\n  "Name": "x",\n  "Alias": \n}', 4, 1, 'a value is missing here'],
    ['{\r\n  "Name": "x"\r\n  "Alias": 1}', 3, 3, 'a comma or } is missing here'],
    ['{\n  "Name": "x",\n', 3, 1, 'the file ends too early'],
    ['', 1, 1, 'the file ends too early'],
    ['{}\n<<<<<<< HEAD', 2, 1, 'something follows the end of the document'],
    ['{\n  "Na\nme": 1}', 2, 6, 'a text is not closed on this line'],
    ['{\n  "a": "\\x"}', 2, 9, 'a backslash is followed by something that means nothing'],
    ['{"a": 01}', 1, 8, 'a comma or } is missing here'],
    ['{"a": 1,}', 1, 9, 'a key in quotes is missing here'],
  ])('%j is broken in line %i, column %i', (text, line, column, message) => {
    expect(problem(text)).toEqual({ ...about, code: 'invalid-json', line, column, message });
  });
  it('no object, no text, another address, none', () => {
    expect(problem('[]')).toEqual({ ...about, code: 'not-an-object' });
    expect(problem('null')).toEqual({ ...about, code: 'not-an-object' });
    expect(problem(Buffer.from([0x7b, 0xff, 0x7d]))).toEqual({ ...about, code: 'not-text' });
    expect(problem('{}')).toEqual({ ...about, code: 'udi-missing' });
    const says = `umb://media-type/${hex(2)}`;
    expect(problem(JSON.stringify({ Udi: says }))).toEqual({ ...about, code: 'udi-mismatch', says });
    expect(problem(JSON.stringify({ Udi: about.udi }))).toBeUndefined();
  });
});

it('finds addresses and keys that several items have, without regard to case', () => {
  const { index } = site({
    ...artifact('document-type', hex(1), { Alias: 'blogPost' }),
    ...artifact('document-type', hex(2), { Alias: 'BLOGPOST' }),
    ...artifact('media-type', hex(3), { Alias: 'blogPost' }),
    ...artifact('data-type', hex(4), { Name: 'Body' }),
    ...artifact('data-type', hex(5), { Name: 'body ', Udi: `umb://data-type/${hex(4)}` }),
    ...artifact('dictionary-item', hex(6), { ItemKey: 'A.B', Name: 'x' }),
    ...artifact('dictionary-item', hex(7), { ItemKey: 'a.b', Name: 'y' }),
    ...artifact('forms-form', hex(8), { Alias: 'x' }),
    ...artifact('forms-form', hex(9), { Alias: 'x' }),
  });
  const names = index.sharedKeys.map(({ entityType, key, items }) => [entityType, key.folded, items.length]);
  expect(names).toEqual([
    ['data-type', 'body', 2],
    ['dictionary-item', 'a.b', 2],
    ['document-type', 'blogpost', 2],
  ]);
  expect(index.sharedUdis.map((items) => items.map(({ path }) => path))).toEqual([
    [`${revision}/data-type__${hex(4)}.uda`, `${revision}/data-type__${hex(5)}.uda`],
  ]);
  expect(index.allWith(`umb://data-type/${hex(4)}`)).toHaveLength(2);
  expect(index.withKey('document-type', 'BlogPost')).toHaveLength(2);
});

it('finds the folder where .umbraco says', () => {
  const { index } = site({
    '.umbraco': '[project]\nbase = "src/Site"\n',
    [`src/Site/${revision}/language__en-US.uda`]: '{"Udi":"umb://language/en-US","IsoCode":"en-US"}',
  });
  expect(index).toMatchObject({ folder: `src/Site/${revision}`, base: 'src/Site/' });
  expect(index.items).toHaveLength(1);
  expect(site({ 'a.txt': 'x' }).index).toMatchObject({ folder: null, base: '', items: [], problems: [] });
});
