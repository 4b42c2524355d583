import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cloneRepository, commitAll, git, makeRepository, writeFiles } from '../../fixtures/git-oracle';
import { found, openPair, runToEnd, visible, type Pair } from '../../fixtures/pair';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('sparse-sites');

const files = {
  'index.html': 'one\ntwo\nthree\nfour\nfive\n',
  'pages/a.html': 'a\n',
  'media/b.txt': 'b\n',
  'media/deep/c.txt': 'c\n',
};

async function pairOf(name: string, sparse: 'dev' | 'live', ...how: readonly string[]): Promise<Pair> {
  const folder = join(top, name);
  const live = makeRepository(join(folder, 'live'), files);
  const dev = cloneRepository(live, join(folder, 'dev'));
  git(sparse === 'dev' ? dev : live, 'sparse-checkout', 'set', ...how);
  return await openPair(folder, dev, live);
}

/** Native git finds nothing to say about either side, and both have the same tree. */
function expectSettled({ dev, live }: Pair): void {
  for (const folder of [dev, live]) {
    expect(git(folder, 'status', '--porcelain')).toBe('');
    git(folder, 'fsck', '--strict', '--no-dangling');
  }
  expect(git(dev, 'rev-parse', 'HEAD^{tree}')).toBe(git(live, 'rev-parse', 'HEAD^{tree}'));
}

const names = (folder: string): string[] =>
  Object.keys(visible(folder)).filter((name) => !name.startsWith('.git/'));

describe.each([
  ['cones', ['--cone', 'pages']],
  ['a sparse index', ['--cone', '--sparse-index', 'pages']],
  ['ordinary patterns', ['--no-cone', '/*', '!/media/']],
])('a deployment with %s', (name, how) => {
  test('out of a sparse checkout: its work goes, and what arrives outside has no file', async () => {
    const pair = await pairOf(`out ${name}`, 'dev', ...how);
    writeFiles(pair.dev, { 'index.html': 'ONE\ntwo\nthree\nfour\nfive\n', 'pages/new.html': 'new\n' });
    writeFiles(pair.live, { 'media/deep/c.txt': 'C\n', 'media/new.txt': 'new\n', 'media/b.txt': null });
    commitAll(pair.live, 'hotfix');
    expect((await runToEnd(pair)).outcome).toBe('succeeded');
    expectSettled(pair);
    expect(git(pair.live, 'show', 'HEAD:pages/new.html')).toBe('new');
    expect(names(pair.dev)).toEqual(['index.html', 'pages/a.html', 'pages/new.html']);
    expect(git(pair.dev, 'ls-files').split('\n')).toContain('media/new.txt');
    await pair.close();
  });

  test('into one: only what belongs there is written', async () => {
    const pair = await pairOf(`into ${name}`, 'live', ...how);
    writeFiles(pair.dev, {
      'pages/new.html': 'new\n',
      'media/new.txt': 'new\n',
      'media/b.txt': 'B\n',
      'media/deep': null,
    });
    commitAll(pair.dev, 'work');
    writeFiles(pair.live, { 'index.html': 'one\ntwo\nthree\nfour\nFIVE\n' });
    expect((await runToEnd(pair)).outcome).toBe('succeeded');
    expectSettled(pair);
    expect(names(pair.live)).toEqual(['index.html', 'pages/a.html', 'pages/new.html']);
    expect(git(pair.live, 'ls-files', '-t').split('\n')).toEqual([
      'H index.html',
      'S media/b.txt',
      'S media/new.txt',
      'H pages/a.html',
      'H pages/new.html',
    ]);
    await pair.close();
  });
});

test('edits of a file that git was told to skip are no work, and block what would replace them', async () => {
  const pair = await pairOf('skipped', 'dev', '--no-cone', '/*');
  git(pair.live, 'update-index', '--skip-worktree', 'index.html');
  writeFiles(pair.live, { 'index.html': 'of this server only\n' });
  writeFiles(pair.dev, { 'pages/a.html': 'A\n' });
  commitAll(pair.dev, 'beside it');
  expect((await runToEnd(pair)).outcome).toBe('succeeded');
  expect(git(pair.live, 'ls-files', '-t', 'index.html')).toBe('S index.html');
  writeFiles(pair.dev, { 'index.html': 'for all\n' });
  const plan = await pair.plan('Dev', 'Live');
  expect(found(plan, 'untracked-in-the-way')).toMatchObject([{ level: 'block', paths: ['index.html'] }]);
  await pair.close();
});
