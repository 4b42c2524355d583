import { describe, expect, test } from 'vitest';
import { addContent, removeContent, updateContent } from '../../../src/main/engine/databases/content-edits';
import type { DatabaseRows } from '../../../src/main/engine/databases/database';
import { rowOfArtifact } from '../../../src/main/engine/databases/artifact-row';
import { pageType, templateWithView, textDataType, udiFor } from '../../fixtures/artifact-files';

const files = {
  ...textDataType(),
  ...pageType('base', { properties: ['seo'] }),
  ...pageType('post', { name: 'Blog post', properties: ['title'], compositions: ['base'], template: 'post' }),
  ...templateWithView('post'),
};
const start: DatabaseRows = {
  items: new Map(
    Object.entries(files).flatMap(([path, text]) => {
      const made = rowOfArtifact({ path, id: 'x', bytes: Buffer.from(text), hasView: () => true, now: 0 });
      return typeof made === 'string' ? [] : [[made.row.udi, made.row] as const];
    }),
  ),
  content: new Map(),
  extracted: null,
  applied: [],
};

describe('content that a person tells of', () => {
  test('is made of a type by its name, with the template, fields and address that follow', () => {
    const top = addContent(start, { type: 'blog POST', name: 'Home' }, 5);
    const { node, rows } = addContent(
      top.rows,
      { type: 'post', name: 'Snø & is', parent: 'home', filled: ['SEO'], published: false },
      6,
    );
    expect(top.node).toMatchObject({
      address: '/',
      parent: null,
      updated: 5,
      draft: { template: udiFor('template', 'post') },
    });
    expect(top.node.draft.filled.length).toBe(2);
    expect(top.node.published).toEqual(top.node.draft);
    expect(node).toMatchObject({
      path: ['Home'],
      address: '/snø-is/',
      published: null,
      parent: top.node.udi,
    });
    expect(node.draft.filled.length).toBe(1);
    expect(rows.content.size).toBe(2);
    expect(start.content.size).toBe(0);
  });

  test('takes its name to all below, and takes all below away with it', () => {
    const a = addContent(start, { type: 'post', name: 'Home' }, 0);
    const b = addContent(a.rows, { type: 'post', name: 'Old', parent: a.node.udi }, 0);
    const c = addContent(b.rows, { type: 'post', name: 'Leaf', parent: b.node.udi }, 0);
    const renamed = updateContent(c.rows, { udi: b.node.udi, name: 'New' }, 1).rows;
    expect(renamed.content.get(c.node.udi)).toMatchObject({ path: ['Home', 'New'], address: '/new/leaf/' });
    const hidden = updateContent(
      renamed,
      { udi: b.node.udi, published: false, trashed: true, filled: [] },
      1,
    ).node;
    expect(hidden).toMatchObject({ published: null, trashed: true, draft: { filled: [] } });
    const { removed, rows } = removeContent(renamed, 'new');
    expect(removed.map(({ name }) => name)).toEqual(['New', 'Leaf']);
    expect([...rows.content.values()].map(({ name }) => name)).toEqual(['Home']);
  });

  test.each([
    [{ type: 'nothing', name: 'x' }, /no item "nothing"/],
    [{ type: udiFor('template', 'post'), name: 'x' }, /nothing is made of post/],
    [{ type: 'post', name: 'x', parent: 'nobody' }, /no page or media item "nobody"/],
    [{ type: 'post', name: 'x', filled: ['body'] }, /no property "body"/],
    [{ type: 'post', name: 'x', template: 'umb://template/x' }, /no item/],
  ])('is refused where it cannot be: %j', (wanted, says) => {
    expect(() => addContent(start, wanted, 0)).toThrow(says);
  });
});
