import { expect, test } from './app';
import { goTo, sampleOf, writeInto } from './screens';

test.use({ args: ['--sample'] });

test('lists what is new, changed and goes away, and folds what does not matter', async ({ app }) => {
  const { page } = app;
  await goTo(page, 'Changes');
  const list = page.getByRole('grid', { name: 'Changes on Dev' });
  await expect(list).toContainText('Goes away');
  await expect(page.getByRole('radio', { name: 'Everything 7' })).toBeChecked();
  await expect(list).toContainText('1 unimportant change');
  const before = Number(await list.getAttribute('aria-rowcount'));
  await list.getByText('1 unimportant change').click();
  await expect(list).toHaveAttribute('aria-rowcount', String(before + 1));

  await page.getByRole('radio', { name: 'Goes away 1' }).check();
  await expect(list).toContainText('News archive');
  await expect(list).not.toContainText('Blog post');
  await page.getByRole('radio', { name: 'Everything 7' }).check();

  await page.keyboard.press('Control+f');
  await page.keyboard.type('blog');
  await expect(list).not.toContainText('News archive');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('no such thing');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(list).toContainText('News archive');
});

test('by keyboard: rows are walked and opened, and what was and is stands beside', async ({ app }) => {
  const { page } = app;
  const { dev } = await sampleOf(app);
  writeInto(dev, 'wwwroot/css/aa.css', 'body { color: navy; }\n');
  await goTo(page, 'Changes');
  const list = page.getByRole('grid', { name: 'Changes on Dev' });
  await expect(list).toContainText('aa.css');
  await list.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await expect(list).toHaveAttribute('aria-activedescendant', /-1$/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(list.locator('[aria-selected="true"]')).toHaveCount(1);
  const detail = page.getByRole('region', { name: 'The selected change' });
  await expect(detail.getByRole('heading')).toBeVisible();
  await list.getByText('aa.css').click();
  await expect(detail).toContainText('saved on this computer');
  await expect(detail).toContainText('body { color: navy; }');
});

test('new files of unknown kinds are asked about, and stay unless somebody says so', async ({ app }) => {
  const { page } = app;
  const { dev } = await sampleOf(app);
  writeInto(dev, 'notes/idea.xyz', 'an idea\n');
  await goTo(page, 'Changes');
  await expect(page.getByText(/1 new file in notes on Dev/)).toBeVisible({ timeout: 10_000 });
  await page.getByRole('button', { name: /^Include them/ }).click();
  await expect(page.getByRole('grid', { name: 'Changes on Dev' })).toContainText('idea.xyz');
});

test('five thousand rows stay a window of a few', async ({ app }) => {
  const { page } = app;
  const { dev } = await sampleOf(app);
  for (let at = 0; at < 5000; at++) {
    writeInto(dev, `wwwroot/css/set-${at % 25}/file-${at}.css`, `.c${at} { color: red; }\n`);
  }
  await goTo(page, 'Changes');
  const list = page.getByRole('grid', { name: 'Changes on Dev' });
  await expect
    .poll(async () => Number(await list.getAttribute('aria-rowcount').catch(() => 0)), { timeout: 45_000 })
    .toBeGreaterThan(5000);
  await list.focus();
  const started = Date.now();
  for (let press = 0; press < 20; press++) await page.keyboard.press('PageDown');
  expect(Date.now() - started).toBeLessThan(5000);
  expect(await list.getByRole('row').count()).toBeLessThan(60);
  await page.keyboard.press('End');
  await expect(list.locator(`[aria-rowindex="${await list.getAttribute('aria-rowcount')}"]`)).toBeVisible();
});

test('an item is told in words, property by property, and its file on demand', async ({ app }) => {
  const { page } = app;
  await goTo(page, 'Changes');
  await page.getByRole('grid', { name: 'Changes on Dev' }).getByText('Blog post').first().click();
  const detail = page.getByRole('region', { name: 'The selected change' });
  const table = detail.getByRole('table');
  await expect(table).toHaveCount(1);
  await expect(table.getByRole('columnheader')).toHaveText(['What', /^Before/, /^After/]);
  await expect(table.getByRole('rowheader').first()).toContainText('Property');
  await expect(detail).not.toContainText('"PropertyGroups"');
  await detail.getByText('The file, line by line').click();
  await expect(detail).toContainText('"Alias"');
});
