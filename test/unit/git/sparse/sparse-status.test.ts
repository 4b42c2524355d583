import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFullIndex } from '../../../../src/main/engine/git/index/full-index';
import { EntryFlag, readIndex } from '../../../../src/main/engine/git/index/read-index';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { takeSnapshot } from '../../../../src/main/engine/git/snapshot/take-snapshot';
import { readStatus } from '../../../../src/main/engine/git/status/read-status';
import { git, gitEnvironment, makeRepository, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { howMany } from '../../../fixtures/thorough';
import { gitsWords, inGitsWords } from '../status/porcelain';
import { randomSource } from '../status/random-rules';
import { makeSparse, randomBranches, randomEdits } from './random-sparse';
import { testFormat } from '../../../fixtures/object-format';

function expectSameStatus(folder: string, label: string): void {
  const repository = openRepository(folder, gitEnvironment);
  const status = readStatus(repository);
  const words = inGitsWords(status);
  expect(words, label).toEqual(gitsWords(folder, gitEnvironment, status.index));
  repository.objects.close();
}

describe('the status of a sparse checkout', () => {
  const sparse = (): string => {
    const folder = makeRepository(tempFolder('sparse'), {
      top: 'top\n',
      'in/a': 'a\n',
      'out/b': 'b\n',
      'out/c': 'c\n',
    });
    git(folder, 'sparse-checkout', 'set', '--cone', 'in');
    return folder;
  };

  it('names no files that are not there, and those that are there as they are', () => {
    const folder = sparse();
    expectSameStatus(folder, 'clean');
    expect(readStatus(openRepository(folder, gitEnvironment)).entries).toEqual([]);
    writeFiles(folder, { 'out/b': 'edited\n', 'out/c': 'c\n', 'out/new': 'new\n', 'in/a': null });
    expectSameStatus(folder, 'edited');
    const names = readStatus(openRepository(folder, gitEnvironment)).entries.map(({ path }) => path);
    expect(names).toEqual(['in/a', 'out/b', 'out/new']);
  });

  it('takes what is not there into a snapshot as the index has it', () => {
    const folder = sparse();
    writeFiles(folder, { 'out/c': 'edited\n' });
    const repository = openRepository(folder, gitEnvironment);
    const store = createOverlay([repository.objects]);
    const { tree, changes } = takeSnapshot(repository, store, { include: () => true });
    expect(changes.map(({ path, kind }) => [path, kind])).toEqual([['out/c', 'modified']]);
    expect([...store.tree(store.tree(tree).get('out')?.id ?? '').keys()]).toEqual(['b', 'c']);
  });

  it('does not look at files that may lie outside, or that a person told git to skip', () => {
    const folder = sparse();
    git(folder, 'config', 'sparse.expectFilesOutsideOfPatterns', 'true');
    writeFiles(folder, { 'out/b': 'edited\n' });
    expectSameStatus(folder, 'expected');
    const skipping = makeRepository(tempFolder('skipping'), { a: 'a\n', b: 'b\n' });
    git(skipping, 'update-index', '--skip-worktree', 'a', 'b');
    writeFiles(skipping, { a: 'edited\n', b: null });
    expectSameStatus(skipping, 'skipped');
    expect(readStatus(openRepository(skipping, gitEnvironment)).entries).toEqual([]);
  });

  it('has its own patterns in a linked folder', () => {
    const folder = sparse();
    const linked = join(tempFolder('linked'), 'tree');
    git(folder, 'worktree', 'add', '-q', '-b', 'linked', linked);
    git(linked, 'sparse-checkout', 'set', '--cone', 'out');
    expect([existsSync(join(linked, 'out/b')), existsSync(join(linked, 'in/a'))]).toEqual([true, false]);
    writeFiles(linked, { 'out/b': 'edited\n', 'out/c': null, 'in/new': 'new\n' });
    expectSameStatus(linked, 'linked');
    expectSameStatus(folder, 'main');
  });

  it('keeps to ignore rules that are not there', () => {
    const folder = makeRepository(tempFolder('rules'), {
      'in/a': 'a\n',
      'out/.gitignore': '*.log\n!keep.log\n',
      'out/b': 'b\n',
    });
    git(folder, 'sparse-checkout', 'set', '--cone', 'in');
    writeFiles(folder, { 'out/x.log': 'x\n', 'out/keep.log': 'x\n' });
    expectSameStatus(folder, 'rules');
    const names = readStatus(openRepository(folder, gitEnvironment)).entries.map(({ path }) => path);
    expect(names).toEqual(['out/keep.log']);
  });

  it.each([0, 1, 2, 3])(
    'equals what git says of random ones, batch %i',
    (batch) => {
      const count = howMany(2, 20);
      for (let seed = batch * count; seed < (batch + 1) * count; seed++) {
        const random = randomSource(seed + 900);
        const folder = join(tempFolder('random'), 'clone');
        randomBranches(folder, random);
        makeSparse(folder, random);
        expectSameStatus(folder, `${seed}, clean`);
        randomEdits(folder, random);
        expectSameStatus(folder, `${seed}, edited`);
        if (random(2)) git(folder, 'add', '-A', '--sparse');
        expectSameStatus(folder, `${seed}, staged`);
      }
    },
    120_000,
  );
});

describe('a sparse index', () => {
  it('is read with an entry for each file, and a cache tree that counts them', () => {
    let folded = 0;
    for (let seed = 0; seed < howMany(9, 40); seed++) {
      const random = randomSource(seed + 300);
      const folder = join(tempFolder('folded'), 'clone');
      randomBranches(folder, random);
      git(
        folder,
        'sparse-checkout',
        'set',
        '--cone',
        '--sparse-index',
        '--skip-checks',
        ...(seed % 3 ? ['in', 'a/b'] : []),
      );
      if (seed % 2) git(folder, 'update-index', '--index-version', '4');
      const gitDir = join(folder, '.git');
      folded += Number(readIndex(gitDir, testFormat).paths.some((path) => path.endsWith('/')));
      const repository = openRepository(folder, gitEnvironment);
      const index = readFullIndex(repository);
      const listed = index.paths.map(
        (path, i) => `${(index.flags[i] ?? 0) & EntryFlag.skipWorktree ? 'S' : 'H'} ${path}`,
      );
      expect(listed.join('\n')).toBe(git(folder, '-c', 'core.quotePath=false', 'ls-files', '-t'));
      expect(index.cacheTree).toMatchObject({
        count: index.count,
        id: git(folder, 'rev-parse', 'HEAD^{tree}'),
      });
      expect(index.version).toBe(seed % 2 ? 4 : 3);
      repository.objects.close();
    }
    expect(folded).toBeGreaterThan(4);
  }, 120_000);
});
