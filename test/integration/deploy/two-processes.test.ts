import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { NewEnvironment } from '../../../src/shared/contract/command-inputs';
import { startCommitter } from '../../fixtures/committer';
import { cloneRepository, git, makeRepository, tryGit, writeFiles } from '../../fixtures/git-oracle';
import { actions, makeScenario, startTestEngine, type TestEngine } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';
import { ended, everyWord, firstWords, startProgram } from '../../fixtures/test-program';
import { lockFiles } from '../../fixtures/walk-site';
import { howMany } from '../../fixtures/thorough';

const top = tempFolder('two');
const seconds = howMany(15, 60);

/** What a process says. */
interface Said {
  readonly ready?: readonly string[];
  readonly ended?: string;
  readonly outcome?: string;
  readonly error?: { readonly code: string } | null;
  readonly refused?: string;
  readonly message?: string;
  readonly violation?: string;
  readonly stopped?: boolean;
}

interface Running {
  readonly program: ChildProcess;
  readonly said: Said[];
  readonly quiet: Promise<unknown>;
}

/** Refusals that are right while others work in the same folders. */
const right = ['plan-stale', 'plan-blocked', 'nothing-to-deploy', 'lock-held', 'ref-moved'];

const names = ['window', 'cli'] as const;

function makeLanes(): NewEnvironment[] {
  const live = makeRepository(join(top, 'live'), {
    'dev.txt': 'start\n',
    'staging.txt': 'start\n',
    'page.html': 'page\n',
  });
  const staging = cloneRepository(live, join(top, 'staging'));
  const dev = cloneRepository(live, join(top, 'dev'));
  return [
    { name: 'Dev', path: dev, role: 'development' },
    { name: 'Staging', path: staging, role: 'staging' },
    { name: 'Live', path: live, role: 'production' },
  ];
}

function startDeployer(dataFolder: string, lanes: readonly NewEnvironment[]): Running {
  const program = startProgram('deployer', ['loop', dataFolder, JSON.stringify(lanes), join(top, 'alone')]);
  const said: Said[] = [];
  const quiet = everyWord(program, (line) => said.push(line as Said));
  return { program, said, quiet };
}

async function activityOf(
  engine: TestEngine,
): Promise<{ id: string; outcome: string; result: string | null; to: string }[]> {
  const [project] = (await engine.call('project.list', {})).projects;
  const projectId = project?.id ?? '';
  const { records, damaged } = await engine.call('activity.list', { projectId });
  expect(damaged).toEqual([]);
  const all = [];
  for (const { id } of records) {
    const { record, log } = await engine.call('activity.get', { projectId, id });
    expect(log.length, `log of ${id}`).toBeGreaterThan(0);
    all.push({ id, outcome: record.outcome, result: record.commits.result, to: record.to.name });
  }
  return all;
}

