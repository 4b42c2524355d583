import { expect, test } from './app';
import { card, deploy, goTo, introduce, openPlan, sampleOf, writeInto } from './screens';

test.use({
  args: ['--sample'],
  colorScheme: 'light',
  contextOptions: { reducedMotion: 'reduce' },
});

/** The pictures of docs/ and README.md, from the sample site. */
test('the pictures of the documentation', async ({ app }) => {
  const { page } = app;
  const picture = async (name: string, height: number): Promise<void> => {
    await page.setViewportSize({ width: 1280, height });
    await page.mouse.move(0, 0);
    await page.screenshot({ path: `docs/images/${name}.png` });
  };
  await introduce(app);
  await expect(card(page, 'Dev')).toContainText('7 changes');
  await picture('overview', 840);
  await goTo(page, 'Changes');
  await page
    .getByRole('grid')
    .getByRole('gridcell', { name: /^Blog post Template/ })
    .click();
  await expect(page.getByRole('region', { name: 'The selected change' }).getByRole('heading')).toBeVisible();
  await picture('changes', 800);
  await goTo(page, 'Overview');
  await openPlan(page, 'Staging');
  await picture('plan', 800);
  await deploy(page);
  await expect(page.getByRole('heading', { name: 'Went away on Staging' })).toBeVisible();
  await picture('receipt', 800);
  const { dev, staging } = await sampleOf(app);
  writeInto(dev, 'wwwroot/css/site.css', 'body { color: red; }\n');
  writeInto(staging, 'wwwroot/css/site.css', 'body { color: green; }\n');
  await goTo(page, 'Overview');
  await card(page, 'Dev').getByRole('button', { name: 'Decide what stays' }).click({ timeout: 20_000 });
  await page.getByRole('radio', { name: /^Decide part by part/ }).check();
  await picture('both-sides', 760);
});
