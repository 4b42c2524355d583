import AxeBuilder from '@axe-core/playwright';
import type { Page, TestInfo } from '@playwright/test';

interface Look {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  /** Size of the person's text, as a part of the usual one. */
  readonly zoom: number;
  /** Rules of axe that are asked; those that do not depend on colours or widths are asked once. */
  readonly rules: 'all' | 'colours' | 'none';
}

/** In how many ways each screen is looked at. */
const looks: readonly Look[] = [
  { name: 'wide-light', colorScheme: 'light', width: 1280, zoom: 1, rules: 'all' },
  { name: 'wide-dark', colorScheme: 'dark', width: 1280, zoom: 1, rules: 'colours' },
  { name: 'narrow', colorScheme: 'light', width: 640, zoom: 1, rules: 'none' },
  { name: 'large-text', colorScheme: 'light', width: 1280, zoom: 2, rules: 'none' },
];

/**
 * Looks at what the page shows in every way, makes a picture of each, and leaves the page as it was: wide, light.
 * @returns what is wrong, a sentence each: wider than the window, or a finding of axe
 */
export async function lookAt(page: Page, info: TestInfo, screen: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name, colorScheme, width, zoom, rules } of looks) {
    await setLook(page, { colorScheme, width, zoom });
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (sideways > 0) found.push(`${screen}, ${name}: ${sideways} px too wide`);
    const path = info.outputPath(`${screen}-${name}.png`);
    await page.screenshot({ path, fullPage: true });
    await info.attach(`${screen}-${name}`, { path, contentType: 'image/png' });
    if (rules !== 'none')
      found.push(...(await axeFindings(page, rules)).map((finding) => `${screen}, ${name}: ${finding}`));
  }
  await setLook(page, { colorScheme: 'light', width: 1280, zoom: 1 });
  return found;
}

/** What axe finds, and what it cannot decide but for contrast: contrast.test.ts computes that for every pair of tokens. */
async function axeFindings(page: Page, rules: 'all' | 'colours'): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations, incomplete } = await (
    rules === 'all' ? axe : axe.withRules(['color-contrast', 'link-in-text-block'])
  ).analyze();
  return [...violations, ...incomplete.filter(({ id }) => id !== 'color-contrast')].map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`,
  );
}

async function setLook(
  page: Page,
  { colorScheme, width, zoom }: Pick<Look, 'colorScheme' | 'width' | 'zoom'>,
): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: 800 });
  await page.evaluate(
    (size) => (document.documentElement.style.fontSize = size),
    zoom === 1 ? '' : `${zoom * 100}%`,
  );
  // A picture taken at once can still show the look before.
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
}
