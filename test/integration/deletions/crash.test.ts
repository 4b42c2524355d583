import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { DatabaseRows } from '../../../src/main/engine/databases/database';
import type { NewEnvironment } from '../../../src/shared/contract/command-inputs';
import { createDyingDisk } from '../../fixtures/dying-disk';
import { cloneRepository, commitAll, makeRepository, writeFiles } from '../../fixtures/git-oracle';
import { itemFiles, news, newsPath, page, withRows, type ItemSite } from '../../fixtures/item-site';
import { actions, startTestEngine } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';
import { strideOf } from '../../fixtures/thorough';

const disk = createDyingDisk();
afterAll(() => disk.restore());
const top = tempFolder('deletion-crash');
const template = join(top, 'template');

async function open(folder: string): Promise<ItemSite> {
  const [dev, live, dataFolder] = [join(folder, 'dev'), join(folder, 'live'), join(folder, 'data')];
  const environments: NewEnvironment[] = [
    { name: 'Dev', path: dev, role: 'development' },
    { name: 'Live', path: live, role: 'production' },
  ];
  const running = startTestEngine(dataFolder);
  const { projects } = await running.call('project.list', {});
  const project = projects[0] ?? (await running.call('project.create', { name: 'Site', environments }));
  return withRows({
    ...running,
    ...{ folder, dev, live, staging: '', dataFolder, project },
    ...actions(running, project),
  });
}

/** A type that was deleted on Dev, with pages on Live and on Dev; the clones are copied for every way to die. */
async function makeTemplate(): Promise<void> {
  const live = makeRepository(join(template, 'live'), itemFiles);
  const dev = cloneRepository(live, join(template, 'dev'));
  const site = await open(template);
  site.addContent('Live', page(1, news), page(2, news, { parent: page(1, news).udi }));
  site.addContent('Dev', page(3, news));
  await site.close();
  writeFiles(dev, { 'readme.txt': 'x\n' });
  commitAll(dev, 'work');
}

const held = ({ items, content }: Pick<DatabaseRows, 'items' | 'content'>): unknown => ({
  items: Object.fromEntries(items),
  content: Object.fromEntries(content),
});

/** The process that held the locks is this one; a process of another start time is a dead one. */
function buryLocks(folder: string): void {
  const homes = join(folder, '.git/laneway');
  for (const id of existsSync(homes) ? readdirSync(homes) : []) {
    const locks = join(homes, id, 'locks');
    for (const name of existsSync(locks) ? readdirSync(locks).filter((file) => file.endsWith('.json')) : []) {
      const path = join(locks, name);
      const lock = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
      writeFileSync(path, JSON.stringify({ ...lock, started: '1' }));
    }
  }
}

type Way = 'decide' | 'undo';

/** Does it and dies before the n-th change of the disk; then starts again and looks. */
async function dieAt(way: Way, n: number): Promise<'done' | 'never happened' | 'not reached'> {
  const folder = join(top, `${way}-${n}`);
  for (const name of ['dev', 'live']) cpSync(join(template, name), join(folder, name), { recursive: true });
  const site = await open(folder);
  const { id: projectId } = site.project;
  const ids = { projectId, environmentId: site.id('Dev'), udi: news };
  const file = join(site.dev, newsPath);
  const before = { rows: held(site.rows('Dev')), file: readFileSync(file, 'utf8') };
  const { seen } = await site.call('deletion.impact', ids);
  const decide = () => site.call('deletion.decide', { ...ids, seen, confirm: 'Dev' });
  const id = way === 'undo' ? ((await decide()).decision?.id ?? '') : '';
  disk.arm(n);
  const act = way === 'undo' ? site.call('deletion.undo', { projectId, id }) : decide();
  await act.catch(() => undefined);
  const died = disk.dead;
  disk.revive();
  buryLocks(site.dev);
  await site.close();

  const again = await open(folder);
  const { lanes } = await again.call('overview.get', { projectId });
  expect(
    lanes.map(({ problem }) => problem),
    `${way} ${n}`,
  ).toEqual([null, null]);
  const { decisions } = await again.call('deletion.list', { projectId });
  const rows = again.rows('Dev');
  const isGone = !rows.items.has(news);
  const where = `${way}, dying at ${n}`;
  expect(existsSync(file), where).toBe(!isGone);
  expect(decisions.filter(({ state }) => state === 'done').length, where).toBe(isGone ? 1 : 0);
  const left = readdirSync(join(folder, 'dev/.git'), { recursive: true, encoding: 'utf8' });
  expect(
    left.filter((name) => /\.(begun|undoing)\.json$|\.lock$/.test(name)),
    where,
  ).toEqual([]);
  if (isGone) {
    expect(rows.content.size, where).toBe(0);
    // Whatever happened on the way, it can be taken back, once, and exactly.
    await again.call('deletion.undo', { projectId, id: decisions[0]?.id ?? '' });
  }
  expect(held(again.rows('Dev')), where).toEqual(before.rows);
  expect(readFileSync(file, 'utf8'), where).toBe(before.file);
  await again.close();
  return died ? (isGone === (way === 'decide') ? 'done' : 'never happened') : 'not reached';
}

describe('a process that dies between any two changes of the disk', () => {
  test.each(['decide', 'undo'] as const)(
    '%s is done or never happened',
    { timeout: 3_600_000 },
    async (way) => {
      if (!existsSync(template)) await makeTemplate();
      expect(await dieAt(way, Number.MAX_SAFE_INTEGER)).toBe('not reached');
      const places = disk.count();
      const stride = strideOf(places, 3);
      const seen = { done: 0, 'never happened': 0, 'not reached': 0 };
      // From the end: what is done is done with the last few changes.
      for (let n = places; n > 0; n -= stride) seen[await dieAt(way, n)]++;
      expect(seen['not reached']).toBeLessThanOrEqual(1);
      expect(seen.done).toBeGreaterThan(0);
      expect(seen['never happened']).toBeGreaterThan(0);
    },
  );
});
