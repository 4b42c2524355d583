import { execFileSync } from 'node:child_process';
import fs, { type StatSyncOptions } from 'node:fs';
import { cpSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync, chmodSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { diffTrees } from '../../../../src/main/engine/git/merge/diff-trees';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { sha1 } from '../../../../src/main/engine/git/object-format';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import type { Repository } from '../../../../src/main/engine/git/repository/repository';
import type { OverlayStore } from '../../../../src/main/engine/git/model';
import type { Snapshot } from '../../../../src/main/engine/git/snapshot/snapshot';
import { recheckSnapshot } from '../../../../src/main/engine/git/snapshot/recheck-snapshot';
import { takeSnapshot, type SnapshotOptions } from '../../../../src/main/engine/git/snapshot/take-snapshot';
import { engineErrorIn, isError } from '../../../../src/main/engine/errors';
import { asNobody } from '../../../fixtures/as-nobody';
import {
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  tryGit,
  writeFiles,
} from '../../../fixtures/git-oracle';
import { testFormat } from '../../../fixtures/object-format';
import { tempFolder } from '../../../fixtures/temp';
import { randomTree } from '../status/random-tree';
import { howMany } from '../../../fixtures/thorough';

const all: SnapshotOptions = { include: () => true };

interface Taken {
  readonly repository: Repository;
  readonly store: OverlayStore;
  readonly snapshot: Snapshot;
}

function snap(folder: string, options: SnapshotOptions = all): Taken {
  const repository = openRepository(folder, gitEnvironment);
  const store = createOverlay([repository.objects]);
  return { repository, store, snapshot: takeSnapshot(repository, store, options) };
}

/** All files of a tree, their paths without regard to case. */
function inAnyLetters(store: OverlayStore, tree: string): string[] {
  return diffTrees(store, null, tree)
    .map(({ path, to }) => `${path.toLowerCase()} ${to?.mode} ${to?.id}`)
    .sort();
}

describe('takeSnapshot', () => {
  it('makes the tree that git add -A and write-tree make, and moves nothing', () => {
    const root = tempFolder('snapshot');
    for (let seed = 0; seed < howMany(18, 100); seed++) {
      const { folder } = randomTree(join(root, String(seed)), 500 + seed);
      const before = readFileSync(join(folder, '.git/index'));
      const { repository, store, snapshot } = snap(folder);
      expect(readFileSync(join(folder, '.git/index')).equals(before)).toBe(true);
      expect(recheckSnapshot(repository, snapshot), `seed ${seed}`).toBe(true);

      const differences = diffTrees(store, snapshot.headTree, snapshot.tree);
      expect(differences.map(({ path, to }) => [path, to?.id ?? null, to?.mode ?? null])).toEqual(
        snapshot.changes.map(({ path, id, mode }) => [path, id, mode]),
      );
      repository.objects.close();
      expect(tryGit(folder, ['-c', 'core.safecrlf=false', 'add', '-A']).status).toBe(0);
      const native = git(folder, 'write-tree');
      if (git(folder, 'config', '--get', '--default', 'false', 'core.ignorecase') === 'false')
        expect(snapshot.tree, `seed ${seed}`).toBe(native);
      // With core.ignorecase git puts a new file into the folder that the index knows in other letters; we keep the
      // letters that are on the disk. Everything else is the same.
      else expect(inAnyLetters(store, snapshot.tree), `seed ${seed}`).toEqual(inAnyLetters(store, native));
    }
  }, 60_000);

  it('leaves new files out unless they are included', () => {
    const folder = makeRepository(tempFolder());
    writeFiles(folder, { 'in.txt': 'in\n', 'out.txt': 'out\n', 'nested/file': 'x\n' });
    makeRepository(join(folder, 'inner'));
    const { store, snapshot, repository } = snap(folder, { include: ({ path }) => path === 'in.txt' });
    expect([...store.tree(snapshot.tree).keys()]).toEqual(['in.txt', 'readme.txt']);
    expect(snapshot.leftOut.map(({ path }) => path)).toEqual(['nested/file', 'out.txt']);
    expect(snapshot.nested).toEqual(['inner/']);
    expect(snapshot.changes).toMatchObject([{ path: 'in.txt', kind: 'added', untracked: true, size: 3 }]);
    expect(recheckSnapshot(repository, snapshot)).toBe(true);
    writeFiles(folder, { 'later.txt': 'later\n' });
    expect(recheckSnapshot(repository, snapshot)).toBe(false);
  });

  it('says what it cannot take: half-staged files, conflicts, filters', () => {
    const folder = makeRepository(tempFolder(), { half: '1\n', both: 'base\n', big: 'pointer\n' });
    git(folder, 'checkout', '-q', '-b', 'other');
    writeFiles(folder, { both: 'theirs\n' });
    commitAll(folder, 'theirs');
    git(folder, 'checkout', '-q', 'main');
    writeFiles(folder, { both: 'ours\n', '.gitattributes': 'big filter=lfs\n' });
    commitAll(folder, 'ours');
    tryGit(folder, ['merge', 'other']);
    git(folder, 'config', 'filter.lfs.clean', 'false');
    writeFiles(folder, { half: '2\n', big: 'other content\n' });
    git(folder, 'add', 'half');
    writeFiles(folder, { half: '3\n' });
    const { snapshot } = snap(folder);
    expect(snapshot.partlyStaged).toEqual(['half']);
    expect(snapshot.unmerged).toEqual(['both']);
    expect(snapshot.unsupported).toMatchObject([{ path: 'big', feature: 'filter', lacks: 'trust' }]);
  });

  it('notices every kind of change after it was taken', () => {
    const acts: ((folder: string) => void)[] = [
      (folder) => writeFileSync(join(folder, 'dirty.txt'), 'dirty 2\n'),
      (folder) => writeFileSync(join(folder, 'clean.txt'), 'dirty\n'),
      (folder) => rmSync(join(folder, 'clean.txt')),
      (folder) => chmodSync(join(folder, 'clean.txt'), 0o755),
      (folder) => writeFileSync(join(folder, 'left.txt'), 'left\n'),
      (folder) => git(folder, 'commit', '-q', '--allow-empty', '-m', 'moved'),
      (folder) => git(folder, 'checkout', '-q', '-b', 'elsewhere'),
      (folder) => git(folder, 'add', 'dirty.txt'),
    ];
    const seen = acts.map((act) => {
      const folder = makeRepository(tempFolder(), { 'dirty.txt': '1\n', 'clean.txt': '1\n' });
      writeFiles(folder, { 'dirty.txt': 'dirty 1\n' });
      const { repository, snapshot } = snap(folder, { include: () => false });
      expect(recheckSnapshot(repository, snapshot)).toBe(true);
      act(folder);
      return recheckSnapshot(repository, snapshot);
    });
    expect(seen).toEqual([false, false, false, false, false, false, false, true]); // staging what is taken is no change
  });

  it('does not read again what looks the same, and reads what only seems older', () => {
    const folder = makeRepository(tempFolder(), { 'dirty.txt': 'aaaa\n' });
    writeFiles(folder, { 'dirty.txt': 'bbbb\n' });
    const { repository, snapshot } = snap(folder);
    const then = new Date(Date.now() - 100_000);
    utimesSync(join(folder, 'dirty.txt'), then, then);
    expect(recheckSnapshot(repository, snapshot)).toBe(true);
    writeFiles(folder, { 'dirty.txt': 'cccc\n' });
    utimesSync(join(folder, 'dirty.txt'), then, then);
    expect(recheckSnapshot(repository, snapshot)).toBe(false);
  });

  it('lists a file that never stands still', () => {
    const folder = makeRepository(tempFolder(), { 'log.txt': 'x\n' });
    writeFiles(folder, { 'log.txt': 'changed\n' });
    // Somebody appends in the very moment in which the file is open for reading, every time.
    const fstat = fs.fstatSync;
    vi.spyOn(fs, 'fstatSync').mockImplementation((file: number, options?: StatSyncOptions) => {
      fs.appendFileSync(join(folder, 'log.txt'), 'more');
      return fstat(file, options);
    });
    syncBuiltinESMExports();
    try {
      const { snapshot } = snap(folder);
      expect(snapshot.unstable).toEqual(['log.txt']);
      expect(snapshot.tree).toBe(snapshot.headTree);
    } finally {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    }
  });

  it('works before the first commit, with submodules, and in a linked folder', () => {
    const born = join(tempFolder(), 'new');
    mkdirSync(born);
    git(born, 'init', '-q', '-b', 'main');
    writeFiles(born, { 'a/b.txt': 'x\n' });
    const unborn = snap(born).snapshot;
    git(born, 'add', '-A');
    expect([unborn.headCommit, unborn.tree]).toEqual([null, git(born, 'write-tree')]);

    const library = makeRepository(join(tempFolder(), 'library'));
    const site = makeRepository(join(tempFolder(), 'site'));
    git(site, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library, 'lib');
    commitAll(site, 'with library');
    expect(snap(site).snapshot.changes).toEqual([]);
    writeFiles(site, { 'lib/readme.txt': 'changed\n' });
    commitAll(join(site, 'lib'), 'inside');
    const moved = snap(site).snapshot;
    expect(moved.changes).toMatchObject([
      { path: 'lib', mode: 0o160000, id: git(join(site, 'lib'), 'rev-parse', 'HEAD') },
    ]);

    // One whose ids are of another kind has none that a tree here could hold; git says nothing of it, either.
    writeFiles(site, { 'lib/.git': null });
    git(join(site, 'lib'), 'init', '-q', `--object-format=${testFormat === sha1 ? 'sha256' : 'sha1'}`);
    commitAll(join(site, 'lib'), 'another kind');
    expect(snap(site).snapshot.changes).toEqual([]);
    expect(git(site, 'status', '--porcelain', '--ignore-submodules=dirty')).toBe('');

    const linked = join(tempFolder(), 'linked');
    git(library, 'worktree', 'add', '-q', '-b', 'side', linked);
    writeFiles(linked, { 'readme.txt': 'linked\n', ignored: 'x\n' });
    writeFileSync(join(library, '.git/info/exclude'), 'ignored\n');
    const side = snap(linked).snapshot;
    expect(side.branch).toBe('refs/heads/side');
    expect(side.changes.map(({ path }) => path)).toEqual(['readme.txt']);
    expect(side.leftOut).toEqual([]);
  });

  it('never runs anything of the repository', () => {
    const folder = makeRepository(tempFolder(), { a: '1\n' });
    const mark = join(folder, '.git', 'ran');
    const script = join(folder, '.git', 'script');
    writeFileSync(script, `#!/bin/sh\ntouch '${mark}'\ncat\n`, { mode: 0o755 });
    for (const key of ['core.fsmonitor', 'filter.x.clean', 'filter.x.process', 'core.hooksPath'])
      git(folder, 'config', key, script);
    for (const hook of ['post-index-change', 'fsmonitor-watchman', 'pre-commit'])
      cpSync(script, join(folder, '.git/hooks', hook));
    writeFiles(folder, { '.gitattributes': '* filter=x\n', a: '2\n' });
    const { snapshot } = snap(folder);
    expect(snapshot.unsupported.map(({ path }) => path)).toContain('a');
    expect(() => readFileSync(mark)).toThrow();
  });

  it('names a file that cannot be read', () => {
    const folder = makeRepository(tempFolder(), { pipe: 'x\n' });
    rmSync(join(folder, 'pipe'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    try {
      snap(folder);
      expect.unreachable();
    } catch (cause) {
      if (!isError(cause, 'file-unreadable')) throw cause;
      expect(cause.data.path).toBe('pipe');
    }
  });

  it.skipIf(process.platform === 'win32')(
    'refuses where tracked files may not be looked at, and new ones not be read',
    () => {
      const top = tempFolder('unseen');
      chmodSync(top, 0o755);
      const folder = makeRepository(join(top, 'site'), { 'blind/a': '1\n', 'names/.keep': '' });
      git(folder, 'rm', '-q', 'names/.keep');
      commitAll(folder, 'without names');
      writeFiles(folder, { 'blind/a': '2\n', 'names/new': 'n\n' });
      const codeOf = (options: SnapshotOptions): unknown => {
        try {
          return snap(folder, options).snapshot.leftOut.map(({ path }) => path);
        } catch (cause) {
          return engineErrorIn(cause);
        }
      };
      asNobody(folder, () => {
        chmodSync(join(folder, 'blind'), 0);
        expect(codeOf(all)).toMatchObject({
          code: 'not-permitted',
          data: { path: join(folder, 'blind/a') },
        });
        chmodSync(join(folder, 'blind'), 0o755);
        chmodSync(join(folder, 'names'), 0o644); // tells names, and lets nothing be opened
        expect(codeOf(all)).toMatchObject({ code: 'file-unreadable', data: { path: 'names/new' } });
        expect(codeOf({ include: () => false })).toEqual(['names/new']);
        chmodSync(join(folder, 'names'), 0o755);
      });
    },
  );
});
