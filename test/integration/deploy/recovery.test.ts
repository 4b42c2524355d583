import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { tryAcquire, whoHolds } from '../../../src/main/engine/environments/run-lock';
import type { Overview } from '../../../src/shared/domain/overview';
import type { ActivityRecord } from '../../../src/shared/domain/run';
import {
  crashResult,
  deployAndDie,
  makeCrashSite,
  makeCrashTemplate,
  stateOf,
  type CrashSite,
} from '../../fixtures/crash-site';
import { git, writeFiles } from '../../fixtures/git-oracle';
import { bytesOf } from '../../fixtures/random-site';
import { actions, startTestEngine, type Scenario } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';
import { lockFiles } from '../../fixtures/walk-site';

const top = tempFolder('recovery');
const template = join(top, 'template');
beforeAll(() => makeCrashTemplate(template));

/** Moments of a run, by what it says then. */
const beforeCommitPoint = 'Copying what is new';
const afterCommitPoint = 'Writing the files of Live';
/** After the commit point as well, but the source's branch has not followed yet. */
const beforeSourceMoves = 'Live is taking them in';

type Site = CrashSite & { readonly run: string };

async function crashed(name: string, at: string): Promise<Site> {
  const site = makeCrashSite(template, join(top, name));
  const { killed, run } = await deployAndDie(site, at);
  expect(killed).toBe(true);
  return { ...site, run };
}

interface Again extends Pick<Scenario, 'call' | 'plan' | 'deploy' | 'id' | 'close' | 'project'> {
  overview(): Promise<Overview>;
  record(): Promise<ActivityRecord>;
}

/** Laneway is started again. */
async function again({ dataFolder, run }: Pick<Site, 'dataFolder' | 'run'>): Promise<Again> {
  const running = startTestEngine(dataFolder, { clock: { now: () => Date.now() + 5000 } });
  const [project] = (await running.call('project.list', {})).projects;
  if (!project) throw new Error('the project is gone');
  return {
    ...running,
    ...actions(running, project),
    project,
    overview: () => running.call('overview.get', { projectId: project.id }),
    record: async () => (await running.call('activity.get', { projectId: project.id, id: run })).record,
  };
}

const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    git(folder, 'ls-files')
      .split('\n')
      .map((path) => [path, readFileSync(join(folder, path), 'utf8').trimEnd()]),
  );

function expectSound(...folders: string[]): void {
  for (const folder of folders) {
    expect(git(folder, 'fsck', '--full', '--strict', '--no-dangling')).toBe('');
    expect(lockFiles(folder)).toEqual([]);
  }
}

/** The environment's own folder in a clone. */
function ownFolder(clone: string): string {
  const laneway = join(clone, '.git/laneway');
  const [id, ...more] = readdirSync(laneway).filter((name) =>
    existsSync(join(laneway, name, 'environment.json')),
  );
  expect(more).toEqual([]);
  return join(laneway, id ?? '');
}

