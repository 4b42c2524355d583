import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import { diffTrees } from '../../../../src/main/engine/git/merge/diff-trees';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { applyChanges } from '../../../../src/main/engine/git/worktree/apply-changes';
import { findInTheWay } from '../../../../src/main/engine/git/worktree/find-in-the-way';
import {
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  writeFiles,
  type Files,
} from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

/** A clone on `main` and the changes that lead to `files` beside what it has. */
function towards(folder: string, files: Files) {
  makeRepository(folder, { 'known.txt': 'known\n', 'folder/known.txt': 'known\n' });
  git(folder, 'checkout', '-q', '-b', 'next');
  writeFiles(folder, files);
  commitAll(folder, 'next');
  git(folder, 'checkout', '-q', 'main');
  const repository = openRepository(folder, gitEnvironment);
  const tree = (name: string): string => git(folder, 'rev-parse', `${name}^{tree}`);
  return { repository, changes: diffTrees(repository.objects, tree('main'), tree('next')) };
}

describe('findInTheWay', () => {
  it('names unknown files the result would overwrite, ignored ones too, and not those that are equal', () => {
    const folder = tempFolder();
    const { repository, changes } = towards(folder, {
      'new.txt': 'new\n',
      'same.txt': 'same\n',
      'ignored.txt': 'ours\n',
      'deep/er/file.txt': 'x\n',
      'blocked/file.txt': 'x\n',
      'behind/file.txt': 'x\n',
      'known.txt': 'changed\n',
      full: 'a file\n',
      hollow: 'a file\n',
    });
    writeFiles(folder, {
      'new.txt': 'mine\n',
      'same.txt': 'same\n',
      'ignored.txt': 'mine\n',
      '.git/info/exclude': 'ignored.txt\n',
      'deep/other.txt': 'not in the way\n',
      blocked: 'a file where a folder must be\n',
      'full/of/work.txt': 'mine\n',
      'known.txt': 'dirty, but known to git\n',
    });
    mkdirSync(join(folder, 'hollow/inner'), { recursive: true });
    symlinkSync('deep', join(folder, 'behind'));
    expect(findInTheWay(repository, changes, { leftOut: [] })).toEqual([
      'behind',
      'blocked',
      'full/of/work.txt',
      'ignored.txt',
      'new.txt',
    ]);
  });

  it('finds nothing where a known folder becomes a file', () => {
    const folder = tempFolder();
    const { repository, changes } = towards(folder, { folder: null, 'folder.txt': 'x\n' });
    expect(findInTheWay(repository, changes, { leftOut: [] })).toEqual([]);
    const swapped = towards(tempFolder(), { 'folder/known.txt': null, folder: null });
    expect(findInTheWay(swapped.repository, swapped.changes, { leftOut: [] })).toEqual([]);
  });
});

describe('applyChanges refuses before it touches anything', () => {
  it('a path that a filter would have to write', async () => {
    const folder = tempFolder();
    const { repository, changes } = towards(folder, {
      '.gitattributes': '*.psd filter=lfs\n',
      'a.txt': 'first\n',
      'big.psd': 'pointer\n',
    });
    git(folder, 'config', 'filter.lfs.smudge', 'false');
    try {
      await applyChanges(repository, repository.objects, {
        changes,
        asideFolder: join(folder, '.git/laneway'),
        onLate: () => 'predicted',
      });
      expect.unreachable();
    } catch (cause) {
      if (!isError(cause, 'unsupported-repository')) throw cause;
      expect(cause.data).toMatchObject({ path: 'big.psd', feature: 'the filter "lfs"' });
    }
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });
});
