import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ActivityRecord } from '../../../src/shared/domain/run';
import { actions, startTestEngine, type Scenario, type TestEngine } from '../../fixtures/scenario';
import { buryLocks } from '../../fixtures/bury-locks';
import { createDyingDisk } from '../../fixtures/dying-disk';
import { makeCrashSite, makeCrashTemplate } from '../../fixtures/crash-site';
import { git } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';
import { strideOf } from '../../fixtures/thorough';

const disk = createDyingDisk();
afterAll(() => disk.restore());

const top = tempFolder('crash');
const template = join(top, 'template');

type Pair = Pick<Scenario, 'dev' | 'live' | 'dataFolder' | 'call' | 'close' | 'project' | 'plan' | 'id'>;

async function makePair(name: string, from: string): Promise<Pair> {
  const { dev, live, dataFolder, lanes } = makeCrashSite(from, join(top, name));
  const running = startTestEngine(dataFolder);
  const project = await running.call('project.create', { name: 'Site', environments: [...lanes] });
  const { programs } = await running.call('project.programs', { projectId: project.id });
  const commands = programs.map(({ command }) => command);
  await running.call('project.trust', { projectId: project.id, commands });
  return { dev, live, dataFolder, project, ...running, ...actions(running, project) };
}

const state = (folder: string): string =>
  [
    git(folder, 'rev-parse', 'HEAD'),
    git(folder, 'rev-parse', 'HEAD^{tree}'),
    git(folder, 'status', '--porcelain=v2', '--untracked-files=all'),
  ].join('\n');

function leftLocks(folder: string): string[] {
  return readdirSync(join(folder, '.git'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.lock'),
  );
}

/** Whether the journal had a whole line: from then on the activity has to say what became of the run. */
function wasPromised(folder: string): boolean {
  return readdirSync(join(folder, '.git/laneway'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .some((name) => readFileSync(join(folder, '.git/laneway', name), 'utf8').includes('\n'));
}

async function recordOf(engine: TestEngine, projectId: string, id: string): Promise<ActivityRecord | null> {
  const { records } = await engine.call('activity.list', { projectId });
  return records.some((known) => known.id === id)
    ? (await engine.call('activity.get', { projectId, id })).record
    : null;
}

/** Deploys and dies before the n-th change of the disk after the hand-over began; then starts again and looks. */
async function dieAt(n: number, from = template): Promise<'finished' | 'rolled back' | 'not reached'> {
  const pair = await makePair(`${basename(from)}-at-${n}`, from);
  const before = { dev: state(pair.dev), live: state(pair.live) };
  const plan = await pair.plan('Dev', 'Live');
  let armed = false;
  const running = startTestEngine(pair.dataFolder, {
    emit: (name, payload) => {
      if (name !== 'deploy.progress' || armed) return;
      if (
        (payload as unknown as { phases: { id: string; status: string }[] }).phases.some(
          (p) => p.id === 'check' && p.status === 'in progress',
        )
      ) {
        armed = true;
        disk.arm(n);
      }
    },
  });
  const ends = { projectId: pair.project.id, from: pair.id('Dev'), to: pair.id('Live') };
  const { runId } = await running.call('deploy.start', { ...ends, message: 'go', planHash: plan.hash });
  while ((await running.call('run.get', { runId })).outcome === null)
    await new Promise((done) => setTimeout(done, 1));
  const died = disk.dead;
  disk.revive();
  const promised = wasPromised(pair.live);
  buryLocks(pair.dev);
  buryLocks(pair.live);
  await running.close();
  await pair.close();

  const said: string[] = [];
  const again = startTestEngine(pair.dataFolder, {
    logger: { info: () => undefined, warn: (text) => said.push(text) },
  });
  const overview = await again.call('overview.get', { projectId: pair.project.id });
  expect(
    overview.lanes.map((lane) => lane.problem),
    `lanes after dying at ${n}`,
  ).toEqual([null, null]);
  const record = await recordOf(again, pair.project.id, runId);
  await again.close();
  expect([...leftLocks(pair.dev), ...leftLocks(pair.live)], `locks after dying at ${n}`).toEqual([]);
  expect(git(pair.live, 'fsck', '--full', '--strict'), `fsck after dying at ${n}`).not.toMatch(
    /missing|broken|corrupt/,
  );
  if (git(pair.live, 'rev-parse', 'HEAD') === before.live.split('\n')[0]) {
    if (promised && !record)
      throw new Error(
        `no record after dying at ${n}: ${said.join()} ${JSON.stringify(overview.lanes.map((l) => l.state))}`,
      );
    if (promised || record)
      expect(record?.outcome, `dying at ${n}: ${said.join()}`).toMatch(/rolled back after a crash|failed/);
    expect({ dev: state(pair.dev), live: state(pair.live) }, `dying at ${n}`).toEqual(before);
    return 'rolled back';
  }
  expect(record?.outcome, `dying at ${n}`).toMatch(died ? /finished after a crash|succeeded/ : /succeeded/);
  for (const folder of [pair.dev, pair.live]) {
    expect(git(folder, 'rev-parse', 'HEAD^{tree}'), `dying at ${n}`).toBe(plan.resultTree);
    expect(git(folder, 'status', '--porcelain'), `dying at ${n}: ${folder}`).toBe('');
  }
  return died ? 'finished' : 'not reached';
}

/** How often the disk is changed by a run that nothing happens to: several hundred times. Each is a place to die. */
async function placesOf(from: string): Promise<number> {
  expect(await dieAt(Number.MAX_SAFE_INTEGER, from)).toBe('not reached');
  return disk.count();
}

describe('a process that dies between any two changes of the disk', () => {
  test('leaves the deployment finished or never started', { timeout: 3_600_000 }, async () => {
    makeCrashTemplate(template);
    const places = await placesOf(template);
    const stride = strideOf(places, 9);
    const seen = { finished: 0, 'rolled back': 0, 'not reached': 0 };
    for (let n = 1; n <= places; n += stride) seen[await dieAt(n)]++;
    // The calls of two runs differ by a few (a folder that is there already), never by much.
    expect(seen['not reached']).toBeLessThan(places / stride / 10);
    expect(seen.finished).toBeGreaterThan(places / stride / 5);
    expect(seen['rolled back']).toBeGreaterThan(places / stride / 5);
  });

  test('also where its files go through programs', { timeout: 3_600_000 }, async () => {
    const through = join(top, 'through');
    makeCrashTemplate(through);
    for (const folder of [join(through, 'dev'), join(through, 'live')]) {
      git(folder, 'config', 'filter.turn.clean', 'cat');
      git(folder, 'config', 'filter.turn.smudge', 'cat');
      writeFileSync(join(folder, '.git/info/attributes'), '*.html filter=turn\n');
    }
    const places = await placesOf(through);
    const seen = { finished: 0, 'rolled back': 0, 'not reached': 0 };
    const step = strideOf(places, 4);
    for (let n = step; n <= places; n += step) seen[await dieAt(n, through)]++;
    expect(seen.finished).toBeGreaterThan(0);
    expect(seen['rolled back']).toBeGreaterThan(0);
  });
});
