import { join } from 'node:path';
import { expect, test } from './app';
import { goTo, makeClones } from './screens';

test.use({ args: ['--sample'] });

test('name and look are kept', async ({ app }) => {
  const { page } = app;
  await goTo(page, 'Settings');
  await page.getByLabel('Name', { exact: true }).fill('Eva');
  await page.getByLabel('E-mail').fill('eva@example.org');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect
    .poll(async () => app.call('settings.get', {}))
    .toMatchObject({ name: 'Eva', email: 'eva@example.org', theme: 'dark' });
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('heading', { level: 1, name: 'Nordlys Travel' })).toBeVisible();
});

test('how long a site is waited for is kept, in minutes', async ({ app }) => {
  const { page } = app;
  await goTo(page, 'Settings');
  const minutes = page.getByLabel('Minutes to wait for a site that reads its files');
  await expect(minutes).toHaveValue('5');
  await minutes.fill('soon');
  await minutes.blur();
  const problem = page.getByRole('main').getByRole('alert');
  await expect(problem).toContainText('A number of minutes from 0 to 1440.');
  await minutes.fill('1,5');
  await minutes.blur();
  await expect.poll(async () => app.call('settings.get', {})).toMatchObject({ siteWaitSeconds: 90 });
  await expect(problem).toHaveCount(0);
});

test('sites are renamed, put in order and removed', async ({ app, folder }) => {
  const { page } = app;
  const [dev, live] = makeClones(join(folder, 'sites'), ['dev', 'live']);
  await app.call('project.create', {
    name: 'Second',
    environments: [
      { name: 'Dev', path: dev ?? '', role: 'development' },
      { name: 'Live', path: live ?? '', role: 'production' },
    ],
  });
  await goTo(page, 'Settings');
  const sites = page.getByRole('region', { name: 'Sites' }).getByRole('listitem');
  await expect(sites).toHaveCount(2);
  await sites
    .nth(1)
    .getByRole('button', { name: /^Rename/ })
    .click();
  await page.getByRole('dialog').getByLabel('Name').fill('Kontorhuset');
  await page.keyboard.press('Enter');
  await expect(sites.nth(1)).toContainText('Kontorhuset');
  await page.getByRole('button', { name: 'Move Kontorhuset up' }).click();
  await expect(sites.nth(0)).toContainText('Kontorhuset');
  await page.getByRole('button', { name: 'Remove Kontorhuset' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(sites).toHaveCount(1);
});
