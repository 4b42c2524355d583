import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { EnginePorts } from '../../../src/main/engine/ports';
import { commitAll, git, tryGit, writeFiles } from '../../fixtures/git-oracle';
import {
  age,
  atPhase,
  bothVisible,
  failed,
  headOf,
  makePair,
  openPair,
  refused,
  runToEnd,
  start,
  workOnBoth,
  type Pair,
} from '../../fixtures/pair';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('beside');

async function makeWorked(name: string): Promise<Pair> {
  const pair = await makePair(join(top, name));
  workOnBoth(pair);
  return pair;
}

/** The same pair, with an engine whose events go to `emit`. */
async function watched(pair: Pair, emit: NonNullable<EnginePorts['emit']>): Promise<Pair> {
  await pair.close();
  return await openPair(join(pair.folder, 'watched'), pair.dev, pair.live, { emit });
}

afterEach(() => vi.restoreAllMocks());

/** Ten seconds of patience pass in a quarter of one. */
function hurry(): void {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() * 40);
}

describe('a lock that another program holds', () => {
  for (const side of ['dev', 'live'] as const) {
    test(`on the index of ${side}: refused by name and age, nothing changed, the lock is left alone`, async () => {
      const pair = await makeWorked(`held-${side}`);
      const lock = join(pair[side], '.git/index.lock');
      writeFileSync(lock, '');
      const then = Date.now() / 1000 - 1200;
      utimesSync(lock, then, then);
      const before = bothVisible(pair);
      const { hash } = await pair.plan('Dev', 'Live');
      hurry();
      const answer = await failed(pair, hash);
      expect(answer.code).toBe('lock-held');
      expect(answer.message).toContain(lock);
      expect(answer.message).toMatch(/for 20 min.*If no program is working in this folder, delete that file/);
      expect(bothVisible(pair)).toEqual(before);
      rmSync(lock);
      expect((await runToEnd(pair)).outcome).toBe('succeeded');
      await pair.close();
    });

    test(`on the index of ${side}, given back in time: the run goes on`, async () => {
      const pair = await makeWorked(`given-back-${side}`);
      const lock = join(pair[side], '.git/index.lock');
      writeFileSync(lock, '');
      setTimeout(() => rmSync(lock), 700);
      expect((await runToEnd(pair)).outcome).toBe('succeeded');
      await pair.close();
    });
  }

  test('while it waits for one it can be stopped, and nothing was changed', async () => {
    const pair = await makeWorked('stopped');
    const lock = join(pair.live, '.git/index.lock');
    writeFileSync(lock, '');
    const before = bothVisible(pair);
    const runId = await start(pair, await pair.plan('Dev', 'Live'));
    await delay(200);
    expect((await pair.call('run.get', { runId })).detail).toMatch(/Another program is working in Live/);
    const run = await pair.call('deploy.cancel', { runId });
    expect(run.outcome).toBe('cancelled');
    expect(run.error?.message).toMatch(/was stopped. Nothing was changed/);
    expect(bothVisible(pair)).toEqual(before);
    await pair.close();
  });

  test('names the program that has it open', async () => {
    const pair = await makeWorked('owner');
    const lock = join(pair.live, '.git/index.lock');
    const holder = spawn('bash', ['-c', `exec 9> "${lock}"; echo ready; sleep 60`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((ready) => holder.stdout.once('data', ready));
    const { hash } = await pair.plan('Dev', 'Live');
    hurry();
    const answer = await failed(pair, hash);
    holder.kill();
    expect(answer.code).toBe('lock-held');
    if (process.platform === 'linux') expect(answer.message).toMatch(/\((bash|sleep) \(process \d+\)\)/);
    await pair.close();
  });

  test('on the branch of the target: nothing changed', async () => {
    const pair = await makeWorked('ref');
    const { hash } = await pair.plan('Dev', 'Live');
    const lock = join(pair.live, '.git/refs/heads/main.lock');
    writeFileSync(lock, '');
    const before = bothVisible(pair);
    const answer = await failed(pair, hash);
    expect(answer.code).toBe('lock-held');
    expect(answer.message).toContain(lock);
    expect(bothVisible(pair)).toEqual(before);
    await pair.close();
  });
});

describe('a commit by another program between plan and run', () => {
  const others: readonly (readonly [string, (pair: Pair) => void])[] = [
    ['on the source', ({ dev }) => (writeFiles(dev, { 'pages/x.html': 'x\n' }), commitAll(dev, 'meanwhile'))],
    [
      'on the target',
      ({ live }) => (writeFiles(live, { 'pages/x.html': 'x\n' }), commitAll(live, 'meanwhile')),
    ],
    ['that takes one back', ({ live }) => git(live, 'reset', '-q', '--hard', 'HEAD~1')],
    [
      'an edit on the source',
      ({ dev }) => (writeFiles(dev, { 'pages/a.html': 'edit\n' }), age(dev, 'pages/a.html')),
    ],
    [
      'an edit on the target',
      ({ live }) => (writeFiles(live, { 'pages/a.html': 'edit\n' }), age(live, 'pages/a.html')),
    ],
    [
      'a new file on the target, where one arrives',
      ({ live }) => (writeFiles(live, { 'pages/b.html': 'mine\n' }), age(live, 'pages/b.html')),
    ],
    ['another branch on the target', ({ live }) => git(live, 'checkout', '-q', '-b', 'elsewhere')],
  ];
  for (const [what, act] of others) {
    test(`${what}: plan-stale, nothing changed`, async () => {
      const pair = await makeWorked(`stale-${what.replaceAll(/\W/g, '-')}`);
      const plan = await pair.plan('Dev', 'Live');
      act(pair);
      const before = bothVisible(pair);
      const answer = await refused(start(pair, plan));
      expect(answer.code).toBe(what.startsWith('another branch') ? 'other-branch' : 'plan-stale');
      expect(bothVisible(pair)).toEqual(before);
      await pair.close();
    });

    test(`${what}, after the run was accepted: nothing changed by it`, async () => {
      const made = await makeWorked(`late-${what.replaceAll(/\W/g, '-')}`);
      let before: unknown;
      const pair = await watched(
        made,
        atPhase('merge', () => {
          act(made);
          before = bothVisible(made);
        }),
      );
      const { hash } = await pair.plan('Dev', 'Live');
      const answer = await failed(pair, hash);
      expect(answer.code).toBe('plan-stale');
      expect(answer.message).toMatch(/Something changed since you looked.*fresh plan/);
      expect(before).toBeDefined();
      expect(bothVisible(pair)).toEqual(before);
      await pair.close();
    });
  }
});

describe('work by a person after the commit point', () => {
  async function during(
    name: string,
    act: (pair: Pair) => void,
  ): Promise<{ pair: Pair; findings: readonly string[] }> {
    const made = await makeWorked(name);
    const pair = await watched(
      made,
      atPhase('extract', () => act(made)),
    );
    const { id, outcome, error } = await runToEnd(pair);
    expect(error).toBeNull();
    expect(outcome).toBe('succeeded');
    const { record } = await pair.call('activity.get', { projectId: pair.project.id, id });
    return {
      pair,
      findings: record.findings.filter(({ code }) => code === 'late-edit').map(({ message }) => message),
    };
  }

  test('an edit beside what arrives is kept in the file, one in the same place beside it', async () => {
    const beside = await during('late-beside', ({ live }) =>
      writeFileSync(join(live, 'index.html'), 'one\ntwo\nthree\nfour\nFIVE\nsix\n'),
    );
    expect(beside.findings).toEqual([
      expect.stringMatching(/Both edits are in the file; the later one is not deployed yet/),
    ]);
    expect(readFileSync(join(beside.pair.live, 'index.html'), 'utf8')).toBe(
      'ONE\ntwo\nthree\nfour\nFIVE\nsix\n',
    );
    expect(git(beside.pair.live, 'status', '--porcelain')).toBe(' M index.html');
    await beside.pair.close();

    const same = await during('late-same', ({ live }) =>
      writeFileSync(join(live, 'index.html'), 'mine\ntwo\nthree\nfour\nFIVE\n'),
    );
    const [, kept = ''] = /kept as (.*)\.$/.exec(same.findings[0] ?? '') ?? [];
    expect(readFileSync(kept, 'utf8')).toBe('mine\ntwo\nthree\nfour\nFIVE\n');
    expect(git(same.pair.live, 'status', '--porcelain')).toBe('');
    await same.pair.close();
  });

  test('a file that was deleted is there again, and that is said', async () => {
    const { pair, findings } = await during('late-deleted', ({ live }) => rmSync(join(live, 'index.html')));
    expect(findings).toEqual([
      expect.stringMatching(
        /"index.html" was deleted on Live while the run went on.*there again, as planned.*Delete it once more/,
      ),
    ]);
    expect(git(pair.live, 'status', '--porcelain')).toBe('');
    await pair.close();
  });

  test('a file that goes away with the deployment and was deleted already: nothing to say', async () => {
    const { pair, findings } = await during('late-gone', ({ live }) => rmSync(join(live, 'old.html')));
    expect(findings).toEqual([]);
    expect(existsSync(join(pair.live, 'old.html'))).toBe(false);
    expect(git(pair.live, 'status', '--porcelain')).toBe('');
    await pair.close();
  });

  test('a file that was made executable stays it, uncommitted, with the content that arrived', async () => {
    const { pair, findings } = await during('late-mode', ({ live }) =>
      chmodSync(join(live, 'index.html'), 0o755),
    );
    expect(findings).toHaveLength(1);
    expect(statSync(join(pair.live, 'index.html')).mode & 0o111).not.toBe(0);
    expect(readFileSync(join(pair.live, 'index.html'), 'utf8')).toBe('ONE\ntwo\nthree\nfour\nFIVE\n');
    expect(git(pair.live, 'diff', '--summary')).toBe(' mode change 100644 => 100755 index.html');
    await pair.close();
  });

  test('a commit on the source: newer work wins, and it is said', async () => {
    const { pair } = await during('late-commit', ({ dev }) => {
      // Past the lock, as a program does that does not respect it.
      rmSync(join(dev, '.git/index.lock'), { force: true });
      writeFiles(dev, { 'pages/x.html': 'x\n' });
      commitAll(dev, 'meanwhile');
    });
    expect(git(pair.dev, 'log', '-1', '--format=%s')).toBe('meanwhile');
    expect(tryGit(pair.dev, ['status', '--porcelain']).stdout.toString()).toBe('');
    expect(headOf(pair.live)).not.toBe(headOf(pair.dev));
    await pair.close();
  });
});
