import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { DatabaseRows } from '../../../src/main/engine/databases/database';
import type { DeletionDecision } from '../../../src/shared/domain/deletion';
import { commitAll, git, writeFiles } from '../../fixtures/git-oracle';
import {
  landing,
  landingPath,
  makeItemSite,
  news,
  newsPath,
  page,
  textType,
  typeFiles,
  udiAt,
  type ItemSite,
} from '../../fixtures/item-site';
import { refused } from '../../fixtures/pair';
import { ended } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('deletions');
let site: ItemSite;
let count = 0;
const start = async (): Promise<ItemSite> => (site = await makeItemSite(join(top, String(count++))));
afterEach(() => site.close());

/** What a database holds, without the marks of what was done to it. */
const held = ({ items, content }: Pick<DatabaseRows, 'items' | 'content'>): unknown => ({
  items: Object.fromEntries(items),
  content: Object.fromEntries(content),
});

async function decide(name: string, udi: string, confirm = ''): Promise<DeletionDecision | null> {
  const ids = { projectId: site.project.id, environmentId: site.id(name), udi };
  const { seen } = await site.call('deletion.impact', ids);
  return (await site.call('deletion.decide', { ...ids, seen, confirm })).decision;
}

/** Deletes a type on Dev, with its file, and commits that. */
function deleteOnDev(path: string): void {
  writeFiles(site.dev, { [path]: null });
  commitAll(site.dev, `Delete ${path}`);
}

describe('a deletion that was deployed', () => {
  test('stays in the database of the target, is said in the plan, and waits in the review', async () => {
    const { addContent, rows, plan, deploy } = await start();
    addContent('Staging', page(1, news), page(2, news, { published: null }));
    rows('Live');
    rows('Dev');
    deleteOnDev(newsPath);
    const planned = await plan('Dev', 'Staging');
    expect(planned.removals).toHaveLength(1);
    expect(planned.removals[0]?.leftover).toMatchObject({
      entry: 'stays',
      act: 'delete',
      confirm: true,
      content: { deleted: 2, published: 1 },
    });
    await deploy('Dev', 'Staging');
    expect(rows('Staging').items.get(news)).toMatchObject({ withoutFile: true });
    expect(rows('Staging').content.size).toBe(2);

    const matrix = await site.matrix();
    expect(matrix.rows.map(({ udi }) => udi)).toEqual([news]);
    const [row] = matrix.rows;
    expect(row?.state).toBe('decide');
    expect(row?.item).toMatchObject({ kind: 'Document Type', name: 'News' });
    expect(row?.cells.map((cell) => [cell?.file, cell?.row, cell?.content, cell?.act])).toEqual([
      // Nobody told the databases of Dev and Live of any page, which is not the same as no pages.
      [false, 'without-file', null, 'delete'],
      [false, 'without-file', 2, 'delete'],
      [true, 'yes', null, 'file-there'],
    ]);
    expect(row?.cells[1]?.deleted?.by?.name).toBe('Ana');
  });

  test('plain files and content: the file goes, content never', async () => {
    const { plan } = await start();
    writeFiles(site.dev, { 'css/site.css': null });
    commitAll(site.dev, 'no style');
    const { removals } = await plan('Dev', 'Staging');
    expect(removals.map(({ path, leftover }) => [path, leftover])).toEqual([['css/site.css', null]]);
  });

  test('is finished there by a decision of its own, and taken back exactly', async () => {
    const { addContent, rows, deploy, cell, call, project } = await start();
    addContent('Staging', page(1, news), page(2, textType, { parent: page(1, news).udi }), page(3, news));
    const others = { Dev: held(rows('Dev')), Live: held(rows('Live')) };
    deleteOnDev(newsPath);
    await deploy('Dev', 'Staging');
    const before = held(rows('Staging'));
    const dev = held(rows('Dev'));

    expect((await refused(decide('Staging', news))).code).toBe('deletion-unconfirmed');
    expect((await refused(decide('Staging', news, 'Live'))).code).toBe('deletion-unconfirmed');
    expect(held(rows('Staging'))).toEqual(before);

    const decision = await decide('Staging', news, 'Staging');
    expect(decision).toMatchObject({ deletedContent: 3, state: 'done', kind: 'delete' });
    expect(rows('Staging').items.has(news)).toBe(false);
    expect(rows('Staging').content.size).toBe(0);
    expect(await cell(news, 'Staging')).toMatchObject({ row: 'no', act: 'gone' });
    // No decision travels.
    expect(held(rows('Dev'))).toEqual(dev);
    expect(held(rows('Live'))).toEqual(others.Live);
    expect((await decide('Staging', news, 'Staging')) === null).toBe(true);

    const { records } = await call('activity.list', { projectId: project.id });
    expect(records[0]).toMatchObject({ kind: 'deletion', id: decision?.id, outcome: 'succeeded' });
    const undone = await call('deletion.undo', { projectId: project.id, id: decision?.id ?? '' });
    expect(undone.notes).toEqual([]);
    expect(held(rows('Staging'))).toEqual(before);
    const again = call('deletion.undo', { projectId: project.id, id: decision?.id ?? '' });
    expect((await refused(again)).code).toBe('deletion-not-undoable');
  });

  test('can be decided with the plan, and runs after its changes', async () => {
    const { addContent, rows, plan, call, project, id } = await start();
    addContent('Staging', page(1, news));
    rows('Live');
    deleteOnDev(newsPath);
    const { hash } = await plan('Dev', 'Staging');
    const ends = { projectId: project.id, from: id('Dev'), to: id('Staging'), message: 'go', planHash: hash };
    const without = call('deploy.start', { ...ends, decisions: [{ udi: news, kind: 'delete' }] });
    expect((await refused(without)).code).toBe('deletion-unconfirmed');
    const { runId } = await call('deploy.start', {
      ...ends,
      decisions: [{ udi: news, kind: 'delete', confirm: 'Staging' }],
    });
    expect((await ended(() => call('run.get', { runId }))).outcome).toBe('succeeded');
    expect(rows('Staging').items.has(news)).toBe(false);
    expect(rows('Staging').content.size).toBe(0);
    const { decisions } = await call('deletion.list', { projectId: project.id });
    expect(decisions).toMatchObject([{ run: runId, environment: 'Staging', udi: news, deletedContent: 1 }]);
    await call('deletion.undo', { projectId: project.id, id: decisions[0]?.id ?? '' });
    expect(rows('Staging').items.get(news)).toMatchObject({ withoutFile: true });
    expect(rows('Staging').content.size).toBe(1);
  });
});

