import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './app';
import { card, introduce, sampleOf, writeInto } from './screens';

test.use({ args: ['--sample'] });

const style = 'wwwroot/css/site.css';
const about = 'Views/about.cshtml';
const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();

test('by keyboard alone: what both sides changed is decided, looked at, and deployed', async ({ app }) => {
  const { page } = app;
  await introduce(app);
  const { dev, staging } = await sampleOf(app);
  const before = readFileSync(join(dev, style), 'utf8');
  writeInto(dev, style, `${before}h1 { color: red; }\n`);
  writeInto(staging, style, `${before}h1 { color: green; }\n`);
  writeInto(dev, about, 'from dev\n');
  writeInto(staging, about, 'from staging\n');
  const heads = [dev, staging].map((folder) => git(folder, 'rev-parse', 'HEAD'));
  await expect(card(page, 'Dev')).toContainText('2 things to decide', { timeout: 20_000 });

  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement;
      return (at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : at?.textContent)?.trim() ?? '';
    });
  const tabTo = async (name: RegExp) => {
    for (let press = 0; press < 60; press++) {
      await page.keyboard.press('Tab');
      if (name.test(await focused())) return;
    }
    throw new Error(`${String(name)} was not reached by Tab`);
  };
  await tabTo(/^Decide what stays$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Decide what stays' })).toBeFocused();
  await expect(page.getByText('0 of 2 things decided').first()).toBeVisible();

  // The first thing: one version. Arrows walk through what can be chosen.
  const first = page.getByRole('article', { name: 'about.cshtml' });
  await tabTo(/^Keep what Dev has$/);
  await page.keyboard.press('ArrowDown');
  await expect(first.getByRole('radio', { name: 'Keep what Staging has' })).toBeChecked();
  await expect(first).toContainText('Decided: kept what Staging has');

  // The second one: part by part.
  const second = page.getByRole('article', { name: 'site.css' });
  await second.getByRole('radio', { name: /^Decide part by part/ }).focus();
  await page.keyboard.press('Space');
  await tabTo(/^Dev\s+h1 { color: red; }$/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText('2 of 2 things decided').first()).toBeVisible();
  await expect(second).toContainText('Decided: decided part by part');
  expect([dev, staging].map((folder) => git(folder, 'rev-parse', 'HEAD'))).toEqual(heads);

  await tabTo(/^Look at the result$/);
  await page.keyboard.press('Enter');
  await expect(page.getByText('about.cshtml: kept what Staging has, Ana')).toBeVisible();
  await tabTo(/^Deploy \d+ changes$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /arrived on Staging/ })).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.getByText('Both sides had changed this')).toBeVisible();
  for (const folder of [dev, staging]) {
    expect(git(folder, 'show', `HEAD:${about}`)).toBe('from staging');
    expect(git(folder, 'show', `HEAD:${style}`)).toContain('h1 { color: red; }\nh1 { color: green; }');
    expect(git(folder, 'status', '--porcelain')).toBe('');
  }
});

test('one version for all is told before, and stopping leaves everything as it was', async ({ app }) => {
  const { page } = app;
  await introduce(app);
  const { dev, staging } = await sampleOf(app);
  writeInto(dev, style, 'body { color: red; }\n');
  writeInto(staging, style, 'body { color: green; }\n');
  writeInto(dev, about, 'from dev\n');
  writeInto(staging, about, 'from staging\n');
  const seen = [dev, staging].map((folder) => git(folder, 'status', '--porcelain'));
  await expect(card(page, 'Dev')).toContainText('2 things to decide', { timeout: 20_000 });
  await card(page, 'Dev').getByRole('button', { name: 'Decide what stays' }).click();
  await page.getByRole('button', { name: 'Keep what Staging has for all that is open' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('2 things stay as on Staging. What Dev made of them is not taken over:');
  await expect(dialog).toContainText('site.css');
  await dialog.getByRole('button', { name: 'Keep them so' }).click();
  await expect(page.getByText('2 of 2 things decided').first()).toBeVisible();
  await page.getByRole('button', { name: 'Stop, leave everything as it was' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget the decisions' }).click();
  await expect(card(page, 'Dev')).toContainText('2 things to decide');
  expect([dev, staging].map((folder) => git(folder, 'status', '--porcelain'))).toEqual(seen);
});
