import { readFileSync } from 'node:fs';
import { expect, test } from './app';
import { deploy, goTo, introduce, openPlan } from './screens';

test.use({ args: ['--sample'] });

test('every run is kept as a sentence, found again, and exported', async ({ app }) => {
  const { page } = app;
  await introduce(app);
  await goTo(page, 'Activity');
  await expect(page.getByText('Nothing has happened yet')).toBeVisible();
  await goTo(page, 'Overview');
  await openPlan(page, 'Staging');
  await page.getByLabel('Message (optional)').fill('Summer campaign');
  await deploy(page);

  await goTo(page, 'Activity');
  const list = page.getByRole('grid', { name: 'Runs' });
  await expect(list).toContainText('7 changes from Dev to Staging by Ana');
  await page.getByRole('radio', { name: 'Stopped' }).check();
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show everything' }).click();
  await page.getByRole('searchbox').fill('summer');
  await list.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: '7 changes arrived on Staging.' })).toBeVisible();
  const [text] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as text' }).click(),
  ]);
  expect(readFileSync(await text.path(), 'utf8')).toContain('Removed: News archive (Document Type)');
  const [json] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as JSON' }).click(),
  ]);
  expect(JSON.parse(readFileSync(await json.path(), 'utf8'))).toMatchObject({
    record: { outcome: 'succeeded' },
  });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
});
