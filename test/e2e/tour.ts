import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { artifactPath, documentType } from '../../src/main/engine/sample/sample-artifacts';
import { expect, type App } from './app';
import { card, deploy, goTo, introduce, openPlan, sampleOf, writeInto } from './screens';

/** Another item that wants the alias of one that is there. */
const secondBlogPost = Object.entries(
  documentType({ name: 'Blog entry', alias: 'blogEntry', icon: 'icon-document', properties: [] }),
).map(([path, content]) => ({ path, content: String(content).replace('"blogEntry"', '"blogPost"') }));

type Tour = (app: App, look: (screen: string) => Promise<void>) => Promise<void>;

const toTheReceipt: Tour = async (app, look) => {
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
  await goTo(page, 'Changes');
  await page.getByRole('grid').getByText('Blog post').first().click();
  await expect(page.getByRole('region', { name: 'The selected change' }).getByRole('table')).toBeVisible();
  await look('changes');
  await goTo(page, 'Overview');
  await openPlan(page, 'Staging');
  await look('plan');
  await page.getByRole('main').getByText('Blog post').first().click();
  await expect(page.getByRole('dialog').getByRole('table')).toBeVisible();
  await look('plan-detail');
  await page.keyboard.press('Escape');
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
};

const afterwards: Tour = async (app, look) => {
  const { page } = app;
  const { dev, staging } = await sampleOf(app);
  await introduce(app);
  await expect(card(page, 'Dev')).toContainText('7 changes');
  await openPlan(page, 'Staging');
  await deploy(page);
  await expect(page.getByRole('heading', { name: 'Went away on Staging' })).toBeVisible();
  await goTo(page, 'Activity');
  await look('activity');
  await page.getByRole('grid').getByText('7 changes').click();
  await expect(page.getByRole('button', { name: 'Export as text' })).toBeVisible();
  await look('record');
  await goTo(page, 'Staging');
  await expect(page.getByText('Last deployment here')).toBeVisible();
  await look('environment');
  await page.getByRole('button', { name: 'Detach from this site' }).click();
  await look('confirm');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Database' }).click();
  await page.getByLabel('Show').selectOption({ value: 'document' });
  await expect(page.getByRole('grid').getByText('The first snow')).toBeVisible();
  await look('database');
  await page.getByRole('button', { name: 'Add a page or media item' }).click();
  await look('database-add');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Take content from a site' }).click();
  await expect(page.getByRole('dialog').getByRole('group')).toBeVisible();
  await look('database-import');
  await page.keyboard.press('Escape');
  await page.getByLabel('Show').selectOption({ value: 'without-file' });
  await expect(page.getByRole('grid').getByText(/^without file since/)).toBeVisible();
  await page.getByRole('grid').getByText('News archive').click();
  await expect(page.getByRole('dialog')).toContainText('Its file was deleted');
  await look('database-entry');
  await page.keyboard.press('Escape');
  await goTo(page, 'Settings');
  await look('settings');
  rmSync(join(dev, artifactPath('template', 'blogPost')));
  rmSync(join(dev, 'Views/blogPost.cshtml'));
  await goTo(page, 'Overview');
  await openPlan(page, 'Staging');
  await expect(page.getByRole('checkbox', { name: /may show nothing/ })).toBeVisible();
  await look('plan-with-a-loss');
  for (const { path, content } of secondBlogPost) writeInto(dev, path, content);
  await goTo(page, 'Overview');
  await openPlan(page, 'Staging');
  await expect(page.getByRole('button', { name: /^Rename Document Type/ }).first()).toBeVisible();
  await page.getByText('Technical details').click();
  await look('plan-with-a-collision');
  await page
    .getByRole('button', { name: /^Rename Document Type/ })
    .first()
    .click();
  await look('rename-an-item');
  await page.keyboard.press('Escape');
  for (const { path } of secondBlogPost) rmSync(join(dev, path));
  writeInto(dev, 'wwwroot/css/site.css', 'body { color: red; }\n');
  writeInto(staging, 'wwwroot/css/site.css', 'body { color: green; }\n');
  await goTo(page, 'Overview');
  await expect(card(page, 'Dev')).toContainText('1 thing to decide', { timeout: 20_000 });
  await look('overview-to-decide');
  await card(page, 'Dev').getByRole('button', { name: 'Decide what stays' }).click();
  await page.getByRole('radio', { name: /^Decide part by part/ }).check();
  await page.getByRole('button', { name: /^See what each side did/ }).click();
  await expect(page.getByRole('main').getByRole('table').nth(1)).toBeVisible();
  await look('decide');
  await page.getByRole('button', { name: /^Write it anew/ }).click();
  await expect(page.getByRole('textbox', { name: 'Text' })).toBeVisible();
  await look('write-anew');
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Keep what Dev has' }).check();
  await expect(page.getByText('1 of 1 thing decided').first()).toBeVisible();
  await page.getByRole('button', { name: 'Look at the result' }).click();
  await expect(page.getByText(/kept what Dev has, Ana/)).toBeVisible();
  await look('plan-with-decisions');
};

/** Every screen once, in walks over the sample; `look` is called on each. */
export const tours: Readonly<Record<string, Tour>> = {
  'from the overview to the receipt': toTheReceipt,
  'what there is afterwards': afterwards,
};
