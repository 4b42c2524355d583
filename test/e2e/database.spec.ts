import { join } from 'node:path';
import { makeSiteDatabase } from '../fixtures/site-database';
import { expect, test } from './app';
import { card, deploy, goTo, introduce, openPlan } from './screens';

test.use({ args: ['--sample'] });

test('the database of an environment lists its items and content, and content can be told of', async ({
  app,
}) => {
  const { page } = app;
  await goTo(page, 'Live');
  await page.getByRole('button', { name: 'Database' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Database of Live' })).toBeVisible();
  await expect(page.getByText(/^Live: \d+ items, 18 pages,? and 3 media items\.$/)).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search by name' }).fill('blog post');
  await expect(page.getByRole('grid').getByText('used by 6 pages').first()).toBeVisible();

  await page.getByRole('button', { name: 'Add a page or media item' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await dialog.getByLabel('Made of').selectOption({ label: 'Blog post' });
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog.getByRole('alert')).toContainText('A name is needed.');
  await dialog.getByLabel('Name').fill('Midnight sun');
  await dialog.getByLabel('Below').fill('nowhere');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog).toContainText('There is no page or media item "nowhere"');
  await dialog.getByLabel('Below').fill('blog');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('grid').getByText('used by 7 pages').first()).toBeVisible();

  await page.getByRole('searchbox', { name: 'Search by name' }).fill('midnight');
  await page.getByRole('grid').getByText('Midnight sun').click();
  await page.getByRole('dialog').getByLabel('Name').fill('Polar night');
  await page.getByRole('dialog').getByLabel('Visitors can see it').uncheck();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Search by name' }).fill('polar');
  await expect(page.getByRole('grid').getByText('not published')).toBeVisible();
  await page.getByRole('grid').getByText('Polar night').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
  await expect(page.getByText('Nothing is called like that')).toBeVisible();
});

test('content is taken from the folder of a site', async ({ app, folder }) => {
  const { page } = app;
  makeSiteDatabase(join(folder, 'backup/umbraco/Data/Umbraco.sqlite.db'));
  await goTo(page, 'Live');
  await page.getByRole('button', { name: 'Database' }).click();
  await page.getByRole('button', { name: 'Take content from a site' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('The site itself is only read.');
  await dialog.getByRole('textbox').fill(join(folder, 'backup'));
  await page.keyboard.press('Enter');
  await expect(dialog.locator('p.path')).toHaveText(join(folder, 'backup'));
  await dialog.getByRole('button', { name: 'Take its content' }).click();
  await expect(page.getByText(/came into the database of Live; what was there before/).first()).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search by name' }).fill('a page that is nowhere');
  await expect(page.getByText('Nothing is called like that')).toBeVisible();
});

test('what a deployment deletes stays in the database, marked, and the files can be read again', async ({
  app,
}) => {
  const { page } = app;
  await introduce(app);
  await expect(card(page, 'Dev')).toContainText('7 changes');
  await openPlan(page, 'Staging');
  await deploy(page);
  await goTo(page, 'Staging');
  await page.getByRole('button', { name: 'Database' }).click();
  await page.getByLabel('Show').selectOption({ value: 'without-file' });
  await expect(page.getByRole('grid').getByText('News archive')).toBeVisible();
  await expect(page.getByRole('grid').getByText(/^without file since/)).toBeVisible();
  await page.getByRole('button', { name: 'Read the files again' }).click();
  await expect(
    page.getByText(/^The database of Staging has \d+ items\. Nothing had to be changed\.$/).first(),
  ).toBeVisible();
});
