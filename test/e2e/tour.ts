import type { Page } from '@playwright/test';
import { expect, type App } from './app';
import { card, deploy, goTo, introduce, openPlan, sampleOf, writeInto } from './screens';

/** Every screen once, in one walk over the sample; `look` is called on each. */
export async function tour(app: App, look: (screen: string) => Promise<void>): Promise<void> {
  const { page } = app;
  await expect(card(page, 'Dev')).toContainText('7 changes');
  await look('overview');
  await page.getByRole('button', { name: /switch site/ }).click();
  await look('sites');
  await page.getByRole('button', { name: 'Add a site' }).click();
  await look('add-a-site');
  await page.getByRole('button', { name: /^Use folders I have/ }).click();
  await expect(page.getByRole('group', { name: /^Folders in/ })).toBeVisible();
  await look('folders');
  const { dev, staging } = await sampleOf(app);
  await goTo(page, 'Changes');
  await page.getByRole('grid').getByText('Blog post').first().click();
  await expect(page.getByRole('region', { name: 'The selected change' }).getByRole('heading')).toBeVisible();
  await look('changes');
  await goTo(page, 'Overview');
  await openPlan(page, 'Staging');
  await look('plan');
  await page.getByText('Technical details').click();
  await look('plan-technical');
  await page.getByRole('button', { name: /^Deploy \d/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('who-are-you');
  await page.keyboard.press('Escape');
  await introduce(app);
  await deploy(page);
  await expect(page.getByRole('heading', { name: 'Went away on Staging' })).toBeVisible();
  await page.getByText(/^Log/).click();
  await look('receipt');
  await goTo(page, 'Activity');
  await look('activity');
  await page.getByRole('grid').getByText('7 changes').click();
  await expect(page.getByRole('button', { name: 'Export as text' })).toBeVisible();
  await look('record');
  await app.page.setViewportSize({ width: 1280, height: 800 });
  await goTo(page, 'Staging');
  await expect(page.getByText('Last deployment here')).toBeVisible();
  await look('environment');
  await page.getByRole('button', { name: 'Remove from this site' }).click();
  await look('confirm');
  await page.keyboard.press('Escape');
  await goTo(page, 'Settings');
  await look('settings');
  writeInto(dev, 'wwwroot/css/site.css', 'body { color: red; }\n');
  writeInto(staging, 'wwwroot/css/site.css', 'body { color: green; }\n');
  await goTo(page, 'Overview');
  await expect(card(page, 'Dev')).toContainText('1 thing to decide', { timeout: 20_000 });
  await look('overview-to-decide');
  await card(page, 'Dev').getByRole('button', { name: 'See what both changed' }).click();
  await expect(page.getByRole('heading', { name: 'Both sides changed this' })).toBeVisible();
  await look('both-sides');
}

export const sidewaysPixels = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
