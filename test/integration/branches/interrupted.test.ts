import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toErrorAnswer } from '../../../src/main/engine/errors';
import { buryLocks } from '../../fixtures/bury-locks';
import { createDyingDisk } from '../../fixtures/dying-disk';
import { createFullDisk } from '../../fixtures/full-disk';
import { git } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';
import { strideOf } from '../../fixtures/thorough';
import { everything, makeClones, startSite, type BranchSite } from './branch-site';

const top = tempFolder('interrupted');
const template = join(top, 'template');
const dying = createDyingDisk();
const full = createFullDisk();
afterAll(() => {
  full.restore();
  dying.restore();
});
beforeAll(async () => {
  mkdirSync(template);
  await (await startSite(makeClones(template), join(template, 'data'))).close();
});

/** The paths stay those of the template: its project names them. One after another, each from the same state. */
async function site(): Promise<{ open: () => Promise<BranchSite>; sites: string }> {
  const sites = join(top, `at-${readdirSync(top).length}`);
  cpSync(template, sites, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  const clones = { dev: join(sites, 'dev'), live: join(sites, 'live') };
  for (const folder of Object.values(clones)) git(folder, 'status');
  const data = join(sites, '../data', sites.slice(-4));
  await (await startSite(clones, data)).close();
  return { open: () => startSite(clones, data), sites };
}

const existing = { name: 'Menu', branch: 'feature/menu' } as const;
const made = { name: 'Menu', branch: 'new/menu', start: { kind: 'environment' } } as const;

/** Asks for a branch that is not there: what an earlier attempt left is cleared away before that is found out. */
async function clearAway(running: BranchSite): Promise<void> {
  await expect(running.add({ name: 'Nobody', branch: 'nope' })).rejects.toMatchObject({
    code: 'branch-missing',
  });
}

async function expectMade(running: BranchSite, added: typeof existing | typeof made): Promise<void> {
  const { path } = await running.add(added);
  expect(git(path, 'status', '--porcelain', '--untracked-files=all')).toBe('');
  expect(git(path, 'symbolic-ref', 'HEAD')).toBe(`refs/heads/${added.branch}`);
  expect(git(running.dev, 'worktree', 'prune', '-n', '-v')).toBe('');
  expect(git(running.dev, 'worktree', 'list', '--porcelain')).not.toContain('locked');
  expect(git(running.dev, 'fsck')).not.toMatch(/missing|broken|error/);
}

/** How many changes of the disk it takes. */
async function changes(added: typeof existing | typeof made): Promise<number> {
  const { open } = await site();
  const running = await open();
  dying.arm(Number.MAX_SAFE_INTEGER);
  await running.add(added);
  const count = dying.count();
  dying.revive();
  await running.close();
  return count;
}

/** Dies before the n-th change of the disk; then starts again, looks, and makes it after all. */
async function dieAt(at: number, added: typeof existing | typeof made): Promise<'nothing' | 'complete'> {
  const { open, sites } = await site();
  const dev = join(sites, 'dev');
  const before = everything(sites, dev);
  const first = await open();
  dying.arm(at);
  await expect(first.add(added), `dying at ${at}`).rejects.toThrow();
  dying.revive();
  buryLocks(dev);
  // A short lock of a dead process is taken over at once; this one lives.
  for (const lock of [join(dev, '.git/laneway/identity.lock'), join(first.dataFolder, 'projects.json.lock')])
    rmSync(lock, { force: true });
  await first.close();
  const second = await open();
  await clearAway(second);
  const after = everything(sites, dev) as { links: readonly string[] };
  const isNothing = after.links.length === 0;
  if (isNothing) expect(after, `after dying at ${at}`).toEqual(before);
  await expectMade(second, added);
  await second.close();
  return isNothing ? 'nothing' : 'complete';
}

it.each([existing, made])(
  'killed at any moment leaves nothing half, and the next attempt succeeds: $branch',
  { timeout: 3_600_000 },
  async (added) => {
    const count = await changes(added);
    expect(count).toBeGreaterThan(40);
    for (let at = 1; at <= count; at += strideOf(count, 5)) await dieAt(at, added);
    // Around the step that makes it whole: there the branch is made.
    let [low, high] = [1, count];
    while (low + 1 < high) {
      const at = Math.floor((low + high) / 2);
      if ((await dieAt(at, added)) === 'nothing') low = at;
      else high = at;
    }
    for (let at = low - 1; at > low - 7; at--) expect(await dieAt(at, added)).toBe('nothing');
    expect(await dieAt(high, added)).toBe('complete');
  },
);

it('a full disk at any moment leaves everything as it was', { timeout: 3_600_000 }, async () => {
  const stride = strideOf(await changes(made), 6);
  for (let at = 1, met = true; met; at += stride) {
    const { open, sites } = await site();
    const running = await open();
    const before = everything(sites, running.dev);
    full.arm(at, true);
    const failed = await running.add(made).then(
      () => null,
      (cause: unknown) => cause,
    );
    met = full.met;
    full.free();
    if (met && failed) {
      expect(toErrorAnswer(failed).code, `full at ${at}`).toBe('disk-full');
      const after = everything(sites, running.dev) as { links: readonly string[] };
      if (after.links.length === 0) expect(after, `full at ${at}`).toEqual(before);
      await expectMade(running, made);
    }
    await running.close();
  }
});
