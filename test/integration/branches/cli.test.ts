import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { Output } from '../../../src/shared/contract/commands';
import { buildOnce, openCli } from '../../fixtures/cli-program';
import { git } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';
import { makeClones } from './branch-site';

const top = tempFolder('branches-cli');
const { ask, laneway, refusal } = openCli(top);
type Answer = Output<'project.get'>;

beforeAll(() => {
  buildOnce();
  mkdirSync(top, { recursive: true });
  makeClones(top);
}, 120_000);

it('lists, opens, hangs elsewhere, detaches and attaches again', async () => {
  await ask('project', 'create', 'Site', '--env', 'Dev=dev', '--env', 'Live=live');
  const { local } = await ask<Output<'environment.branches'>>('environment', 'branches', 'Dev');
  expect(local.map(({ name, usedIn }) => [name, usedIn?.environment ?? null])).toEqual([
    ['feature/menu', null],
    ['main', 'Dev'],
  ]);
  const { out: listed } = await laneway('environment', 'branches', 'Dev');
  expect(listed).toMatch(/feature\/menu +can be opened\n +main +is Dev\n/);
  expect(listed).toContain('laneway environment add NAME --branch feature/menu --of Dev');

  await ask('environment', 'add', 'Menu', '--branch', 'feature/menu', '--of', 'Dev', '--folder', 'menu here');
  const added = await ask<Answer>(
    'environment',
    'add',
    'Idea',
    '--branch',
    'idea',
    '--of',
    'Dev',
    '--new',
    '--start',
    'Live',
  );
  expect(added.environments.map(({ name, path, branch }) => [name, path, branch]).slice(2)).toEqual([
    ['Menu', join(top, 'menu here'), 'feature/menu'],
    ['Idea', join(top, 'dev-idea'), 'idea'],
  ]);
  expect(git(join(top, 'dev-idea'), 'rev-parse', 'HEAD')).toBe(git(join(top, 'live'), 'rev-parse', 'HEAD'));
  const spring = [
    'environment',
    'add',
    'X',
    '--branch',
    'spring',
    '--of',
    'Dev',
    '--new',
    '--start',
    'origin/main',
  ];
  expect((await ask<Answer>(...spring)).environments.at(-1)?.branch).toBe('spring');

  const attached = await ask<Answer>('environment', 'attach', 'Menu', 'Live');
  expect(attached.environments[2]?.attachedTo).toBe(attached.environments[1]?.id);
  const { out: said } = await laneway('environment', 'detach', 'Menu');
  const again = `environment add "Menu=${join(top, 'menu here')}:flexible" --attached-to Live`;
  expect(said).toContain(`laneway ${again}`);
  expect(existsSync(join(top, 'menu here/.git'))).toBe(true);
  const back = await ask<Answer>('environment', 'add', `Menu=menu here:flexible`, '--attached-to', 'Live');
  expect(back.environments.find(({ name }) => name === 'Menu')).toEqual(attached.environments[2]);
});

it.each([
  [['X', '--of', 'Dev'], 2, '--of needs --branch'],
  [['X=dev', '--branch', 'a', '--of', 'Dev'], 2, 'only a name comes first'],
  [['X', '--branch', 'a', '--of', 'Dev', '--at', '2'], 2, '--at is for lanes'],
  [['X', '--branch', 'a', '--of', 'Dev', '--start', 'Live'], 2, '--start says where'],
  [['X=dev', '--new'], 2, 'say --of ENV'],
  [['Y', '--branch', 'main', '--of', 'Dev'], 1, 'is open in'],
])('refuses %j', async (args, code, said) => {
  const refused = await refusal('environment', 'add', ...args);
  expect(refused.code).toBe(code);
  expect((refused.error as { message: string }).message).toContain(said);
});
