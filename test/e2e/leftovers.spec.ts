import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContentNode, ItemRow } from '../../src/shared/domain/database';
import { expect, test } from './app';
import { lookAt } from './looks';
import { card, deploy, goTo, introduce, openPlan, sampleOf } from './screens';

test.use({ args: ['--sample'] });

interface Document {
  items: ItemRow[];
  content: ContentNode[];
  generation: number;
}

/** The database of an environment's clone. */
function databaseOf(folder: string): { read(): Document; write(document: Document): void } {
  const homes = join(folder, '.git', 'laneway');
  const home = readdirSync(homes).find((name) => /^[0-9a-f-]{36}$/.test(name));
  if (home === undefined) throw new Error(`no environment in ${folder}`);
  const path = join(homes, home, 'database.json');
  return {
    read: () => JSON.parse(readFileSync(path, 'utf8')) as Document,
    write: (document) => writeFileSync(path, JSON.stringify(document)),
  };
}

const held = ({ items, content }: Document): unknown => ({
  items: items.map((row) => JSON.stringify(row)).sort(),
  content: content.map((node) => JSON.stringify(node)).sort(),
});

/** Two pages of the type that the sample deletes on Dev, on Staging only. */
function addPages(folder: string): void {
  const database = databaseOf(folder);
  const document = database.read();
  const type = document.items.find(({ name }) => name === 'News archive')?.udi;
  if (type === undefined) throw new Error('no news archive');
  const page = (key: number, parent: string | null): ContentNode => ({
    udi: `umb://document/${String(key).padStart(32, '0')}`,
    kind: 'document',
    type,
    name: `News of 202${key}`,
    parent,
    path: parent === null ? [] : ['News of 2021'],
    address: `/news-202${key}/`,
    cultures: [],
    draft: { template: null, filled: [] },
    published: { template: null, filled: [] },
    trashed: false,
    updated: null,
  });
  const first = page(1, null);
  document.content.push(first, page(2, first.udi));
  database.write(document);
}

test('a deletion is finished on Staging, with its pages, and taken back exactly', async ({ app }, info) => {
  test.setTimeout(120_000);
  const { page } = app;
  await introduce(app);
  const { staging } = await sampleOf(app);
  await expect(card(page, 'Dev')).toContainText('7 changes');
  addPages(staging);
  await openPlan(page, 'Staging');
  const heading = page.getByRole('heading', { name: 'Deletions that are not finished there' });
  await expect(heading).toBeVisible();
  await expect(page.getByText('3 pages use it and stay.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Keep it for now' })).toBeChecked();
  // The other choice needs the name of the environment.
  await page.getByRole('radio', { name: 'Also delete it there, with 3 pages' }).check();
  await expect(page.getByRole('button', { name: 'Deploy 7 changes' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await info.attach('plan', { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' });
  await page.getByRole('radio', { name: 'Keep it for now' }).check();
  await deploy(page);
  await expect(page.getByRole('heading', { name: 'Stays on Staging, and is on your list' })).toBeVisible();
  await info.attach('receipt', { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' });
  const before = held(databaseOf(staging).read());
  const contentBefore = databaseOf(staging).read().content.length;

  await goTo(page, 'Leftovers');
  await page.getByRole('grid', { name: 'Items by environments' }).getByText('News archive').click();
  await page.getByRole('button', { name: 'Delete on Staging…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(
    dialog.getByText('3 pages or files go with it, 2 of them are on the public site.'),
  ).toBeVisible();
  await expect(dialog.getByText('News of 2022')).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete on Staging' }).click();
  await expect(dialog.getByRole('alert')).toContainText('This is not the name of the environment');
  await dialog.getByLabel('Type Staging').fill('Staging');
  await info.attach('dialog', { body: await page.screenshot(), contentType: 'image/png' });
  await dialog.getByRole('button', { name: 'Delete on Staging' }).click();
  await expect(dialog).toBeHidden();
  const after = databaseOf(staging).read();
  expect(after.content.filter(({ name }) => /^News of 202|^News archive/.test(name))).toEqual([]);
  expect(after.content.length).toBe(contentBefore - 3);
  expect(after.items.some(({ name }) => name === 'News archive')).toBe(false);

  await goTo(page, 'Activity');
  await page.getByRole('grid').getByText('Document Type News archive on Staging').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Document Type News archive was deleted on Staging.',
  );
  await info.attach('record', { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' });
  await page.getByRole('button', { name: 'Take the decision for Staging back' }).click();
  await expect(page.getByRole('button', { name: 'Take the decision for Staging back' })).toBeHidden();
  expect(held(databaseOf(staging).read())).toEqual(before);
});

test('leftovers fit their window, by keyboard and without findings', async ({ app }, info) => {
  test.setTimeout(240_000);
  const { page } = app;
  await introduce(app);
  const { staging } = await sampleOf(app);
  await expect(card(page, 'Dev')).toContainText('7 changes');
  addPages(staging);
  await openPlan(page, 'Staging');
  await deploy(page);
  const found: string[] = [];
  const shot = async (screen: string): Promise<void> => {
    found.push(...(await lookAt(page, info, screen)));
  };
  await goTo(page, 'Leftovers');
  await expect(page.getByRole('grid')).toBeVisible();
  // By keyboard: the list, then what can be done in the pane.
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Delete on Staging…' })).toBeVisible();
  await shot('item');
  await page.getByRole('button', { name: 'Delete on Staging…' }).click();
  await expect(page.getByRole('dialog').getByLabel('Type Staging')).toBeFocused();
  await shot('delete');
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Pages and media' }).check();
  await expect(page.getByText('Pages and media are not carried by a deployment.')).toBeVisible();
  await expect(page.getByRole('grid').getByText('News of 2021').first()).toBeVisible();
  await shot('content');
  expect(found).toEqual([]);
});