describe('after a crash', () => {
  test('somebody removed index.lock and committed on top: nothing is lost, and it is said', async () => {
    const site = await crashed('on-top', afterCommitPoint);
    rmSync(join(site.live, '.git/index.lock'));
    writeFiles(site.live, { 'index.html': 'one\ntwo\nTHREE\nfour\nFIVE\n' });
    git(site.live, 'commit', '-qam', 'by hand');
    const onTop = git(site.live, 'rev-parse', 'HEAD');
    const engine = await again(site);
    const { lanes } = await engine.overview();
    expect(lanes.map(({ problem }) => problem)).toEqual([null, null]);
    const record = await engine.record();
    expect(record.outcome).toBe('finished after a crash');
    expect(git(site.live, 'rev-parse', 'HEAD')).toBe(onTop);
    git(site.live, 'merge-base', '--is-ancestor', record.commits.result ?? '', 'HEAD');
    // The commit was made of the old files: it took back what had arrived, and the person has to know which.
    const said = record.findings.find(({ code }) => code === 'sync-needed');
    expect(said?.message).toContain('took back');
    expect(said?.paths).toEqual(expect.arrayContaining(['css/site.css', 'old.html', 'pages/b.html']));
    expect(filesOf(site.dev)).toEqual(crashResult);
    expectSound(site.dev, site.live);
    // The next plan shows that it would go away from Dev, too: nothing happens behind anybody's back.
    const plan = await engine.plan('Dev', 'Live');
    expect(plan.comesBack.map(({ path }) => path)).toContain('css/site.css');
    await engine.close();
  });

  test('the source folder is gone: the target is finished, or nothing happened', async () => {
    for (const [at, outcome] of [
      [afterCommitPoint, 'finished after a crash'],
      [beforeCommitPoint, 'rolled back after a crash'],
    ] as const) {
      const site = await crashed(`source-gone-${outcome.split(' ')[0] ?? ''}`, at);
      const before = readFileSync(join(template, 'live/index.html'), 'utf8').trimEnd();
      const status = git(join(template, 'live'), 'status', '--porcelain');
      renameSync(site.dev, `${site.dev}-away`);
      const engine = await again(site);
      const { lanes } = await engine.overview();
      expect(lanes.map(({ state }) => state)).toEqual(['unreachable', 'idle']);
      const record = await engine.record();
      expect(record.outcome).toBe(outcome);
      expectSound(site.live);
      if (at === afterCommitPoint) {
        expect(filesOf(site.live)).toEqual(crashResult);
        expect(git(site.live, 'status', '--porcelain')).toBe('');
        expect(record.findings.map(({ code }) => code)).toContain('sync-needed');
      } else {
        expect(readFileSync(join(site.live, 'index.html'), 'utf8').trimEnd()).toBe(before);
        expect(git(site.live, 'status', '--porcelain')).toBe(status);
      }
      // It comes back: what the crash left in it is not in the way, and nothing of it is lost.
      renameSync(`${site.dev}-away`, site.dev);
      const { lanes: both } = await engine.overview();
      expect(both.map(({ problem }) => problem)).toEqual([null, null]);
      const plan = await engine.plan('Dev', 'Live');
      if (!plan.empty) await engine.deploy('Dev', 'Live');
      expect(filesOf(site.live)).toEqual(crashResult);
      expectSound(site.dev, site.live);
      await engine.close();
    }
  });

  test('a clone was moved before Laneway was started again: it is found, and nothing in it is stuck', async () => {
    for (const [at, outcome] of [
      [afterCommitPoint, 'finished after a crash'],
      [beforeSourceMoves, 'finished after a crash'],
      [beforeCommitPoint, 'rolled back after a crash'],
    ] as const)
      for (const which of ['dev', 'live'] as const) {
        const site = await crashed(`moved-${which}-${at.slice(0, 4)}`, at);
        const to = `${site[which]}-moved`;
        renameSync(site[which], to);
        const now = { dev: site.dev, live: site.live, [which]: to };
        const engine = await again(site);
        const environmentId = engine.id(which === 'dev' ? 'Dev' : 'Live');
        await engine.overview(); // one of them is away: what can be done is done
        await engine.call('environment.locate', { projectId: engine.project.id, environmentId, path: to });
        const { lanes } = await engine.overview();
        expect(lanes.map(({ problem }) => problem)).toEqual([null, null]);
        expect((await engine.record()).outcome).toBe(outcome);
        expectSound(now.dev, now.live);
        if (!(await engine.plan('Dev', 'Live')).empty) await engine.deploy('Dev', 'Live');
        for (const folder of Object.values(now)) {
          expect(filesOf(folder)).toEqual(crashResult);
          expect(git(folder, 'status', '--porcelain')).toBe('');
        }
        await engine.close();
      }
  });

  test('the target is on another branch: its own branch is finished, its files are left alone', async () => {
    const site = await crashed('other-branch', afterCommitPoint);
    rmSync(join(site.live, '.git/index.lock'));
    git(site.live, 'stash', '-q', '--include-untracked');
    git(site.live, 'checkout', '-q', '-b', 'other', 'main~1');
    const before = stateOf(site.live);
    const engine = await again(site);
    expect((await engine.overview()).lanes.map(({ state }) => state)).toEqual(['ready', 'other-branch']);
    const record = await engine.record();
    expect(record.outcome).toBe('finished after a crash');
    expect(record.findings.map(({ code }) => code)).toContain('sync-needed');
    expect(stateOf(site.live)).toBe(before);
    expectSound(site.dev, site.live);
    git(site.live, 'checkout', '-q', 'main');
    expect(filesOf(site.live)).toEqual(crashResult);
    expect((await engine.overview()).lanes.map(({ state }) => state)).toEqual(['ready', 'idle']);
    await engine.close();
  });

  test('the source is on another branch: its own branch is finished, its files are left alone', async () => {
    const site = await crashed('source-other-branch', beforeSourceMoves);
    rmSync(join(site.dev, '.git/index.lock'));
    git(site.dev, 'stash', '-q', '--include-untracked');
    git(site.dev, 'checkout', '-q', '-b', 'other');
    const before = stateOf(site.dev);
    const engine = await again(site);
    expect((await engine.overview()).lanes.map(({ state }) => state)).toEqual(['other-branch', 'idle']);
    expect((await engine.record()).outcome).toBe('finished after a crash');
    expect(stateOf(site.dev)).toBe(before);
    expect(filesOf(site.live)).toEqual(crashResult);
    expectSound(site.dev, site.live);
    await engine.close();
  });
});

