import { renameSync } from 'node:fs';
import { expect, test } from './app';
import { card, goTo, sampleOf } from './screens';

test.use({ args: ['--sample'] });

test('a folder that went away is missed, and found again where it is now', async ({ app }) => {
  const { page } = app;
  const { staging } = await sampleOf(app);
  renameSync(staging, `${staging}-moved`);
  await expect(card(page, 'Staging')).toContainText('Folder not found', { timeout: 20_000 });
  await card(page, 'Staging').getByRole('button', { name: 'Where is it?' }).click();
  await page.getByRole('button', { name: 'Where is it?' }).click();
  await page.getByLabel('Folder', { exact: true }).fill(`${staging}-moved`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: `Folders in ${staging}-moved` })).toBeVisible();
  await page.getByRole('button', { name: 'Use this folder' }).click();
  await expect(page.getByText(`${staging}-moved`, { exact: true })).toBeVisible();
  await goTo(page, 'Overview');
  await expect(card(page, 'Staging')).toContainText('2 changes');
});

test('is renamed, moved among the lanes and detached; the folder is not touched', async ({ app }) => {
  const { page } = app;
  const { live } = await sampleOf(app);
  await goTo(page, 'Live');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.getByRole('dialog').getByLabel('Name').fill('Public');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Public' })).toBeVisible();
  await page.getByRole('button', { name: 'Detach from this site' }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Detach from this site' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Detach' }).click();
  await expect(page.getByRole('article')).toHaveCount(3);
  const { existsSync } = await import('node:fs');
  expect(existsSync(live)).toBe(true);
});
