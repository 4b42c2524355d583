import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './app';
import { lookAt } from './looks';
import { card, goTo, sampleOf, writeInto } from './screens';

test.use({ args: ['--sample'] });

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();

test('a branch of the clone becomes an environment, by keyboard alone', async ({ app }) => {
  const { page } = app;
  const { dev } = await sampleOf(app);
  git(dev, 'branch', 'ana/redesign');
  await page.getByRole('button', { name: 'Add an environment' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'A folder', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('radio', { name: /Is Dev already/ })).toBeDisabled();
  await expect(dialog.getByLabel('Of the environment')).toHaveValue(/./);
  await dialog.getByRole('radio', { name: /^ana\/redesign/ }).focus();
  await page.keyboard.press('Space');
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('redesign');
  await expect(dialog.getByLabel('Its folder')).toHaveValue(`${dev}-ana-redesign`);
  await dialog.getByLabel('Name', { exact: true }).fill('Redesign');
  await page.keyboard.press('Enter');
  await expect(card(page, 'Redesign')).toContainText('Flexible');
  expect(git(`${dev}-ana-redesign`, 'status', '--porcelain', '--branch')).toBe('## ana/redesign');
});

test('a new branch starts at another lane; a folder that is taken is refused and can be corrected', async ({
  app,
}) => {
  const { page } = app;
  const { dev, live } = await sampleOf(app);
  writeInto(`${dev}-hotfix`, 'mine.txt', 'mine');
  await page.getByRole('button', { name: 'Add an environment' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'A branch' }).check();
  await dialog.getByRole('radio', { name: 'A new one' }).check();
  await dialog.getByLabel('Name of the branch').fill('hotfix');
  await dialog.getByLabel('Starts as a copy of').selectOption({ label: 'Live' });
  await dialog.getByLabel('Hangs on').selectOption({ label: 'Live' });
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText(/is not empty/)).toBeVisible();
  await dialog.getByLabel('Its folder').fill(`${dev}-fix`);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(card(page, 'hotfix')).toBeVisible();
  expect(git(`${dev}-fix`, 'rev-parse', 'HEAD')).toBe(git(live, 'rev-parse', 'HEAD'));
});

test('it hangs on another lane, is detached, and comes back as the same', async ({ app }) => {
  const { page } = app;
  const { dev, project } = await sampleOf(app);
  git(dev, 'branch', 'idea');
  const added = await app.call('environment.addBranch', {
    projectId: project.id,
    environmentId: project.environments[0]?.id ?? '',
    added: { name: 'Idea', branch: 'idea' },
  });
  const id = added.environments.find(({ name }) => name === 'Idea')?.id;
  await expect(card(page, 'Idea')).toBeVisible();
  await page.getByRole('navigation').getByRole('button', { name: 'Idea' }).click();
  await page.getByLabel('Hangs on').selectOption({ label: 'Staging' });
  await expect
    .poll(
      async () => (await app.call('project.get', { projectId: project.id })).environments.at(-1)?.attachedTo,
    )
    .toBe(project.environments[1]?.id);
  await page.getByRole('button', { name: 'Detach from this site' }).click();
  await expect(page.getByRole('dialog')).toContainText(`Nothing in ${dev}-idea is touched`);
  await page.getByRole('dialog').getByRole('button', { name: 'Detach', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Idea' })).toHaveCount(0);
  expect(existsSync(join(`${dev}-idea`, '.git'))).toBe(true);

  await goTo(page, 'Overview');
  await page.getByRole('button', { name: 'Add an environment' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'A branch' }).check();
  await dialog.getByRole('radio', { name: /^idea/ }).check();
  await expect(dialog).toContainText('has it already; that folder is added');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(card(page, 'idea')).toBeVisible();
  const after = await app.call('project.get', { projectId: project.id });
  expect(after.environments.at(-1)).toMatchObject({ id, name: 'idea' });
});

test('fits its window, without findings, and is pictured', async ({ app }, info) => {
  test.setTimeout(120_000);
  const { page } = app;
  const { dev, project } = await sampleOf(app);
  for (const name of ['campaign', 'ana/redesign-of-the-whole-front-page', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6'])
    git(dev, 'branch', name);
  git(dev, 'worktree', 'add', '-q', `${dev}-elsewhere`, '-b', 'elsewhere');
  const found: string[] = [];
  await page.getByRole('button', { name: 'Add an environment' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'A branch' }).check();
  await dialog.getByRole('radio', { name: /^campaign/ }).check();
  found.push(...(await lookAt(page, info, 'add-branch')));
  await dialog.getByRole('radio', { name: 'A new one' }).check();
  await dialog.getByLabel('Name of the branch').fill('summer');
  found.push(...(await lookAt(page, info, 'add-new-branch')));
  await page.keyboard.press('Escape');
  await app.call('environment.addBranch', {
    projectId: project.id,
    environmentId: project.environments[0]?.id ?? '',
    added: { name: 'Redesign', branch: 'campaign' },
  });
  await page.getByRole('navigation').getByRole('button', { name: 'Redesign' }).click();
  await expect(page.getByLabel('Hangs on')).toBeVisible();
  found.push(...(await lookAt(page, info, 'flexible-environment')));
  await page.getByRole('button', { name: 'Detach from this site' }).click();
  found.push(...(await lookAt(page, info, 'detach')));
  expect(found).toEqual([]);
});
