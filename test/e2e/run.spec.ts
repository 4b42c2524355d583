import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './app';
import { card, deploy, introduce, openPlan, sampleOf } from './screens';

test.use({ args: ['--sample'] });

test('the way to Live: receipt, next step, and Dev gets the same state back', async ({ app }) => {
  const { page } = app;
  await introduce(app);
  await openPlan(page, 'Staging');
  await page.getByLabel('Message (optional)').fill('Summer campaign');
  await deploy(page);
  await expect(page.getByText('“Summer campaign”')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Went away on Staging' })).toBeVisible();
  await page.getByRole('button', { name: 'Go on: Staging to Live' }).click();
  await expect(page.getByRole('heading', { name: 'Comes back to Staging first' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Afterwards' })).toBeVisible();
  await deploy(page);
  await expect(page.getByText('Your hosting takes it from there.')).toBeVisible();
  await expect(page.getByText('Dev has the same state again.')).toBeVisible({ timeout: 20_000 });
  await page.getByText(/^Log/).click();
  await expect(page.getByRole('region', { name: 'Log' })).toBeVisible();
  await page.getByRole('button', { name: 'Back to the overview' }).click();
  for (const name of ['Dev', 'Staging', 'Live']) await expect(card(page, name)).toContainText('Up to date');
  await expect(card(page, 'Staging').getByRole('button', { name: 'Deploy changes to Live' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('a run goes on when the page is left, can be watched, and can be stopped', async ({ app }) => {
  const { page } = app;
  await introduce(app);
  const { staging } = await sampleOf(app);
  // Another program works in Staging: the run waits for it before anything moves.
  const lock = join(staging, '.git/index.lock');
  writeFileSync(lock, '');
  await openPlan(page, 'Staging');
  await page.getByRole('button', { name: /^Deploy \d/ }).click();
  await expect(page.getByRole('list', { name: 'Steps' })).toBeVisible();
  await page.getByRole('button', { name: 'Back to the overview' }).click();
  await expect(card(page, 'Staging')).toContainText('Receiving');
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /Deploying Dev to Staging/ })
    .click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Nothing was changed on Staging.' })).toBeVisible({
    timeout: 20_000,
  });
  rmSync(lock);
  await page.getByRole('button', { name: 'Look again and deploy' }).click();
  await deploy(page);
});

test('a failure says first that nothing was changed, then why and what to do', async ({ app }) => {
  const { page } = app;
  await introduce(app);
  const { staging } = await sampleOf(app);
  writeFileSync(join(staging, '.git/index.lock'), '');
  await openPlan(page, 'Staging');
  await page.getByRole('button', { name: /^Deploy \d/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Nothing was changed on Staging.' })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText(/Another program.* is working here/).first()).toBeVisible();
  await expect(page.locator('[data-announcer="assertive"]')).toContainText('Nothing was changed on Staging.');
  await page.getByRole('button', { name: 'Back to the overview' }).click();
  await expect(card(page, 'Dev')).toContainText('Stopped, nothing changed');
  await card(page, 'Dev').getByRole('button', { name: 'See what to do' }).click();
  await expect(page.getByRole('button', { name: 'Look again and deploy' })).toBeVisible();
});
