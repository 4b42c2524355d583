import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createDatabases } from '../../../src/main/engine/databases/databases';
import { readRunRows } from '../../../src/main/engine/databases/run-rows';
import { createWorkspace } from '../../../src/main/engine/workspace/workspace';
import type { EngineEvents } from '../../../src/shared/contract/events';
import { artifactAt, pageType, textDataType, udiFor } from '../../fixtures/artifact-files';
import { buryLocks } from '../../fixtures/bury-locks';
import { createDyingDisk } from '../../fixtures/dying-disk';
import {
  cloneRepository,
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  writeFiles,
} from '../../fixtures/git-oracle';
import { openPair, start } from '../../fixtures/pair';
import { ended, startTestEngine } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';
import { strideOf } from '../../fixtures/thorough';

const disk = createDyingDisk();
afterAll(() => disk.restore());

const top = tempFolder('database-crash');
const template = join(top, 'template');

function makeTemplate(): void {
  const live = makeRepository(join(template, 'live'), {
    ...textDataType(),
    ...pageType('post', { properties: ['title'] }),
    ...pageType('gone'),
  });
  const dev = cloneRepository(live, join(template, 'dev'));
  writeFiles(dev, { ...pageType('post'), ...pageType('fresh'), [artifactAt('document-type', 'gone')]: null });
  commitAll(dev, 'work');
}

/** Dies before the n-th change of the disk after the databases began to follow; then starts again and looks. */
async function dieAt(n: number): Promise<boolean> {
  const folder = join(top, `at-${n}`);
  cpSync(template, folder, { recursive: true });
  const [dev, live] = [join(folder, 'dev'), join(folder, 'live')];
  let armed = false;
  const pair = await openPair(folder, dev, live, {
    emit: (name, payload) => {
      if (name !== 'deploy.progress' || armed) return;
      if (!(payload as EngineEvents['deploy.progress']).detail.endsWith('is reading them')) return;
      armed = true;
      disk.arm(n);
    },
  });
  const runId = await start(pair, await pair.plan('Dev', 'Live'), ['field-loss']);
  await ended(() => pair.call('run.get', { runId }));
  const died = disk.dead;
  disk.revive();
  for (const side of [dev, live]) buryLocks(side);
  await pair.close();

  const again = startTestEngine(pair.dataFolder);
  const { lanes } = await again.call('overview.get', { projectId: pair.project.id, watch: false });
  await again.close();
  expect(
    lanes.map(({ problem, flags }) => ({ problem, drift: flags.filter(({ kind }) => kind === 'drift') })),
    `dying at ${n}`,
  ).toEqual([
    { problem: null, drift: [] },
    { problem: null, drift: [] },
  ]);
  const clock = { now: () => Date.now() };
  const workspace = createWorkspace({ dataFolder: pair.dataFolder, clock, environment: gitEnvironment });
  for (const environment of pair.project.environments) {
    const { home } = workspace.open(environment);
    const database = createDatabases({ clock }).of(home);
    if (!database.known) throw new Error(`dying at ${n}: ${JSON.stringify(database)}`);
    expect(database.extracted, `dying at ${n}`).toBe(git(environment.path, 'rev-parse', 'HEAD'));
    const { items } = database;
    expect(items.get(udiFor('document-type', 'post'))?.properties, `dying at ${n}`).toEqual([]);
    expect(items.get(udiFor('document-type', 'fresh'))?.withoutFile).toBe(false);
    if (environment.name !== 'Live') continue;
    expect(items.get(udiFor('document-type', 'gone'))?.withoutFile).toBe(true);
    expect(readRunRows(home, runId)?.created, `dying at ${n}`).toEqual([udiFor('document-type', 'fresh')]);
    expect(readRunRows(home, runId)?.before.length).toBe(2);
  }
  workspace.close();
  return died;
}

/** A lock that the dead left is waited for, up to ten seconds. */
test(
  'a process that dies while databases follow leaves them where the files are',
  { timeout: 1_800_000 },
  async () => {
    makeTemplate();
    expect(await dieAt(Number.MAX_SAFE_INTEGER)).toBe(false);
    const places = disk.count();
    expect(places).toBeGreaterThan(20);
    const step = strideOf(places, 3);
    const died: boolean[] = [];
    for (let n = 1; n <= places; n += step) died.push(await dieAt(n));
    expect(died.filter((one) => one).length).toBeGreaterThan(died.length / 2);
  },
);
