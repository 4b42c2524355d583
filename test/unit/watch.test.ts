import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openRepository } from '../../src/main/engine/git/repository/open-repository';
import {
  createWatcher,
  type WatcherOptions,
  type WatchHandle,
} from '../../src/main/engine/watch/create-watcher';
import type { WatchReason } from '../../src/main/engine/watch/coalesce';
import { isOnNetwork } from '../../src/main/engine/watch/watch-limits';
import { commitAll, git, gitEnvironment, makeRepository, writeFiles } from '../fixtures/git-oracle';
import { tempFolder } from '../fixtures/temp';

vi.setConfig({ testTimeout: 20_000 });

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

interface Watched {
  readonly handle: WatchHandle;
  readonly calls: { reason: WatchReason; at: number }[];
  readonly watcher: ReturnType<typeof createWatcher>;
  readonly warnings: string[];
  /** Waits until it was quiet for long, then tells how often it was called since the last time, and for what. */
  readonly reasons: () => Promise<WatchReason[]>;
}

function watch(folder: string, options: Partial<WatcherOptions> = {}): Watched {
  const warnings: string[] = [];
  const logger = { info: () => {}, warn: (text: string) => void warnings.push(text) };
  const watcher = createWatcher({ clock: { now: () => Date.now() }, logger, recursive: false, ...options });
  open.push(watcher);
  const calls: Watched['calls'] = [];
  const handle = watcher.watch(openRepository(folder, gitEnvironment), (reason) =>
    calls.push({ reason, at: performance.now() }),
  );
  const reasons = async (): Promise<WatchReason[]> => {
    const begin = performance.now();
    for (;;) {
      await wait(40);
      const last = calls.at(-1)?.at ?? begin;
      if (performance.now() - Math.max(last, begin) > 270) break;
    }
    return calls.splice(0).map(({ reason }) => reason);
  };
  return { handle, calls, watcher, warnings, reasons };
}

/** The folders that this process watches, as the system tells. */
const systemWatches = (): number =>
  execFileSync('sh', ['-c', `cat /proc/${process.pid}/fdinfo/* 2>/dev/null | grep -c ^inotify || true`])
    .toString()
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0);

const site = {
  '.gitignore': 'node_modules/\n/media\n*.log\n',
  'views/home.html': 'home\n',
  'views/deep/er/page.html': 'page\n',
  'css/site.css': 'a {}\n',
  'css/.gitignore': 'out/\n',
};

function makeSite(): string {
  const folder = makeRepository(join(tempFolder(), 'site'), site);
  writeFiles(folder, {
    'node_modules/a/b/c.js': '1',
    'media/x/y.png': '2',
    'css/out/z.css': '3',
    'views/node_modules/q/r.js': '4',
  });
  return folder;
}

