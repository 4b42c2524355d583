import { join } from 'node:path';
import { expect, test } from './app';
import { card, makeClones } from './screens';

test('a first start offers the sample, and one key later it has been looked at', async ({ app }) => {
  const { page } = app;
  await expect(page.getByRole('button', { name: /^Try a sample site/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Laneway has looked at your site' })).toBeVisible();
  const lines = page.getByRole('main').getByRole('listitem');
  await expect(lines).toContainText([
    /4 environments: Dev, Staging, Live, Campaign/,
    /Dev 7 changes ahead/,
    /Staging/,
    /Live 1 change/,
    /0 things/,
  ]);
  await page.getByRole('button', { name: 'Go to the overview' }).click();
  await expect(card(page, 'Dev')).toContainText('7 changes');
});

test('folders become lanes: looked for, put right, set up', async ({ app, folder }) => {
  const sites = join(folder, 'sites');
  makeClones(sites, ['dev', 'live', 'preview']);
  const { page } = app;
  await page.getByRole('button', { name: /^Use folders I have/ }).click();
  await expect(page.getByRole('group', { name: /^Folders in/ })).toBeVisible();
  await page.getByLabel('Folder', { exact: true }).fill(sites);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /preview/ })).toBeVisible();
  await page.getByRole('button', { name: 'Add this folder' }).click();
  await page.getByRole('button', { name: 'Look in these folders' }).click();

  await expect(page.getByRole('heading', { name: 'Are these your environments?' })).toBeVisible();
  const names = page.getByLabel(/^Name of environment/);
  await expect(names).toHaveCount(3);
  const lane = async (name: string) => {
    const all = await names.evaluateAll((fields) =>
      fields.map((field) => (field as HTMLInputElement).value.toLowerCase()),
    );
    return page.getByRole('main').locator('ol > li').nth(all.indexOf(name));
  };
  await (await lane('dev')).getByLabel(/^Name of environment/).fill('Workshop');
  await (await lane('preview')).getByRole('checkbox').uncheck();
  await page.getByLabel('Name of the site').fill('');
  await expect(page.getByRole('button', { name: 'Set up this site' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await expect(page.getByText('Give the site a name.')).toBeVisible();
  await page.getByLabel('Name of the site').fill('My site');
  await page.getByRole('button', { name: 'Set up this site' }).click();
  await page.getByRole('button', { name: 'Go to the overview' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'My site' })).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(card(page, 'Workshop')).toContainText('Up to date');
});

test('a folder that is not there is said in words', async ({ app }) => {
  const { page } = app;
  await page.getByRole('button', { name: /^Use folders I have/ }).click();
  await page.getByLabel('Folder', { exact: true }).fill('/no/such/folder');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByText('The folder /no/such/folder is not there.')).toBeVisible();
});