describe('two processes with data of their own on the same clones', () => {
  test('take turns, and one goes on where the other was killed', { timeout: 240_000 }, async () => {
    const lanes = makeLanes();
    const [dev = '', staging = '', live = ''] = lanes.map(({ path }) => path);
    const dataFolders = names.map((name) => join(top, name));
    const committers = [
      startCommitter(dev, 'dev', ['dev.txt'], 0.4),
      startCommitter(staging, 'staging', ['staging.txt'], 1.5),
    ];
    const all: Running[] = dataFolders.map((folder) => startDeployer(folder, lanes));
    const now = [...all];
    let kills = 0;
    const succeeded = (at: number): number =>
      all
        .filter(({ program }) => program.spawnargs.includes(dataFolders[at] ?? ''))
        .flatMap(({ said }) => said)
        .filter(({ outcome }) => outcome === 'succeeded').length;
    const until = performance.now() + seconds * 1000;
    // On a busy computer it goes on until there is something to judge.
    const isEnough = (): boolean => kills > 2 && names.every((_, at) => succeeded(at) > 1);
    while (performance.now() < until || (!isEnough() && performance.now() < until + 90_000)) {
      await sleep(1500 + Math.random() * 3000);
      // Mostly the same one; sometimes the one who just took over.
      const at = Math.random() < 0.75 ? 0 : 1;
      const victim = now[at];
      if (victim?.said.length === 0) continue; // has not even begun
      victim?.program.kill('SIGKILL');
      if (victim) await ended(victim.program);
      const next = startDeployer(dataFolders[at] ?? '', lanes);
      now[at] = next;
      all.push(next);
      kills++;
    }
    for (const { program, said } of now) {
      while (said.length === 0) await sleep(20); // it can be told to stop
      program.kill('SIGTERM');
    }
    for (const { program } of now) expect(await ended(program), 'a process that was told to stop').toBe(0);
    await Promise.all(all.map(({ quiet }) => quiet));
    const wrote = { dev: await committers[0]?.stop(), staging: await committers[1]?.stop() };

    const said = all.flatMap((each) => each.said);
    expect(said.flatMap(({ violation }) => violation ?? [])).toEqual([]);
    expect(new Set(said.flatMap(({ ready }) => (ready ? [ready.join()] : []))).size, 'the same ids').toBe(1);
    expect(said.filter(({ refused }) => refused !== undefined && !right.includes(refused))).toEqual([]);
    const ends = said.filter(({ ended: id }) => id !== undefined);
    for (const { outcome, error } of ends)
      if (outcome === 'failed') expect(right, JSON.stringify(error)).toContain(error?.code);
      else expect(['succeeded', 'needs a new look', 'finished after a crash']).toContain(outcome);
    for (const { said: words } of now) expect(words.at(-1)).toEqual({ stopped: true });
    const successes = ends.filter(({ outcome }) => outcome === 'succeeded').length;
    expect(successes, `successes beside ${kills} kills`).toBeGreaterThan(2);
    for (const [at] of names.entries()) expect(succeeded(at), names[at]).toBeGreaterThan(0);

    // Everybody is gone. What the last kill left is finished, and both apps tell the same story.
    const engines = dataFolders.map((folder) =>
      startTestEngine(folder, { clock: { now: () => Date.now() + 5000 } }),
    );
    const [window, cli] = engines;
    const [project] = window ? (await window.call('project.list', {})).projects : [];
    if (!window || !cli || !project) throw new Error('no project');
    const { lanes: cards } = await window.call('overview.get', { projectId: project.id });
    expect(cards.map(({ problem }) => problem)).toEqual([null, null, null]);
    const site = actions(window, project);
    for (const [from, to] of [
      ['Dev', 'Staging'],
      ['Staging', 'Live'],
    ] as const)
      if (!(await site.plan(from, to)).empty) expect((await site.deploy(from, to)).outcome).toBe('succeeded');
    await site.settled();
    const stories = [await activityOf(window), await activityOf(cli)];
    expect(stories[1]).toEqual(stories[0]);
    const story = new Map(stories[0]?.map((record) => [record.id, record]));
    for (const { ended: id = '', outcome } of ends) expect(story.get(id)?.outcome).toBe(outcome);
    for (const { outcome, result, to } of story.values()) {
      if (!['succeeded', 'finished after a crash'].includes(outcome)) continue;
      const folder = lanes.find(({ name }) => name === to)?.path ?? '';
      expect(tryGit(folder, ['merge-base', '--is-ancestor', result ?? '', 'HEAD']).status, result ?? '').toBe(
        0,
      );
    }
    const tokens = (path: string, name: string): number =>
      git(live, 'show', `HEAD:${path}`)
        .split('\n')
        .filter((line) => line.startsWith(`${name} `)).length;
    expect({ dev: tokens('dev.txt', 'dev'), staging: tokens('staging.txt', 'staging') }).toEqual(wrote);
    for (const folder of [dev, staging, live]) {
      expect(git(folder, 'status', '--porcelain'), folder).toBe('');
      expect(git(folder, 'fsck', '--full', '--no-dangling')).toBe('');
      expect(lockFiles(folder)).toEqual([]);
    }
    for (const engine of engines) await engine.close();
  });
});

describe('a run that has to wait for another process', () => {
  test('says for whom, can be cancelled, and goes on when its turn has come', async () => {
    const site = await makeScenario(join(top, 'waiting'));
    writeFiles(site.dev, { 'pages/about.html': 'next\n' });
    const { hash: planHash } = await site.plan('Dev', 'Staging');
    const [own = ''] = readdirSync(join(site.staging, '.git/laneway'));
    const holder = startProgram('lock-holder', ['hold', join(site.staging, '.git/laneway', own)]);
    expect(await firstWords(holder)).toBe('held');
    const ends = { projectId: site.project.id, from: site.id('Dev'), to: site.id('Staging') };
    const start = (): Promise<{ runId: string }> =>
      site.call('deploy.start', { ...ends, message: '', planHash });
    const { runId: first } = await start();
    expect(await site.call('run.get', { runId: first })).toMatchObject({
      outcome: null,
      detail: 'Waiting for Dev to Stage',
      cancellable: true,
    });
    expect((await site.call('deploy.cancel', { runId: first })).outcome).toBe('cancelled');
    const { runId: second } = await start();
    const { runId: third } = await start();
    holder.kill('SIGKILL');
    await ended(holder);
    await site.settled();
    // The same plan twice: one of them happens, the other one finds another world and asks for a new look.
    const outcomes = [];
    for (const runId of [second, third]) outcomes.push((await site.call('run.get', { runId })).outcome);
    expect(outcomes.sort()).toEqual(['needs a new look', 'succeeded']);
    const { records } = await site.call('activity.list', { projectId: site.project.id });
    expect(records.map(({ outcome }) => outcome).sort()).toEqual([
      'cancelled',
      'needs a new look',
      'succeeded',
    ]);
    expect(git(site.staging, 'show', 'HEAD:pages/about.html')).toBe('next');
    await site.close();
  });
});
