import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineError, isError } from '../../../../src/main/engine/errors';
import { sha1, sha256 } from '../../../../src/main/engine/git/object-format';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { unfinishedOperation } from '../../../../src/main/engine/git/repository/operation';
import type { ErrorCode } from '../../../../src/shared/contract/errors';
import {
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  tryGit,
  writeFiles,
} from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const root = tempFolder('open');

function failure(folder: string): EngineError {
  try {
    openRepository(folder, gitEnvironment);
  } catch (cause) {
    if (cause instanceof EngineError) return cause as EngineError;
    throw cause;
  }
  throw new Error(`${folder} was opened`);
}
const codeOf = (folder: string): ErrorCode => failure(folder).code;

describe('opening a clone', () => {
  it('finds it exactly there', () => {
    const folder = makeRepository(join(root, 'plain/site'), { 'sub/a.txt': 'a' });
    const link = join(root, 'plain/link');
    symlinkSync(folder, link);
    const repository = openRepository(link, gitEnvironment);
    expect(repository).toMatchObject({
      folder,
      gitDir: join(folder, '.git'),
      commonDir: join(folder, '.git'),
      isLinked: false,
    });
    expect(repository.objects.commit(git(folder, 'rev-parse', 'HEAD')).message).toBe('first\n');
    expect(repository.config().get('user.name')).toBe('Ana');
    expect(codeOf(join(folder, 'sub'))).toBe('not-a-clone');
    expect(codeOf(join(folder, 'nothing'))).toBe('folder-missing');
    expect(codeOf(join(folder, 'sub/a.txt'))).toBe('folder-missing');
    mkdirSync(join(root, 'plain/empty/.git'), { recursive: true });
    expect(codeOf(join(root, 'plain/empty'))).toBe('not-a-clone');
    writeFiles(join(root, 'plain/odd'), { '.git': 'nonsense' });
    expect(codeOf(join(root, 'plain/odd'))).toBe('not-a-clone');
  });

  it('opens linked folders, also moved ones with relative paths, and submodules', () => {
    const folder = makeRepository(join(root, 'linked/main'));
    const linked = join(root, 'linked/other');
    git(folder, 'worktree', 'add', '-q', '-b', 'other', linked);
    const expected = {
      folder: linked,
      gitDir: join(folder, '.git/worktrees/other'),
      commonDir: join(folder, '.git'),
      isLinked: true,
    };
    expect(openRepository(linked, gitEnvironment)).toMatchObject(expected);
    writeFileSync(join(linked, '.git'), 'gitdir: ../main/.git/worktrees/other\n');
    expect(openRepository(linked, gitEnvironment)).toMatchObject(expected);
    git(folder, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', folder, 'module');
    const module = openRepository(join(folder, 'module'), gitEnvironment);
    expect(module).toMatchObject({ isLinked: false, gitDir: join(folder, '.git/modules/module') });
    const separate = join(root, 'linked/separate');
    git(root, 'init', '-q', `--separate-git-dir=${join(root, 'linked/git-data')}`, separate);
    expect(openRepository(separate, gitEnvironment).gitDir).toBe(realpathSync(join(root, 'linked/git-data')));
  });

  it('knows how the objects of a clone are named, in a linked folder too', () => {
    for (const format of [sha1, sha256]) {
      const folder = makeRepository(join(root, format.name), undefined, format);
      const linked = join(root, `${format.name}-linked`);
      git(folder, 'worktree', 'add', '-q', '-b', 'other', linked);
      for (const place of [folder, linked]) {
        const { objects } = openRepository(place, gitEnvironment);
        expect(objects.format).toBe(format);
        expect([...objects.tree(git(place, 'rev-parse', 'HEAD^{tree}')).keys()]).toEqual(['readme.txt']);
      }
    }
  });

  it('refuses bare repositories, but not the folders linked to one', () => {
    const bare = join(root, 'bare.git');
    git(root, 'clone', '-q', '--bare', makeRepository(join(root, 'bare-source')), bare);
    expect(codeOf(bare)).toBe('bare-repository');
    git(bare, 'worktree', 'add', '-q', join(root, 'of-bare'), 'main');
    expect(openRepository(join(root, 'of-bare'), gitEnvironment).isLinked).toBe(true);
    const marked = makeRepository(join(root, 'marked'));
    git(marked, 'config', 'core.bare', 'true');
    expect(codeOf(marked)).toBe('bare-repository');
  });

  it('refuses what it cannot handle and says what to do', () => {
    const cases: readonly (readonly [string, readonly (readonly [string, string])[], RegExp])[] = [
      [
        'sha512',
        [
          ['core.repositoryformatversion', '1'],
          ['extensions.objectFormat', 'sha512'],
        ],
        /sha512 object ids/,
      ],
      ['sha256-in-format-0', [['extensions.objectFormat', 'sha256']], /SHA-256 object ids .* of format 0/],
      [
        'reftable',
        [
          ['core.repositoryformatversion', '1'],
          ['extensions.refStorage', 'reftable'],
        ],
        /reftable/,
      ],
      ['newer', [['core.repositoryformatversion', '2']], /format 2/],
      [
        'unknown',
        [
          ['core.repositoryformatversion', '1'],
          ['extensions.someday', 'x'],
        ],
        /someday/,
      ],
      ['elsewhere', [['core.worktree', root]], /another folder/],
    ];
    for (const [name, settings, feature] of cases) {
      const folder = makeRepository(join(root, 'refused', name));
      openRepository(folder, gitEnvironment);
      for (const [key, value] of settings) git(root, 'config', '-f', join(folder, '.git/config'), key, value);
      const cause = failure(folder);
      if (!isError(cause, 'unsupported-repository')) throw cause;
      expect(cause.data.feature).toMatch(feature);
      expect(cause.data.advice).not.toBe('');
    }
    const source = makeRepository(join(root, 'refused/source'));
    commitAll(source, 'second');
    git(root, 'clone', '-q', '--depth=1', `file://${source}`, join(root, 'refused/shallow'));
    expect(JSON.stringify(failure(join(root, 'refused/shallow')).data)).toMatch(/shallow.*--unshallow/);
    const harmless = makeRepository(join(root, 'harmless'));
    git(harmless, 'config', 'core.repositoryformatversion', '1');
    git(harmless, 'config', 'extensions.preciousObjects', 'true');
    git(harmless, 'config', 'extensions.objectFormat', 'sha1');
    expect(openRepository(harmless, gitEnvironment).folder).toBe(harmless);
  });
});

describe('an unfinished operation', () => {
  it('is seen for every kind git can leave', () => {
    const folder = makeRepository(join(root, 'operation'), { 'a.txt': '1\n' });
    const base = git(folder, 'rev-parse', 'HEAD');
    writeFiles(folder, { 'a.txt': '2\n' });
    const ours = commitAll(folder, 'ours');
    git(folder, 'checkout', '-q', '-b', 'other', base);
    writeFiles(folder, { 'a.txt': '3\n' });
    commitAll(folder, 'theirs');
    const repository = openRepository(folder, gitEnvironment);
    const patch = git(folder, 'format-patch', '--stdout', `${base}..main`);
    const attempts: readonly (readonly [readonly string[], string, readonly string[]])[] = [
      [['merge', 'main'], 'merge', ['merge', '--abort']],
      [['rebase', 'main'], 'rebase', ['rebase', '--abort']],
      [['rebase', '--apply', 'main'], 'rebase', ['rebase', '--abort']],
      [['cherry-pick', ours], 'cherry-pick', ['cherry-pick', '--abort']],
      [['revert', '--no-edit', ours], 'revert', ['revert', '--abort']],
      [['am'], 'am', ['am', '--abort']],
      [['bisect', 'start'], 'bisect', ['bisect', 'reset']],
    ];
    for (const [start, expected, abort] of attempts) {
      expect(unfinishedOperation(repository)).toBe(null);
      tryGit(folder, start, start[0] === 'am' ? `${patch}\n` : undefined);
      expect(unfinishedOperation(repository), start.join(' ')).toBe(expected);
      git(folder, ...abort);
    }
    expect(unfinishedOperation(repository)).toBe(null);
    rmSync(folder, { recursive: true });
  });
});