describe('the watcher', () => {
  it('watches folders that are not ignored, and nothing of objects', async () => {
    const folder = makeSite();
    const before = systemWatches();
    const { handle, reasons, calls } = watch(folder);
    expect(handle).toMatchObject({ state: 'live', note: null, folders: 5 });
    expect(systemWatches() - before).toBe(5 + 2); // and .git, .git/refs/heads
    writeFiles(folder, {
      'node_modules/a/b/d.js': '1',
      'media/x/z.png': '',
      'css/out/q.css': '',
      'views/node_modules/q/s.js': '',
    });
    git(folder, 'hash-object', '-w', 'views/home.html', 'css/site.css');
    writeFileSync(join(folder, 'views', '.laneway-0011.tmp'), 'ours');
    expect(await reasons()).toEqual([]);
    appendFileSync(join(folder, 'views', 'deep', 'er', 'page.html'), 'more');
    expect(await reasons()).toEqual(['files']);
    handle.close();
    expect(systemWatches()).toBe(before);
    appendFileSync(join(folder, 'views', 'home.html'), 'more');
    await wait(300);
    expect(calls).toEqual([]);
  });

  it('watches ignored folders in which git knows files', async () => {
    const folder = makeSite();
    git(folder, 'add', '-f', 'media/x/y.png');
    writeFiles(folder, { 'media/unknown/a.png': '' });
    const { handle, reasons } = watch(folder);
    expect(handle.folders).toBe(7);
    writeFiles(folder, { 'media/unknown/b.png': '' });
    expect(await reasons()).toEqual([]);
    writeFiles(folder, { 'media/x/y.png': 'new' });
    expect(await reasons()).toEqual(['files']);
  });

  it('tells commits, branches and the index from files', async () => {
    const folder = makeSite();
    const { reasons, calls } = watch(folder);
    git(folder, 'update-ref', 'refs/heads/feature/one', 'HEAD');
    expect(await reasons()).toEqual(['refs']);
    git(folder, 'update-ref', 'refs/heads/feature/one', git(folder, 'commit-tree', '-m', 'x', 'HEAD^{tree}'));
    expect(await reasons()).toEqual(['refs']);
    git(folder, 'update-ref', '-d', 'refs/heads/feature/one');
    git(folder, 'update-ref', 'refs/heads/feature/two', 'HEAD');
    await reasons();
    git(folder, 'update-ref', 'refs/heads/feature/two', git(folder, 'commit-tree', '-m', 'y', 'HEAD^{tree}'));
    expect(await reasons()).toEqual(['refs']);
    git(folder, 'pack-refs', '--all');
    expect(await reasons()).toEqual(['refs']);
    git(folder, 'checkout', '-q', 'feature/two');
    expect(await reasons()).toEqual(['head']);
    appendFileSync(join(folder, 'css', 'site.css'), 'more');
    await reasons();
    git(folder, 'add', 'css/site.css');
    expect(await reasons()).toEqual(['index']);
    git(folder, 'gc', '-q');
    const noise = await reasons();
    expect(noise.length).toBeLessThan(4);
    expect(calls).toEqual([]);
  });

  it('hears of commits in a linked folder', async () => {
    const folder = makeSite();
    const linked = join(folder, '..', 'linked');
    git(folder, 'worktree', 'add', '-q', '-b', 'ana', linked);
    const { reasons } = watch(linked);
    writeFiles(linked, { 'css/site.css': 'b {}' });
    commitAll(linked, 'more');
    expect(await reasons()).toContain('refs');
    git(linked, 'pack-refs', '--all');
    expect(await reasons()).toEqual(['refs']);
  });

  it('follows folders that are made, moved, removed and made again', async () => {
    const folder = makeSite();
    const before = systemWatches();
    const { handle, reasons } = watch(folder);
    writeFiles(folder, { 'new/a/b/c/file.txt': 'x', 'new/node_modules/d/e.js': 'y' });
    expect(await reasons()).toEqual(['files']);
    expect(handle.folders).toBe(5 + 4);
    appendFileSync(join(folder, 'new/a/b/c/file.txt'), 'more');
    expect(await reasons()).toEqual(['files']);

    renameSync(join(folder, 'new'), join(folder, 'moved'));
    await reasons();
    appendFileSync(join(folder, 'moved/a/b/c/file.txt'), 'more');
    expect(await reasons()).toEqual(['files']);

    // Removed and made again at once: the watch on the old one is deaf.
    rmSync(join(folder, 'moved'), { recursive: true });
    writeFiles(folder, { 'moved/a/b/c/file.txt': 'x' });
    await reasons();
    appendFileSync(join(folder, 'moved/a/b/c/file.txt'), 'more');
    expect(await reasons()).toEqual(['files']);

    git(folder, 'stash', '-q', '-u');
    await reasons();
    git(folder, 'stash', 'pop', '-q');
    await reasons();
    appendFileSync(join(folder, 'moved/a/b/c/file.txt'), 'again');
    expect(await reasons()).toEqual(['files']);
    rmSync(join(folder, 'moved'), { recursive: true });
    await reasons();
    expect(handle.folders).toBe(5);
    expect(systemWatches() - before).toBe(7);
  });

  it('follows changed ignore rules', async () => {
    const folder = makeSite();
    const { handle, reasons } = watch(folder);
    writeFiles(folder, { '.gitignore': '/views/deep\n' });
    await reasons();
    // Also views/deep, which is ignored now, but git knows files in it.
    expect(handle.folders).toBe(5 + 7);
    writeFiles(folder, { '.gitignore': site['.gitignore'] });
    await reasons();
    expect(handle.folders).toBe(5);
  });

  it('makes a handful of calls of a burst of 5,000 files, and one after it', async () => {
    const folder = makeSite();
    const { calls, reasons, handle } = watch(folder);
    let end = 0;
    for (let i = 0; i < 5000; i++) {
      if (i % 500 === 0) mkdirSync(join(folder, 'build', `${i / 500}`), { recursive: true });
      writeFileSync(join(folder, 'build', `${Math.floor(i / 500)}`, `${i}.txt`), 'x');
      end = performance.now();
      if (i % 100 === 99) await wait(15);
    }
    await wait(400);
    const last = calls.at(-1)?.at ?? 0;
    expect(last).toBeGreaterThan(end);
    const times = (await reasons()).length;
    expect(times).toBeGreaterThanOrEqual(1);
    expect(times).toBeLessThanOrEqual(10);
    expect(handle.folders).toBe(5 + 11);
  });

  it('calls once a second while a burst does not end', async () => {
    const folder = makeSite();
    const { calls } = watch(folder);
    const begin = performance.now();
    while (performance.now() - begin < 2500) {
      appendFileSync(join(folder, 'css', 'site.css'), 'x');
      await wait(30);
    }
    await wait(400);
    const firsts = calls.map(({ at }) => at - begin);
    expect(firsts.length).toBeGreaterThanOrEqual(2);
    expect(firsts.length).toBeLessThanOrEqual(5);
    expect(firsts[0]).toBeGreaterThan(900);
  });

  it('watches a whole clone by one watch where that is better, by the same rules', async () => {
    const folder = makeSite();
    const { handle, reasons } = watch(folder, { recursive: true, maximumWatches: 3 });
    expect(handle).toMatchObject({ state: 'live', folders: 5 });
    await reasons();
    writeFiles(folder, { 'node_modules/a/b/c.js': 'x', 'views/node_modules/q/r.js': 'z' });
    expect(await reasons()).toEqual([]);
    writeFiles(folder, { 'views/deep/er/page.html': 'x' });
    expect(await reasons()).toEqual(['files']);
    writeFiles(folder, { 'new/a/b.txt': 'x' });
    await reasons();
    expect(handle.folders).toBe(7);
    writeFiles(folder, { 'new/a/b.txt': 'y' });
    expect(await reasons()).toEqual(['files']);
  });
});

