import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createHousekeeper } from '../../../src/main/engine/deploy/housekeeper';
import { fail } from '../../../src/main/engine/errors';
import { writePack } from '../../../src/main/engine/git/objects/write-pack';
import { createWorkspace, type Workspace } from '../../../src/main/engine/workspace/workspace';
import { testFormat } from '../../fixtures/object-format';
import type { Environment } from '../../../src/shared/domain/project';
import { commitAll, git, gitEnvironment, makeRepository, writeFiles } from '../../fixtures/git-oracle';
import { makeScenario } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';
import { blobs, objectsOf, packsOf } from '../git/housekeeping/piles';

const root = tempFolder('housekeeper');
const pile = (folder: string, tag: string): void => {
  for (let n = 0; n < 11; n++)
    writePack({ folder: objectsOf(folder), format: testFormat }, blobs(2, `${tag} ${n}`));
};

it('tidies both clones when a run is over, once its outcome was told', async () => {
  const told: string[] = [];
  const log = (text: string): void => void (/gathered/.test(text) && told.push('tidied'));
  const scenario = await makeScenario(join(root, 'scenario'), {
    ports: {
      logger: { info: log, warn: log },
      emit: (name, payload) => {
        if (name === 'deploy.progress' && 'outcome' in payload && payload.outcome) told.push(payload.outcome);
        if (name === 'activity.added') told.push('recorded');
      },
    },
  });
  const { dev, staging } = scenario;
  pile(dev, 'dev');
  pile(staging, 'staging');
  writeFiles(dev, { 'index.html': '<h1>New</h1>\n' });
  commitAll(dev, 'new');
  const { outcome } = await scenario.deploy('Dev', 'Staging');
  await scenario.close();
  expect(outcome).toBe('succeeded');
  expect(told).toEqual(['succeeded', 'recorded', 'tidied', 'tidied']);
  for (const folder of [dev, staging]) {
    expect(packsOf(folder).length).toBeLessThanOrEqual(4);
    expect(git(folder, 'fsck', '--strict', '--no-progress', '--no-dangling')).toBe('');
    expect(git(folder, 'status', '--porcelain')).toBe('');
  }
});

it('never throws, says what is wrong, and lets runs go by before it tries again', () => {
  const warnings: string[] = [];
  const path = makeRepository(join(root, 'failing'));
  pile(path, 'failing');
  const workspace = createWorkspace({
    dataFolder: join(root, 'data'),
    clock: { now: () => Date.now() },
    environment: gitEnvironment,
  });
  let tries = 0;
  let full = true;
  const failing: Workspace = {
    ...workspace,
    open(environment) {
      const open = workspace.open(environment);
      const { objects } = open.repository;
      const refresh = (): void => {
        tries++;
        if (full) fail('disk-full', { path: objects.folder });
      };
      return { ...open, repository: { ...open.repository, objects: { ...objects, refresh } } };
    },
  };
  const logger = { info: () => undefined, warn: (text: string) => void warnings.push(text) };
  const keeper = createHousekeeper(failing, logger);
  const environment: Environment = { id: 'a', name: 'Dev', path, branch: 'main', role: 'development' };
  for (let run = 0; run < 11; run++) keeper.afterRun([environment]);
  expect(tries).toBe(1);
  expect(warnings).toEqual([expect.stringContaining(path)]);
  keeper.afterRun([{ ...environment, path: join(root, 'nowhere') }]);
  expect(warnings).toHaveLength(2);
  full = false;
  keeper.afterRun([environment]);
  expect(packsOf(path)).toHaveLength(2);
  workspace.close();
});
