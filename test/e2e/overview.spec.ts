import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './app';
import { card, goTo, sampleOf, writeInto } from './screens';

test.use({ args: ['--sample'] });

test('says what is where, and what can move', async ({ app }) => {
  const { page } = app;
  await expect(card(page, 'Dev')).toContainText('7 changes');
  await expect(card(page, 'Dev')).toContainText('since Staging got its last ones');
  await expect(card(page, 'Dev')).toContainText('Blog post');
  await expect(card(page, 'Dev')).toContainText('Folder on this computer');
  await expect(card(page, 'Dev')).toContainText('Lacks 1 change from Live');
  await expect(card(page, 'Live')).toContainText('Up to date');
  await expect(page.getByRole('img', { name: '7 changes can move from Dev to Staging' })).toBeVisible();
});

test('shows what is saved in a folder, without a reload', async ({ app }) => {
  const { page } = app;
  const { dev } = await sampleOf(app);
  await expect(card(page, 'Dev')).toContainText('7 changes');
  await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  writeInto(dev, 'wwwroot/css/winter.css', 'body { color: navy; }\n');
  await expect(card(page, 'Dev')).toContainText('8 changes', { timeout: 10_000 });
  await expect(page.getByRole('navigation').getByRole('button', { name: /^Changes/ })).toContainText('8');
  rmSync(join(dev, 'wwwroot/css/winter.css'));
  await expect(card(page, 'Dev')).toContainText('7 changes', { timeout: 10_000 });
  expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
});

test('the bringing over of what Live has opens its own plan', async ({ app }) => {
  const { page } = app;
  await card(page, 'Dev')
    .getByRole('button', { name: /^Bring it over/ })
    .click();
  await expect(page.getByText('Bring changes from Live over to Dev')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card(page, 'Dev')).toBeVisible();
});

test('an environment is added as flexible, and hangs on its lane', async ({ app, folder }) => {
  const { page } = app;
  const { dev } = await sampleOf(app);
  const { execFileSync } = await import('node:child_process');
  const copy = join(folder, 'redesign');
  execFileSync('git', ['clone', '-q', dev, copy]);
  await page.getByRole('button', { name: 'Add an environment' }).click();
  await page.getByLabel('Folder', { exact: true }).fill(copy);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: `Folders in ${copy}` })).toBeVisible();
  await page.getByRole('button', { name: 'Look in this folder' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Redesign');
  await page.getByLabel('Role').selectOption('flexible');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(card(page, 'Redesign')).toContainText('Flexible');
  await goTo(page, 'Redesign');
  await expect(page.getByRole('heading', { level: 1, name: 'Redesign' })).toBeVisible();
});

test('a lost connection is said, and nothing is taken away', async ({ app }) => {
  const { page } = app;
  await expect(card(page, 'Dev')).toContainText('7 changes');
  await app.close();
  await expect(page.getByText('The connection to Laneway is lost.')).toBeVisible();
  await expect(card(page, 'Dev')).toContainText('7 changes');
});
