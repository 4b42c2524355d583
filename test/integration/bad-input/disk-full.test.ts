import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { toErrorAnswer } from '../../../src/main/engine/errors';
import type { ErrorAnswer } from '../../../src/shared/contract/errors';
import type { Outcome } from '../../../src/shared/domain/run';
import { createFullDisk } from '../../fixtures/full-disk';
import { cloneRepository, commitAll, git, writeFiles } from '../../fixtures/git-oracle';
import {
  age,
  bothVisible,
  expectClear,
  failed,
  makePair,
  openPair,
  start,
  visible,
  workOnBoth,
  type Pair,
} from '../../fixtures/pair';
import { ended } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';
import { howMany } from '../../fixtures/thorough';

const disk = createFullDisk();
afterEach(() => disk.free());
afterAll(() => disk.restore());

const top = tempFolder('full');
const template = join(top, 'template');

/** Full for a moment and full for good, in turns. */
const step = howMany(9, 1);

/** Commits on both sides, unsaved work on both sides, a deletion and new files. */
async function makeTemplate(): Promise<void> {
  const pair = await makePair(template);
  await pair.close();
  workOnBoth(pair);
  rmSync(join(pair.folder, 'data'), { recursive: true });
  for (const folder of [pair.dev, pair.live]) rmSync(join(folder, '.git/laneway'), { recursive: true });
  writeFiles(pair.dev, { 'css/site.css': 'a\nb\nc\nD\n', 'pages/new.html': 'new\n' });
  age(pair.dev, 'css/site.css', 'pages/new.html');
  writeFiles(pair.live, { 'pages/a.html': 'edited on live\n' });
  age(pair.live, 'pages/a.html');
}

interface Ended {
  readonly outcome: Outcome | 'refused';
  readonly error: ErrorAnswer | null;
}

async function tryRun(pair: Pair, hash: string): Promise<Ended> {
  try {
    const runId = await start(pair, { hash });
    const { outcome, error } = await ended(() => pair.call('run.get', { runId }));
    return { outcome: outcome ?? 'refused', error };
  } catch (cause) {
    return { outcome: 'refused', error: toErrorAnswer(cause) };
  }
}

/** A run that finds the disk full at its n-th call for room. */
async function fullAt(n: number, lasting: boolean): Promise<'before' | 'after' | 'unhurt' | 'not reached'> {
  const name = `${n}${lasting ? '-lasting' : ''}`;
  const at = `at call ${n}${lasting ? ' and later' : ''}`;
  const folder = join(top, name);
  cpSync(template, folder, { recursive: true, preserveTimestamps: true });
  const pair = await openPair(folder, join(folder, 'dev'), join(folder, 'live'));
  const before = bothVisible(pair);
  const plan = await pair.plan('Dev', 'Live');
  disk.arm(n, lasting);
  const { outcome, error } = await tryRun(pair, plan.hash);
  const { met } = disk;
  const happened = git(pair.live, 'rev-parse', 'HEAD') !== plan.to.head;
  if (error) {
    expectClear(error);
    expect(error.code, at).toBe('disk-full');
    expect(error.message).toMatch(/The disk is full.*Make room/);
  }
  // With the disk still full: nothing has moved, or everything has arrived.
  if (!happened) {
    expect(outcome, at).toMatch(/failed|refused/);
    expect(bothVisible(pair), at).toEqual(before);
  }
  disk.free();
  const { lanes } = await pair.call('overview.get', { projectId: pair.project.id });
  expect(
    lanes.map(({ problem }) => problem),
    at,
  ).toEqual([null, null]);
  if (happened) {
    for (const clone of [pair.dev, pair.live]) {
      expect(git(clone, 'rev-parse', 'HEAD^{tree}'), at).toBe(plan.resultTree);
      expect(git(clone, 'status', '--porcelain'), at).toBe('');
      expect(
        Object.keys(visible(clone)).filter((file) => file.endsWith('.lock')),
        at,
      ).toEqual([]);
    }
    const { records } = await pair.call('activity.list', { projectId: pair.project.id });
    expect(records[0]?.outcome, at).toMatch(/succeeded|finished after a crash/);
  } else {
    expect(bothVisible(pair), at).toEqual(before);
    expect((await tryRun(pair, plan.hash)).outcome, `${at}, with room again`).toBe('succeeded');
  }
  await pair.close();
  rmSync(folder, { recursive: true });
  if (!met) return 'not reached';
  return !happened ? 'before' : outcome === 'succeeded' ? 'unhurt' : 'after';
}

describe('a disk that is full', () => {
  test('at any moment of a run: nothing happened, or it is finished', { timeout: 300_000 }, async () => {
    await makeTemplate();
    const seen = { before: 0, after: 0, unhurt: 0, 'not reached': 0 };
    for (let n = 1; seen['not reached'] === 0; n += step) seen[await fullAt(n, n % (2 * step) === 1)]++;
    expect(seen.before).toBeGreaterThan(howMany(6, 20));
    expect(seen.after).toBeGreaterThan(howMany(1, 5));
  });

  test('for real, where this person may mount a small one', async ({ skip }) => {
    const small = tempFolder('small');
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'laneway-test', small]);
    skip(mounted.status !== 0, 'mounting needs root');
    try {
      const made = await makePair(join(top, 'real'));
      await made.close();
      const live = cloneRepository(made.live, join(small, 'live'));
      mkdirSync(join(top, 'real-data'), { recursive: true });
      const pair = await openPair(join(top, 'real-data'), made.dev, live);
      writeFileSync(
        join(pair.dev, 'picture.png'),
        Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * i * 31) % 251)),
      );
      commitAll(pair.dev, 'a picture');
      writeFileSync(join(live, '.git/info/exclude'), '*.fill\n');
      writeFileSync(join(live, 'space.fill'), Buffer.alloc(1_000_000));
      const plan = await pair.plan('Dev', 'Live');
      const before = bothVisible(pair);
      const answer = await failed(pair, plan.hash);
      expect(answer.code).toBe('disk-full');
      expect(answer.message).toMatch(/The disk is full.*Make room/);
      expect(bothVisible(pair)).toEqual(before);
      await pair.close();
    } finally {
      spawnSync('umount', [small]);
    }
  });
});
