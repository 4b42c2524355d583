import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { Project } from '../../src/shared/domain/project';
import { expect, type App } from './app';

/** The sample project and the folders of its lanes, left to right. */
export async function sampleOf(
  app: App,
): Promise<{ project: Project; dev: string; staging: string; live: string }> {
  const { projects } = await app.call('project.list', {});
  const project = projects[0];
  const [dev, staging, live] = (project?.environments ?? []).map((environment) => environment.path);
  if (!project || !dev || !staging || !live) throw new Error('there is no sample project');
  return { project, dev, staging, live };
}

export function writeInto(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** Clones of one small site, made with git itself; their folders. */
export function makeClones(folder: string, names: readonly string[]): readonly string[] {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.org', ...args], {
      stdio: 'ignore',
    });
  const paths = names.map((name) => join(folder, name));
  const [first = folder, ...others] = paths;
  writeInto(first, 'wwwroot/index.html', '<h1>Hello</h1>\n');
  git('init', '-q', '-b', 'main', first);
  git('-C', first, 'add', '.');
  git('-C', first, 'commit', '-qm', 'Begin');
  for (const path of others) git('clone', '-q', first, path);
  return paths;
}

/** The card of an environment on the overview. */
export const card = (page: Page, name: string): Locator =>
  page.getByRole('article').filter({ has: page.getByRole('heading', { name, exact: true }) });

export const goTo = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name, exact: false }).first().click();

/** From the overview to the plan of the next lane. */
export async function openPlan(page: Page, to: string): Promise<void> {
  await page.getByRole('button', { name: `Deploy changes to ${to}` }).click();
  await expect(page.getByText('Technical details')).toBeVisible();
}

/** Starts the plan on screen and waits for the receipt. */
export async function deploy(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Deploy \d/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /arrived on/ })).toBeVisible({ timeout: 20_000 });
}

/** So that no dialog asks for it. */
export const introduce = (app: App): Promise<unknown> =>
  app.call('settings.update', { name: 'Ana', email: 'ana@example.org' });