describe('delete on an environment', () => {
  test('is refused where the file is still there, and the way is said', async () => {
    const { rows } = await start();
    rows('Staging');
    const answer = await refused(decide('Staging', news));
    expect(answer.code).toBe('deletion-file-there');
    expect(answer.message).toContain('Delete it on Dev and deploy; then finish here');
    expect(rows('Staging').items.has(news)).toBe(true);
  });

  test('takes file, view and entry where people work, as a change that is deployed like any other', async () => {
    const { rows, plan, call, project, addContent } = await start();
    addContent('Dev', page(1, news, { draft: { template: landing, filled: [] }, published: null }));
    const before = held(rows('Dev'));
    const view = join(site.dev, 'Views/landing.cshtml');
    const artifact = readFileSync(join(site.dev, landingPath));
    const decision = await decide('Dev', landing, 'Dev');
    expect(decision?.files).toEqual([landingPath, 'Views/landing.cshtml']);
    expect(existsSync(join(site.dev, landingPath)) || existsSync(view)).toBe(false);
    expect(rows('Dev').content.get(page(1, news).udi)?.draft.template).toBeNull();
    expect(git(site.dev, 'status', '--porcelain').split('\n')).toHaveLength(2);
    expect((await plan('Dev', 'Staging')).removals.map(({ path, also }) => [path, ...also])).toEqual([
      [landingPath, 'Views/landing.cshtml'],
    ]);
    await call('deletion.undo', { projectId: project.id, id: decision?.id ?? '' });
    expect(readFileSync(join(site.dev, landingPath))).toEqual(artifact);
    expect(git(site.dev, 'status', '--porcelain')).toBe('');
    expect(held(rows('Dev'))).toEqual(before);
  });

  test('is refused when the row or the content is not as it was seen', async () => {
    const { addContent, deploy, call, project, id, rows } = await start();
    rows('Staging');
    deleteOnDev(newsPath);
    await deploy('Dev', 'Staging');
    const ids = { projectId: project.id, environmentId: id('Staging'), udi: news };
    const { seen } = await call('deletion.impact', ids);
    addContent('Staging', page(7, news));
    const answer = await refused(call('deletion.decide', { ...ids, seen, confirm: 'Staging' }));
    expect(answer.code).toBe('deletion-stale');
    expect(rows('Staging').items.has(news)).toBe(true);
  });

  test('is refused where another item is made of it', async () => {
    const { rows } = await start();
    const before = held(rows('Dev'));
    const answer = await refused(decide('Dev', textType, 'Dev'));
    expect(answer.code).toBe('deletion-needed-by');
    expect(answer.message).toMatch(/News|Page/);
    expect(held(rows('Dev'))).toEqual(before);
    expect(git(site.dev, 'status', '--porcelain')).toBe('');
  });

  test('stays true when something else is saved before the deletion is', async () => {
    const { rows, call, project } = await start();
    await call('overview.get', { projectId: project.id, watch: false });
    await decide('Dev', news);
    writeFiles(site.dev, { 'css/site.css': 'body { color: red; }\n' });
    git(site.dev, 'commit', '-q', '-m', 'only the style', 'css/site.css');
    await call('overview.get', { projectId: project.id, watch: false });
    expect(rows('Dev').items.has(news)).toBe(false);
    commitAll(site.dev, 'the deletion, too');
    await call('overview.get', { projectId: project.id, watch: false });
    expect(rows('Dev').items.has(news)).toBe(false);
    writeFiles(site.dev, typeFiles('news', 'News again'));
    commitAll(site.dev, 'made again');
    await call('overview.get', { projectId: project.id, watch: false });
    expect(rows('Dev').items.get(news)?.name).toBe('News again');
  });

  test('a key that was taken meanwhile is named, and nothing is put back by half', async () => {
    const { addContent, deploy, rows, call, project } = await start();
    addContent('Staging', page(1, news));
    deleteOnDev(newsPath);
    await deploy('Dev', 'Staging');
    const decision = await decide('Staging', news, 'Staging');
    const other = Object.fromEntries(
      Object.entries(typeFiles('news', 'Newer news')).map(([path, text]) => [
        path.replace(/__./, '__e'),
        String(text).replaceAll(news, news.replace(/\/(.)(.{31})$/, '/e$2')),
      ]),
    );
    writeFiles(site.dev, other);
    commitAll(site.dev, 'another one');
    await deploy('Dev', 'Staging');
    const before = held(rows('Staging'));
    const answer = await refused(call('deletion.undo', { projectId: project.id, id: decision?.id ?? '' }));
    expect(answer.code).toBe('deletion-undo-hindered');
    expect(answer.message).toContain('Newer news');
    expect(held(rows('Staging'))).toEqual(before);
    const [list] = (await call('deletion.list', { projectId: project.id })).decisions;
    expect(list?.state).toBe('done');
  });
});

