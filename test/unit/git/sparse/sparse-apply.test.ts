import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readIndex } from '../../../../src/main/engine/git/index/read-index';
import { diffTrees, type TreeChange } from '../../../../src/main/engine/git/merge/diff-trees';
import type { LateEdit } from '../../../../src/main/engine/git/worktree/apply-changes';
import { findInTheWay } from '../../../../src/main/engine/git/worktree/find-in-the-way';
import { git, makeRepository, commitAll, tryGit, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { howMany } from '../../../fixtures/thorough';
import { randomSource, type Random } from '../status/random-rules';
import { bring, open, picture, writeTheIndex, type Move } from '../worktree/moves';
import { committed, content, makeSparse, randomBranches, somePath } from './random-sparse';
import { testFormat } from '../../../fixtures/object-format';

/** A copy whose index knows the copied files. */
function copyOf(folder: string): string {
  const copy = join(tempFolder('copy'), 'clone');
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  git(copy, 'update-index', '-q', '--refresh');
  return copy;
}

/** All that native git says of a clone. */
const facts = (folder: string): unknown => ({
  files: picture(folder),
  index: tryGit(folder, ['ls-files', '-t', '-s', '-z']).stdout.toString().split('\0'),
  status: tryGit(folder, ['status', '--porcelain=v2', '-z', '-uall']).stdout.toString().split('\0'),
  tree: git(folder, 'write-tree'),
});

/** Brings a clone from HEAD to a commit of it, as a deployment does, and moves its branch there. */
async function bringTo(folder: string, commit: string): Promise<LateEdit[]> {
  const late: LateEdit[] = [];
  const move = open(folder, 'HEAD', commit);
  const onLate = (edit: LateEdit): 'predicted' => (late.push(edit), 'predicted');
  writeTheIndex(move, await bring(move, { onLate }));
  move.repository.objects.close();
  git(folder, 'update-ref', 'HEAD', commit);
  return late;
}

/** Edits that native git goes on beside: of paths that do not differ, and untouched files that came back. */
function bystanders(folder: string, random: Random): void {
  const changed = git(folder, 'diff', '--name-only', '-z', 'main', 'next').split('\0').filter(Boolean);
  const isFree = (path: string): boolean =>
    !changed.some((one) => one === path || one.startsWith(`${path}/`) || path.startsWith(`${one}/`));
  for (const [path, bytes] of committed(folder)) {
    if (random(5) || !existsSync(join(folder, path, '..'))) continue;
    if (isFree(path)) writeFiles(folder, { [path]: `edited ${random(99)}\n` });
    else if (!existsSync(join(folder, path))) writeFiles(folder, { [path]: bytes });
  }
  writeFiles(folder, { [`untracked/${somePath(random)}`]: content(random) });
}

const trees = (repository: Move): TreeChange[] =>
  diffTrees(repository.repository.objects, repository.from, repository.to);
const listed = (folder: string): string[] => git(folder, 'ls-files', '-t').split('\n');
const indexVersion = (folder: string): number => readFileSync(join(folder, '.git/index')).readUInt32BE(4);

describe('bringing changes into a sparse checkout', () => {
  const counts = { merges: 0, checkouts: 0, marked: 0 };

  it.each([0, 1, 2, 3])(
    'makes what native git makes, batch %i',
    async (batch) => {
      const count = howMany(2, 30);
      for (let seed = batch * count; seed < (batch + 1) * count; seed++) {
        const random = randomSource(seed + 5000);
        const folder = join(tempFolder('bring'), 'clone');
        randomBranches(folder, random);
        makeSparse(folder, random);
        if (random(2)) bystanders(folder, random);
        const [ours, native] = [copyOf(folder), copyOf(folder)];
        const merges = seed % 2 === 0;
        const act = merges ? ['merge', '-q', '--no-ff', '-m', 'merge', 'next'] : ['checkout', '-q', 'next'];
        if (tryGit(native, act).status !== 0) continue; // conflicts, which never get this far here
        for (const one of [native, ours]) git(one, 'checkout', '-q', '--detach');
        git(ours, 'fetch', '-q', native, 'HEAD');
        const late = await bringTo(ours, git(native, 'rev-parse', 'HEAD'));
        expect(late, `seed ${seed}`).toEqual([]);
        expect(facts(ours), `seed ${seed}`).toEqual(facts(native));
        git(ours, 'fsck', '--strict', '--no-dangling');
        counts[merges ? 'merges' : 'checkouts']++;
        counts.marked += Number(listed(ours).some((line) => line.startsWith('S')));
      }
    },
    240_000,
  );

  it('came to merges, checkouts and files that are not there', () => {
    expect(counts.merges).toBeGreaterThan(2);
    expect(counts.checkouts).toBeGreaterThan(2);
    expect(counts.marked).toBeGreaterThan(4);
  });

  /** Branch `next` changes, adds and deletes a file on both sides of the border. */
  const borderFiles = { top: 'top\n', 'in/a': 'a\n', 'in/gone': 'x\n', 'out/b': 'b\n', 'out/gone': 'x\n' };
  const bordered = (): string => {
    const folder = makeRepository(join(tempFolder('border'), 'clone'), { ...borderFiles, 'out/keep': 'k\n' });
    git(folder, 'checkout', '-q', '-b', 'next');
    const gone = { 'in/gone': null, 'out/gone': null };
    const fresh = { 'in/new': 'n\n', 'out/new': 'n\n' };
    writeFiles(folder, { 'in/a': 'aa\n', 'out/b': 'bb\n', ...gone, ...fresh });
    commitAll(folder, 'next');
    git(folder, 'checkout', '-q', 'main');
    return folder;
  };

  it('writes no file outside, and marks in the index what is not there', async () => {
    const folder = bordered();
    git(folder, 'update-index', '--index-version', '2');
    git(folder, 'sparse-checkout', 'set', '--cone', 'in', 'out');
    expect(indexVersion(folder)).toBe(2);
    // The patterns become narrower while files still lie there: those that change go, the other one stays.
    writeFiles(folder, { '.git/info/sparse-checkout': '/*\n!/*/\n/in/\n' });
    await bringTo(folder, 'next');
    expect(listed(folder)).toEqual(['H in/a', 'H in/new', 'S out/b', 'H out/keep', 'S out/new', 'H top']);
    expect(Object.keys(picture(folder)).sort()).toEqual(['/in/a', '/in/new', '/out/keep', '/top']);
    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(indexVersion(folder)).toBe(3);
  });

  it('gives a sparse index back as a whole one, which git folds up again', async () => {
    const folder = bordered();
    git(folder, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'in');
    expect(git(folder, 'ls-files', '--sparse')).toContain('out/\n');
    await bringTo(folder, 'next');
    const gitDir = join(folder, '.git');
    expect(readIndex(gitDir, testFormat).isSparse).toBe(false);
    expect(readIndex(gitDir, testFormat).cacheTree?.id).toBe(git(folder, 'rev-parse', 'next^{tree}'));
    expect(git(folder, 'status', '--porcelain')).toBe('');
    git(folder, 'update-index', '--force-write-index');
    expect(git(folder, 'ls-files', '--sparse').split('\n')).toEqual(['in/a', 'in/new', 'out/', 'top']);
    git(folder, 'fsck', '--strict');
  });

  it('goes on after a crash at every step, asking nobody', async () => {
    const template = bordered();
    git(template, 'sparse-checkout', 'set', '--cone', 'in');
    writeFiles(template, { 'out/b': 'b\n' });
    const whole = copyOf(template);
    await bringTo(whole, 'next');
    for (let crashAt = 1; ; crashAt += howMany(4, 1)) {
      const folder = copyOf(template);
      const move = open(folder, 'HEAD', 'next');
      let steps = 0;
      const step = (): void => {
        if (++steps === crashAt) throw new Error('crash');
      };
      const crashed = await bring(move, { step }).then(
        () => false,
        () => true,
      );
      expect(await bringTo(folder, 'next')).toEqual([]);
      expect(picture(folder)).toEqual(picture(whole));
      expect(listed(folder)).toEqual(listed(whole));
      if (!crashed) break;
    }
  }, 60_000);

  it('keeps what somebody writes outside meanwhile', async () => {
    const folder = bordered();
    git(folder, 'sparse-checkout', 'set', '--cone', 'in');
    const move = open(folder, 'HEAD', 'next');
    const step = (name: string): void => {
      if (name === 'look') writeFiles(folder, { 'out/b': 'late\n', 'out/new': 'late\n' });
    };
    writeTheIndex(move, await bring(move, { step }));
    git(folder, 'update-ref', 'HEAD', 'next');
    expect(picture(folder)).toMatchObject({ '/out/b': '0 late\n', '/out/new': '0 late\n' });
    expect(git(folder, 'status', '--porcelain')).toBe(' M out/b\n M out/new');
  });

  it('says what is in the way outside: a new file, which would count as an edit afterwards', () => {
    const folder = bordered();
    git(folder, 'sparse-checkout', 'set', '--cone', 'in');
    writeFiles(folder, { 'out/new': 'other\n' });
    const move = open(folder, 'HEAD', 'next');
    expect(findInTheWay(move.repository, trees(move), { leftOut: [] })).toEqual(['out/new']);
    writeFiles(folder, { 'out/new': 'n\n' });
    expect(findInTheWay(move.repository, trees(move), { leftOut: [] })).toEqual([]);
  });

  it('replaces skipped files as git does, unless they are edited', async () => {
    const template = bordered();
    const skipping = (): string => {
      const folder = copyOf(template);
      git(folder, 'update-index', '--skip-worktree', 'out/b', 'out/gone', 'in/a');
      writeFiles(folder, { 'in/a': null });
      return folder;
    };
    const [folder, native, edited] = [skipping(), skipping(), skipping()];
    git(native, 'checkout', '-q', 'next');
    git(folder, 'checkout', '-q', '--detach');
    git(native, 'checkout', '-q', '--detach');
    expect(await bringTo(folder, 'next')).toEqual([]);
    expect(facts(folder)).toEqual(facts(native));
    expect(listed(folder)).toContain('S out/b');
    writeFiles(edited, { 'out/b': 'mine\n', 'out/gone': 'mine\n' });
    expect(tryGit(edited, ['checkout', '-q', 'next']).stderr).toContain('would be overwritten');
    const move = open(edited, 'HEAD', 'next');
    expect(findInTheWay(move.repository, trees(move), { leftOut: [] })).toEqual(['out/b', 'out/gone']);
  });
});
