import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './app';
import { tour } from './tour';

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ args: ['--sample'], colorScheme: theme, contextOptions: { reducedMotion: 'reduce' } });

    test(`no findings on any screen, ${theme}`, async ({ app }) => {
      test.setTimeout(180_000);
      const found: string[] = [];
      await tour(app, async (screen) => {
        const { violations, incomplete } = await new AxeBuilder({ page: app.page }).analyze();
        // What axe cannot decide about contrast is computed for every pair of tokens in contrast.test.ts.
        const undecided = incomplete.filter((finding) => finding.id !== 'color-contrast');
        for (const violation of [...violations, ...undecided]) {
          const where = violation.nodes.map(
            (node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`,
          );
          found.push(`${screen}: ${violation.id}: ${where.join(' | ')}`);
        }
      });
      expect(found).toEqual([]);
    });
  });
}

test.describe('welcome', () => {
  for (const theme of ['light', 'dark'] as const) {
    test(`no findings on the first screen, ${theme}`, async ({ app }) => {
      await app.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await expect(app.page.getByRole('button', { name: /^Try a sample site/ })).toBeVisible();
      const { violations } = await new AxeBuilder({ page: app.page }).analyze();
      expect(violations.map((violation) => violation.id)).toEqual([]);
    });
  }
});
