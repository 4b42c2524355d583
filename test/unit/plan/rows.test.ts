import { expect, it } from 'vitest';
import { diffTrees } from '../../../src/main/engine/git/merge/diff-trees';
import { openDiskStore } from '../../../src/main/engine/git/objects/disk-store';
import { buildRows } from '../../../src/main/engine/plan/rows';
import { profileNamed } from '../../../src/main/engine/profiles/profiles';
import { fail } from '../../../src/main/engine/errors';
import { viewItems } from '../../../src/main/engine/profiles/view-items';
import { siteKnowledge } from '../../../src/main/engine/profiles/site-knowledge';
import { testFormat } from '../../fixtures/object-format';
import type { Change } from '../../../src/shared/domain/change';
import { commitAll, git, makeRepository, writeFiles, type Files } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';

const revision = 'src/Web/umbraco/Deploy/Revision';
const template = (number: number, alias: string, name: string): Files => {
  const id = String(number).padStart(32, '0');
  return {
    [`${revision}/template__${id}.uda`]: JSON.stringify({
      Udi: `umb://template/${id}`,
      Name: name,
      Alias: alias,
    }),
  };
};
const before: Files = {
  ...template(1, 'blogPost', 'Blog post'),
  ...template(2, 'home', 'Home'),
  'src/Web/Views/blogPost.cshtml': '<p>1</p>\n',
  'src/Web/Views/home.cshtml': '<p>1</p>\n',
  'src/Web/Views/Partials/home.cshtml': '<p>1</p>\n',
  'src/Web/Views/noTemplate.cshtml': '<p>1</p>\n',
  'Views/home.cshtml': '<p>1</p>\n',
};

/** The rows of an edit of the site above. */
function rowsOf(edit: Files): Change[] {
  const folder = makeRepository(tempFolder(), before);
  const from = git(folder, 'rev-parse', 'HEAD^{tree}');
  writeFiles(folder, edit);
  commitAll(folder, 'edit');
  const tree = git(folder, 'rev-parse', 'HEAD^{tree}');
  const store = openDiskStore(`${folder}/.git/objects`, testFormat);
  const rows = buildRows(diffTrees(store, from, tree), {
    store,
    site: siteKnowledge(profileNamed('umbraco')),
    tree,
    touched: new Map(),
    uncommitted: new Map(),
    renames: new Map(),
  });
  store.close();
  return rows;
}

const told = (rows: readonly Change[]): unknown =>
  rows.map(({ path, kind, group, item, also }) => [
    path,
    kind,
    group,
    item ? `${item.kind} ${item.name}` : null,
    also,
  ]);

it('calls a view that changed alone by its template', () => {
  const rows = rowsOf({ 'src/Web/Views/blogPost.cshtml': '<p>2</p>\n' });
  expect(told(rows)).toEqual([
    ['src/Web/Views/blogPost.cshtml', 'modified', 'items', 'Template Blog post', []],
  ]);
});

it('makes one row of a template and its view that changed both', () => {
  const rows = rowsOf({ ...template(2, 'home', 'Front page'), 'src/Web/Views/home.cshtml': '<p>2</p>\n' });
  const [path] = Object.keys(template(2, '', ''));
  expect(told(rows)).toEqual([
    [path, 'modified', 'items', 'Template Front page', ['src/Web/Views/home.cshtml']],
  ]);
});

it('leaves other views, and a view that goes while its template stays, what they are', () => {
  const rows = rowsOf({
    'src/Web/Views/home.cshtml': null,
    'src/Web/Views/Partials/home.cshtml': '<p>2</p>\n',
    'src/Web/Views/noTemplate.cshtml': '<p>2</p>\n',
    'Views/home.cshtml': '<p>2</p>\n',
  });
  expect(told(rows)).toEqual([
    ['Views/home.cshtml', 'modified', 'views', null, []],
    ['src/Web/Views/Partials/home.cshtml', 'modified', 'views', null, []],
    ['src/Web/Views/home.cshtml', 'deleted', 'views', null, []],
    ['src/Web/Views/noTemplate.cshtml', 'modified', 'views', null, []],
  ]);
});

it('is not stopped by a damaged artifact that takes no part', () => {
  const folders = ['', 'umbraco', 'umbraco/Deploy', 'umbraco/Deploy/Revision'];
  const next = ['umbraco', 'Deploy', 'Revision', 'template__1.uda'];
  const site = {
    list: (folder: string) => [
      { name: next[folders.indexOf(folder)] ?? '', isFolder: folder !== folders.at(-1) },
    ],
    read: (path: string) => fail('object-damaged', { id: '1', path, reason: 'short' }),
  };
  expect(viewItems(site, ['Views/home.cshtml']).size).toBe(0);
  const broken = {
    ...site,
    read: (): never => {
      throw new TypeError('a bug');
    },
  };
  expect(() => viewItems(broken, ['Views/home.cshtml'])).toThrow('a bug');
  expect(viewItems(broken, ['css/home.css']).size).toBe(0);
});