describe('keep on an environment', () => {
  test('ends the reminder with its reason, and can be taken back', async () => {
    const { deploy, rows, call, project, id, row, matrix } = await start();
    rows('Staging');
    rows('Live');
    deleteOnDev(newsPath);
    await deploy('Dev', 'Staging');
    await decide('Dev', news);
    expect((await matrix()).open).toBe(1);
    const { decision } = await call('deletion.keep', {
      projectId: project.id,
      environmentId: id('Staging'),
      udi: news,
      why: 'Old articles stay readable',
    });
    expect((await row(news))?.state).toBe('on-its-way');
    expect((await matrix()).open).toBe(0);
    await call('deletion.undo', { projectId: project.id, id: decision?.id ?? '' });
    expect((await matrix()).open).toBe(1);
  });
});

test('an item is fully deleted only when no database has it and no file remains anywhere', async () => {
  const { deploy, rows, row, settled } = await start();
  for (const name of ['Dev', 'Staging', 'Live']) rows(name);
  deleteOnDev(newsPath);
  await deploy('Dev', 'Staging');
  await decide('Staging', news);
  expect((await row(news))?.state).toBe('decide');
  await deploy('Staging', 'Live');
  await settled();
  await decide('Live', news, 'Live');
  expect((await row(news))?.state).toBe('decide');
  await decide('Dev', news);
  const gone = await row(news);
  expect(gone?.state).toBe('gone');
  expect(gone?.item.name).toBe('News');
  expect(udiAt(newsPath)).toBe(news);
});