describe('a copy of an environment that was taken in the middle of a run', () => {
  for (const at of [beforeCommitPoint, afterCommitPoint])
    test(`is an environment of its own, is not stuck, and leaves the original alone (${at})`, async () => {
      const site = await crashed(`copied-${at.slice(0, 4)}`, at);
      const copies = { dev: `${site.dev}-copy`, live: `${site.live}-copy` };
      cpSync(site.dev, copies.dev, { recursive: true });
      cpSync(site.live, copies.live, { recursive: true });
      const all = (folder: string): string => bytesOf(join(folder, '.git')) + stateOf(folder);
      const before = [all(site.dev), all(site.live)];
      // Another app is the first to look at the copies.
      const other = startTestEngine(`${site.dataFolder}-other`, { clock: { now: () => Date.now() + 5000 } });
      const project = await other.call('project.create', {
        name: 'Copies',
        environments: [
          { name: 'Dev', path: copies.dev, role: 'development' },
          { name: 'Live', path: copies.live, role: 'production' },
        ],
      });
      const { lanes } = await other.call('overview.get', { projectId: project.id });
      expect(lanes.map(({ problem }) => problem)).toEqual([null, null]);
      expect([all(site.dev), all(site.live)]).toEqual(before);
      expectSound(copies.dev, copies.live);
      for (const copy of Object.values(copies)) expect(git(copy, 'for-each-ref', 'refs/laneway')).toBe('');
      const { plan, deploy } = actions(other, project);
      expect((await plan('Dev', 'Live')).blocked).toBe(false);
      if (!(await plan('Dev', 'Live')).empty) expect((await deploy('Dev', 'Live')).outcome).toBe('succeeded');
      expect(filesOf(copies.live)).toEqual(crashResult);
      await other.close();
      // The original is recovered as if there were no copy.
      const engine = await again(site);
      await engine.overview();
      const finished = at === afterCommitPoint;
      expect((await engine.record()).outcome).toBe(
        finished ? 'finished after a crash' : 'rolled back after a crash',
      );
      if (finished) expect(filesOf(site.live)).toEqual(crashResult);
      expectSound(site.dev, site.live);
      await engine.close();
    });
});

describe('a crash before the computer was started anew', () => {
  test('does not leave locks behind where devices have other numbers then', async () => {
    const site = await crashed('other-device', afterCommitPoint);
    const runs = join(ownFolder(site.live), 'runs');
    for (const name of readdirSync(runs)) {
      const journal = readFileSync(join(runs, name), 'utf8');
      writeFileSync(join(runs, name), journal.replace(/"device":"\d+"/g, '"device":"424242"'));
    }
    const engine = await again(site);
    expect((await engine.overview()).lanes.map(({ state }) => state)).toEqual(['ready', 'idle']);
    expect(filesOf(site.live)).toEqual(crashResult);
    expectSound(site.dev, site.live);
    await engine.close();
  });
});