describe('a clone that cannot be watched', () => {
  it('is swept while it is looked at, and says why', async () => {
    const folder = makeSite();
    const before = systemWatches();
    const { handle, calls, watcher, warnings } = watch(folder, { maximumWatches: 6, sweepMilliseconds: 50 });
    expect(handle).toMatchObject({ state: 'sweep', folders: 0 });
    expect(handle.note).toContain('more folders than this computer can watch');
    expect(warnings).toHaveLength(1);
    expect(systemWatches()).toBe(before);
    await wait(180);
    expect(calls.length).toBeGreaterThanOrEqual(2);
    expect(calls.every(({ reason }) => reason === 'sweep')).toBe(true);
    watcher.setVisible(false);
    calls.length = 0;
    await wait(150);
    expect(calls).toEqual([]);
    watcher.setVisible(true);
    expect(calls).toHaveLength(1); // at once: it was long ago
    handle.close();
    await wait(120);
    expect(calls).toHaveLength(1);
  });

  it('shares the limit with the others, and gives back what it had', async () => {
    const [one, two] = [makeSite(), makeSite()];
    const { watcher, handle, reasons } = watch(one, { maximumWatches: 10, sweepMilliseconds: 10_000 });
    expect(handle.state).toBe('live');
    const second = watcher.watch(openRepository(two, gitEnvironment), () => {});
    expect(second.state).toBe('sweep');
    second.close();
    // It grows beyond the limit while it is watched.
    writeFiles(one, { 'a/b/c/d/e/f.txt': 'x' });
    expect(await reasons()).toEqual(['files']);
    expect(handle.state).toBe('sweep');
    expect(watcher.watch(openRepository(two, gitEnvironment), () => {}).state).toBe('live');
  });

  it('is one on a network drive', () => {
    const folder = makeSite();
    const { handle } = watch(folder, { fileSystemType: () => 0x6969 });
    expect(handle.state).toBe('sweep');
    expect(handle.note).toContain('network drive');
    // -11317950 is how a signed number of SMB reads.
    expect([0x6969, 0xff534d42, -11317950, 0xef53].map((type) => isOnNetwork('/x', () => type))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(isOnNetwork(folder)).toBe(false);
  });

  it('is one whose folder goes away, until it comes back', async () => {
    const folder = makeSite();
    const { handle, reasons, calls } = watch(folder, { sweepMilliseconds: 60 });
    renameSync(folder, `${folder}-away`);
    await wait(400);
    expect(handle.state).toBe('sweep');
    expect(handle.note).toContain('not there');
    expect(calls.length).toBeGreaterThan(0);
    renameSync(`${folder}-away`, folder);
    await wait(200);
    expect(handle).toMatchObject({ state: 'live', note: null, folders: 5 });
    await reasons();
    appendFileSync(join(folder, 'css', 'site.css'), 'x');
    expect(await reasons()).toEqual(['files']);
    // Another clone in its place.
    rmSync(folder, { recursive: true });
    git(join(folder, '..'), 'init', '-q', folder);
    writeFiles(folder, { 'a/b.txt': readFileSync('/proc/sys/kernel/ostype') });
    await wait(500);
    expect(handle).toMatchObject({ state: 'live', folders: 2 });
  });
});
