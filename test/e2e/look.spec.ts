import { expect, test } from './app';
import { sidewaysPixels, tour } from './tour';

const views = [
  { name: 'wide-light', width: 1280, colorScheme: 'light' as const, zoom: 1 },
  { name: 'wide-dark', width: 1280, colorScheme: 'dark' as const, zoom: 1 },
  { name: 'narrow', width: 640, colorScheme: 'light' as const, zoom: 1 },
  { name: 'large-text', width: 1280, colorScheme: 'light' as const, zoom: 2 },
];

for (const view of views) {
  test.describe(view.name, () => {
    test.use({
      args: ['--sample'],
      colorScheme: view.colorScheme,
      contextOptions: { reducedMotion: 'reduce' },
    });

    test(`every screen fits its window and is pictured, ${view.name}`, async ({ app }, info) => {
      test.setTimeout(180_000);
      const { page } = app;
      const tooWide: string[] = [];
      await tour(app, async (screen) => {
        await page.setViewportSize({ width: view.width, height: 800 });
        await page.evaluate(
          (zoom) => (document.documentElement.style.fontSize = `${zoom * 100}%`),
          view.zoom,
        );
        const sideways = await sidewaysPixels(page);
        if (sideways > 0) tooWide.push(`${screen}: ${sideways} px`);
        const path = info.outputPath(`${screen}.png`);
        await page.screenshot({ path, fullPage: true });
        await info.attach(screen, { path, contentType: 'image/png' });
        await page.evaluate(() => (document.documentElement.style.fontSize = ''));
        await page.setViewportSize({ width: 1280, height: 800 });
      });
      expect(tooWide).toEqual([]);
    });
  });
}