describe('pins of old runs', () => {
  test('are let go of, and never fail a run when another program stands in the way', async () => {
    const { live, dev, dataFolder, lanes } = makeCrashSite(template, join(top, 'pins'));
    const head = git(live, 'rev-parse', 'HEAD');
    const pins = Array.from(
      { length: 100 },
      (_, n) => `refs/laneway/runs/20200101-000000-${String(n).padStart(6, '0')}`,
    );
    git(live, 'pack-refs', '--all');
    appendFileSync(join(live, '.git/packed-refs'), pins.map((pin) => `${head} ${pin}/result\n`).join(''));
    const lock = join(live, '.git/packed-refs.lock');
    writeFileSync(lock, '');
    const running = startTestEngine(dataFolder, { clock: { now: () => Date.now() + 5000 } });
    const project = await running.call('project.create', { name: 'Site', environments: [...lanes] });
    const { deploy } = actions(running, project);
    expect((await deploy('Dev', 'Live')).outcome).toBe('succeeded');
    expect(readdirSync(join(ownFolder(live), 'runs'))).toEqual([]);
    const kept = (): number =>
      new Set(
        git(live, 'for-each-ref', '--format=%(refname)', 'refs/laneway')
          .split('\n')
          .map((ref) => ref.split('/')[3]),
      ).size;
    expect(kept()).toBe(101);
    rmSync(lock);
    writeFiles(dev, { 'index.html': 'next\n' });
    expect((await deploy('Dev', 'Live')).outcome).toBe('succeeded');
    expect(kept()).toBe(100);
    expectSound(dev, live);
    await running.close();
  });
});

/** The newest lock of an environment says that another computer has it, which was silent for that long. */
function lockFromElsewhere(clone: string, silentSeconds: number): void {
  const locks = join(ownFolder(clone), 'locks');
  const newest = readdirSync(locks)
    .filter((name) => name.endsWith('.json'))
    .sort((a, b) => parseInt(a) - parseInt(b))
    .at(-1);
  const path = join(locks, newest ?? '');
  // In place: a lock is given back by writing over its first bytes.
  const lock = readFileSync(path, 'utf8').replace(/"(host|machine)":"[^"]*"/g, '"$1":"studio-pc"');
  writeFileSync(path, lock);
  const at = Date.now() / 1000 - silentSeconds;
  utimesSync(path, at, at);
}

describe('a run that was started on another computer', () => {
  test('keeps its environments until a person says that the computer is gone', async () => {
    const site = await crashed('elsewhere', afterCommitPoint);
    for (const clone of [site.dev, site.live]) lockFromElsewhere(clone, 30);
    const engine = await again(site);
    const ids = ['Dev', 'Live'].map((name) => ({
      projectId: engine.project.id,
      environmentId: engine.id(name),
    }));
    expect((await engine.overview()).lanes.map(({ state }) => state)).toContain('recovering');
    for (const input of ids)
      await expect(engine.call('environment.takeOver', input)).rejects.toMatchObject({
        code: 'environment-busy',
        data: { personMayTakeOver: false },
      });
    for (const clone of [site.dev, site.live]) lockFromElsewhere(clone, 300);
    await expect(engine.deploy('Dev', 'Live')).rejects.toMatchObject({
      code: 'environment-busy',
      data: { personMayTakeOver: true },
    });
    for (const input of ids) await engine.call('environment.takeOver', input);
    expect((await engine.overview()).lanes.map(({ state }) => state)).toEqual(['ready', 'idle']);
    expect((await engine.record()).outcome).toBe('finished after a crash');
    expect(filesOf(site.live)).toEqual(crashResult);
    expectSound(site.dev, site.live);
    writeFiles(site.dev, { 'index.html': 'next\n' });
    expect((await engine.deploy('Dev', 'Live')).outcome).toBe('succeeded');
    await engine.close();
  });

  test('keeps them for as long as it gives signs of life', async () => {
    const site = await crashed('beating', beforeCommitPoint);
    const engine = await again(site);
    await engine.overview();
    const folder = ownFolder(site.live);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const taken = tryAcquire(
        { id: '', folder },
        { run: 'r', what: 'Dev to Live', who: 'Ana', host: 'cli' },
      );
      if ('held' in taken) throw new Error('held');
      lockFromElsewhere(site.live, 300);
      expect(whoHolds({ id: '', folder })?.personMayTakeOver).toBe(true);
      vi.advanceTimersByTime(10_000);
      expect(whoHolds({ id: '', folder })).toMatchObject({ state: 'unknown-host', personMayTakeOver: false });
      taken.lock.release();
      lockFromElsewhere(site.live, 300);
      vi.advanceTimersByTime(60_000);
      expect(whoHolds({ id: '', folder })).toBeNull();
    } finally {
      vi.useRealTimers();
    }
    await engine.close();
  });
});
