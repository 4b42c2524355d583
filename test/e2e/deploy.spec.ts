import { execFileSync } from 'node:child_process';
import { expect, test } from './app';
import { card, deploy, introduce, openPlan, sampleOf, writeInto } from './screens';

test.use({ args: ['--sample'] });

test('the first deployment, by keyboard alone', async ({ app }) => {
  const { page } = app;
  await expect(card(page, 'Dev')).toContainText('7 changes');
  const tabTo = async (name: RegExp) => {
    for (let press = 0; press < 60; press++) {
      await page.keyboard.press('Tab');
      const said = await page.evaluate(() => document.activeElement?.textContent.trim() ?? '');
      if (name.test(said)) return;
    }
    throw new Error(`${String(name)} was not reached by Tab`);
  };
  await tabTo(/^Deploy changes to Staging$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '7 changes arrive on Staging' })).toBeFocused();
  await expect(page.getByText('1 thing goes away on Staging, because it was deleted on Dev.')).toBeVisible();
  await tabTo(/^Deploy 7 changes$/);
  await page.keyboard.press('Enter');
  // Nobody knows the name yet: it is asked once.
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Eva');
  await page.keyboard.press('Enter');
  const receipt = page.getByRole('heading', { level: 1, name: '7 changes arrived on Staging.' });
  await expect(receipt).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('[data-announcer="polite"]')).toContainText('7 changes arrived on Staging.');
  await expect(page.getByText('The public website is not changed by this.')).toBeVisible();
  const { dev, staging } = await sampleOf(app);
  const tree = (folder: string) =>
    execFileSync('git', ['-C', folder, 'rev-parse', 'HEAD^{tree}'], { encoding: 'utf8' });
  expect(tree(staging)).toBe(tree(dev));
  expect(execFileSync('git', ['-C', staging, 'status', '--porcelain'], { encoding: 'utf8' })).toBe('');
});

test('a plan that is no longer true waits for a look, and nothing moves under the pointer', async ({
  app,
}) => {
  const { page } = app;
  await introduce(app);
  const { dev } = await sampleOf(app);
  await openPlan(page, 'Staging');
  writeInto(dev, 'wwwroot/css/late.css', 'a { color: red; }\n');
  await expect(page.getByText('Something changed since you looked.')).toBeVisible({ timeout: 15_000 });
  const button = page.getByRole('button', { name: 'Deploy 7 changes' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription('Look at what changed first.');
  await expect(page.getByText('late.css')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '8 changes arrive on Staging' })).toBeVisible();
  await expect(page.getByText('late.css')).toBeVisible();
  await deploy(page);
});

test('what both sides changed is shown with names, and nothing starts', async ({ app }) => {
  const { page } = app;
  const { dev, staging } = await sampleOf(app);
  writeInto(dev, 'wwwroot/css/site.css', 'body { color: red; }\n');
  writeInto(staging, 'wwwroot/css/site.css', 'body { color: green; }\n');
  await expect(card(page, 'Dev')).toContainText('1 thing to decide', { timeout: 15_000 });
  await card(page, 'Dev').getByRole('button', { name: 'Decide what stays' }).click();
  await expect(page.getByText('wwwroot/css/site.css').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Look at the result' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  const words = await page.getByRole('main').innerText();
  expect(words).not.toMatch(/\b(ours|theirs|HEAD|merge conflict)\b/);
});

test('technical details hold the exact command line', async ({ app }) => {
  const { page } = app;
  await openPlan(page, 'Staging');
  await page.getByLabel('Message (optional)').fill('Summer campaign');
  await page.getByText('Technical details').click();
  await expect(
    page.getByText('laneway deploy Dev Staging --project "Nordlys Travel" -m "Summer campaign"'),
  ).toBeVisible();
});
