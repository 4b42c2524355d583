import { expect, test } from './app';
import { lookAt } from './looks';
import { tours } from './tour';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test.describe('the sample', () => {
  test.use({ args: ['--sample'] });
  for (const [name, tour] of Object.entries(tours))
    test(`every screen fits its window, without findings, and is pictured: ${name}`, async ({
      app,
    }, info) => {
      test.setTimeout(240_000);
      const found: string[] = [];
      await tour(app, async (screen) => {
        found.push(...(await lookAt(app.page, info, screen)));
      });
      expect(found).toEqual([]);
    });
});

test('the first screen fits its window, without findings, and is pictured', async ({ app }, info) => {
  await expect(app.page.getByRole('button', { name: /^Try a sample site/ })).toBeVisible();
  expect(await lookAt(app.page, info, 'welcome')).toEqual([]);
});
