import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import type { ErrorCode } from '../../../../src/shared/contract/errors';
import { acquireFileLock } from '../../../../src/main/engine/git/locks/file-lock';
import { commitBody } from '../../../../src/main/engine/git/objects/serialize-commit';
import { deleteRef } from '../../../../src/main/engine/git/refs/delete-ref';
import { listRefs } from '../../../../src/main/engine/git/refs/list-refs';
import { readHead } from '../../../../src/main/engine/git/refs/read-head';
import { readRef } from '../../../../src/main/engine/git/refs/read-ref';
import { isRefName } from '../../../../src/main/engine/git/refs/ref-name';
import { updateRef } from '../../../../src/main/engine/git/refs/update-ref';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import type { Repository } from '../../../../src/main/engine/git/repository/repository';
import {
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  tryGit,
  writeFiles,
} from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { madeUpId } from '../../../fixtures/object-format';

const root = tempFolder('refs');
const who = { name: 'Ana', email: 'ana@example.org', seconds: 1_700_000_000, offsetMinutes: 60 };

interface Scene {
  readonly folder: string;
  readonly repository: Repository;
  readonly first: string;
  readonly second: string;
}

function scene(name: string): Scene {
  const folder = makeRepository(join(root, name));
  const first = git(folder, 'rev-parse', 'HEAD');
  writeFiles(folder, { 'b.txt': 'b' });
  const second = commitAll(folder, 'second');
  return { folder, repository: openRepository(folder, gitEnvironment), first, second };
}

function expectCode(code: ErrorCode, run: () => unknown): void {
  try {
    run();
  } catch (cause) {
    if (!isError(cause, code)) throw cause;
    return;
  }
  expect.unreachable(`expected ${code}`);
}

const update = (
  { repository }: Pick<Scene, 'repository'>,
  ref: string,
  expected: string | null | undefined,
  value: string,
): string | null => updateRef(repository, { ref, expected, value, who, message: 'laneway: a\ntest' });

const expectSameAsGit = ({ folder, repository }: Scene): void => {
  const expected = git(folder, 'for-each-ref', '--format=%(refname) %(objectname)');
  expect(
    listRefs(repository, 'refs')
      .map(({ name, id }) => `${name} ${id}`)
      .join('\n'),
  ).toBe(expected);
  for (const { name, id } of listRefs(repository, '')) expect(readRef(repository, name)).toBe(id);
};

describe('reading refs', () => {
  it('equals git for loose, packed and mixed refs, tags and symbolic refs', () => {
    const all = scene('read');
    const { folder, repository, first, second } = all;
    for (const name of [
      'heads/a/b',
      'heads/a/c',
      'heads/ä-ö',
      'heads/a-1',
      'remotes/origin/main',
      'laneway/runs/1/x',
      'notes/n',
    ])
      git(folder, 'update-ref', `refs/${name}`, first);
    git(folder, 'tag', '-a', 'annotated', '-m', 'x');
    git(folder, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    git(folder, 'symbolic-ref', 'refs/heads/dangling', 'refs/heads/nothing');
    expectSameAsGit(all);
    git(folder, 'pack-refs', '--all', '--prune');
    expect(existsSync(join(folder, '.git/refs/heads/a/b'))).toBe(false);
    expectSameAsGit(all);
    git(folder, 'update-ref', 'refs/heads/a/b', second);
    git(folder, 'update-ref', '-d', 'refs/heads/a/c');
    writeFileSync(join(folder, '.git/refs/heads/x.lock'), '');
    expectSameAsGit(all);
    for (const prefix of [
      'refs/heads/',
      'refs/heads/a',
      'refs/laneway/runs/',
      'refs/heads/main',
      'refs/nothing',
    ])
      expect(
        listRefs(repository, prefix)
          .map(({ name }) => name)
          .join('\n'),
      ).toBe(git(folder, 'for-each-ref', '--format=%(refname)', prefix.replace(/\/$/, '')));
    expect(readRef(repository, 'refs/heads/nothing')).toBe(null);
    expect(readRef(repository, 'refs/heads/a')).toBe(null);
    expect(readRef(repository, 'refs/heads/a/b/c')).toBe(null);
    expect(readRef(repository, 'HEAD')).toBe(second);
  });

  it('reads HEAD on a branch, on a branch without commits, and on none', () => {
    const { folder, repository, first, second } = scene('head');
    expect(readHead(repository)).toEqual({ branch: 'refs/heads/main', commit: second });
    git(folder, 'checkout', '-q', '--orphan', 'new');
    expect(readHead(repository)).toEqual({ branch: 'refs/heads/new', commit: null });
    git(folder, 'checkout', '-qf', first);
    expect(readHead(repository)).toEqual({ branch: null, commit: first });
  });

  it('says so when a ref is damaged or goes in a circle', () => {
    const { folder, repository } = scene('damaged');
    writeFileSync(join(folder, '.git/refs/heads/empty'), '');
    expectCode('ref-damaged', () => readRef(repository, 'refs/heads/empty'));
    git(folder, 'symbolic-ref', 'refs/heads/x', 'refs/heads/y');
    git(folder, 'symbolic-ref', 'refs/heads/y', 'refs/heads/x');
    expectCode('ref-damaged', () => readRef(repository, 'refs/heads/x'));
  });

  it('keeps the refs of a linked folder apart', () => {
    const main = scene('linked-main');
    const linked = join(root, 'linked');
    git(main.folder, 'worktree', 'add', '-q', '-b', 'other', linked, main.first);
    const repository = openRepository(linked, gitEnvironment);
    expect(repository.isLinked).toBe(true);
    expect(readHead(repository)).toEqual({ branch: 'refs/heads/other', commit: main.first });
    expect(readHead(main.repository).branch).toBe('refs/heads/main');
    git(linked, 'update-ref', 'refs/worktree/mine', main.first);
    expect(readRef(repository, 'refs/worktree/mine')).toBe(main.first);
    expect(readRef(main.repository, 'refs/worktree/mine')).toBe(null);
    expectSameAsGit({ ...main, folder: linked, repository });
    expectSameAsGit(main);
    update({ repository }, 'refs/heads/other', main.first, main.second);
    expect(git(main.folder, 'rev-parse', 'other')).toBe(main.second);
    expect(git(linked, 'reflog', '-1', '--format=%gs')).toBe('laneway: a test');
    expect(git(main.folder, 'reflog', '-1', '--format=%gs', 'other')).toBe('laneway: a test');
    expect(git(main.folder, 'reflog', '-1', '--format=%gs')).not.toBe('laneway: a test');
  });
});

describe('moving refs', () => {
  it('moves a branch with its reflog and that of HEAD, as git reads them', () => {
    const { folder, repository, first, second } = scene('move');
    expect(update({ repository }, 'refs/heads/main', second, first)).toBe(second);
    expect(git(folder, 'rev-parse', 'main')).toBe(first);
    for (const name of ['main', 'HEAD'])
      expect(git(folder, 'reflog', '-1', '--format=%H %gs %gn %ge %gd', '--date=iso', name)).toBe(
        `${first} laneway: a test Ana ana@example.org ${name}@{2023-11-14 23:13:20 +0100}`,
      );
    expect(git(folder, 'rev-parse', 'main@{1}')).toBe(second);
    expect(update({ repository }, 'HEAD', first, second)).toBe(first);
    expect(git(folder, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect(git(folder, 'rev-parse', 'HEAD', 'HEAD@{1}').split('\n')).toEqual([second, first]);
    git(folder, 'fsck', '--strict', '--no-progress');
  });

  it('changes nothing when the ref is not what was expected', () => {
    const { folder, repository, first, second } = scene('stale');
    const log = readFileSync(join(folder, '.git/logs/HEAD'));
    expectCode('ref-moved', () => update({ repository }, 'refs/heads/main', first, first));
    expectCode('ref-moved', () => update({ repository }, 'refs/heads/main', null, first));
    expectCode('ref-moved', () => update({ repository }, 'refs/heads/new', second, first));
    expect(git(folder, 'rev-parse', 'main')).toBe(second);
    expect(readFileSync(join(folder, '.git/logs/HEAD')).equals(log)).toBe(true);
    expect(readRef(repository, 'refs/heads/new')).toBe(null);
    expect(existsSync(join(folder, '.git/refs/heads/main.lock'))).toBe(false);
  });

  it('lets one of two writers win, also against native git', () => {
    const { folder, repository, first, second } = scene('race');
    const lock = join(folder, '.git/refs/heads/main.lock');
    let seen = '';
    updateRef(repository, {
      ref: 'refs/heads/main',
      expected: second,
      value: first,
      who,
      message: 'x',
      onLock: (about) => (seen = about.path),
    });
    expect(seen).toBe(lock);
    expectCode('ref-moved', () => update({ repository }, 'refs/heads/main', second, first));
    writeFileSync(lock, '');
    expectCode('lock-held', () => update({ repository }, 'refs/heads/main', first, second));
    rmSync(lock);
    const held = acquireFileLock(lock);
    expect(tryGit(folder, ['update-ref', 'refs/heads/main', second, first]).status).not.toBe(0);
    held.release();
    git(folder, 'update-ref', 'refs/heads/main', second, first);
    expectCode('ref-moved', () => update({ repository }, 'refs/heads/main', first, second));
  });

  it('loses no update when it and native git write the same branch at the same time', async () => {
    const { folder, repository, second } = scene('contest');
    const rounds = 40;
    const script = `for i in $(seq ${rounds}); do
      old=$(git rev-parse refs/heads/main)
      new=$(git commit-tree -m "git $i" -p $old $old^{tree})
      git update-ref refs/heads/main $new $old 2>/dev/null && echo moved
    done`;
    const other = spawn('sh', ['-c', script], { cwd: folder, env: gitEnvironment });
    let output = '';
    other.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise((resolve) => other.on('close', resolve));
    let moved = 0;
    for (let round = 0; round < rounds; round++) {
      const parent = readRef(repository, 'refs/heads/main') ?? '';
      const { tree } = repository.objects.commit(parent);
      const body = commitBody({
        tree,
        parents: [parent],
        author: who,
        committer: who,
        message: `ours ${round}`,
      });
      try {
        update({ repository }, 'refs/heads/main', parent, repository.objects.write('commit', body));
        moved++;
      } catch (cause) {
        if (!isError(cause, 'ref-moved') && !isError(cause, 'lock-held')) throw cause;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, (round % 4) * 12);
    }
    await ended;
    const theirs = output.split('moved').length - 1;
    expect(Math.min(moved, theirs)).toBeGreaterThan(2);
    expect(git(folder, 'rev-list', '--count', `${second}..main`)).toBe(String(moved + theirs));
    expect(git(folder, 'fsck', '--strict', '--no-progress', '--no-dangling')).toBe('');
  });

  it('creates refs where they are packed, new, or where folders were left behind', () => {
    const all = scene('create');
    const { folder, first, second } = all;
    git(folder, 'branch', 'deep/er/x', first);
    git(folder, 'pack-refs', '--all');
    expect(update(all, 'refs/heads/deep/er/x', first, second)).toBe(first);
    expect(update(all, 'refs/heads/a/b/c', null, first)).toBe(null);
    mkdirSync(join(folder, '.git/refs/heads/was/a/folder'), { recursive: true });
    mkdirSync(join(folder, '.git/logs/refs/heads/was/a/folder'), { recursive: true });
    update(all, 'refs/heads/was', null, first);
    update(all, 'refs/laneway/runs/1/result', null, second);
    expect(existsSync(join(folder, '.git/logs/refs/laneway'))).toBe(false);
    git(folder, 'config', 'core.logAllRefUpdates', 'always');
    update(all, 'refs/laneway/runs/1/result', second, first);
    expect(git(folder, 'reflog', '-1', '--format=%gs', 'refs/laneway/runs/1/result')).toBe('laneway: a test');
    git(folder, 'config', 'core.logAllRefUpdates', 'false');
    update(all, 'refs/heads/quiet', null, first);
    expect(existsSync(join(folder, '.git/logs/refs/heads/quiet'))).toBe(false);
    expectSameAsGit(all);
  });

  it('refuses names in the way of others, bad names and missing objects', () => {
    const all = scene('in-the-way');
    const { folder, first } = all;
    git(folder, 'branch', 'a/b');
    expectCode('ref-in-the-way', () => update(all, 'refs/heads/a', null, first));
    expectCode('ref-in-the-way', () => update(all, 'refs/heads/a/b/c', null, first));
    git(folder, 'pack-refs', '--all', '--prune');
    expectCode('ref-in-the-way', () => update(all, 'refs/heads/a', null, first));
    expectCode('ref-in-the-way', () => update(all, 'refs/heads/a/b/c', null, first));
    expectCode('ref-invalid', () => update(all, 'refs/heads/a..b', null, first));
    expectCode('object-missing', () => update(all, 'refs/heads/new', null, madeUpId('1')));
    expect(git(folder, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/a/b\nrefs/heads/main');
    git(folder, 'branch', 'still/works');
  });
});

describe('deleting refs', () => {
  it('deletes loose and packed refs with their logs, and keeps the rest of packed-refs', () => {
    const all = scene('delete');
    const { folder, repository, first, second } = all;
    for (const name of ['x/y', 'x/z', 'loose']) git(folder, 'branch', name, first);
    git(folder, 'tag', '-a', 'kept', '-m', 'x');
    git(folder, 'tag', '-a', 'gone', '-m', 'x');
    git(folder, 'pack-refs', '--all', '--prune');
    git(folder, 'update-ref', 'refs/heads/x/y', second);
    expectCode('ref-moved', () => deleteRef(repository, 'refs/heads/x/y', { expected: first }));
    expect(deleteRef(repository, 'refs/heads/x/y', { expected: second })).toBe(true);
    expect(deleteRef(repository, 'refs/tags/gone')).toBe(true);
    expect(deleteRef(repository, 'refs/heads/loose')).toBe(true);
    expect(deleteRef(repository, 'refs/heads/loose')).toBe(false);
    expect(deleteRef(repository, 'refs/heads/never/was')).toBe(false);
    expect(git(folder, 'for-each-ref', '--format=%(refname) %(*objectname)')).toBe(
      `refs/heads/main \nrefs/heads/x/z \nrefs/tags/kept ${second}`,
    );
    expectSameAsGit(all);
    expect(existsSync(join(folder, '.git/logs/refs/heads/loose'))).toBe(false);
    expect(existsSync(join(folder, '.git/packed-refs.lock'))).toBe(false);
    expect(existsSync(join(folder, '.git/refs/heads/never'))).toBe(false);
    deleteRef(repository, 'refs/heads/x/z');
    git(folder, 'branch', 'x');
  });
});

describe('deleting refs while native git packs them', () => {
  it('brings none of them back', async () => {
    const { folder, repository, first } = scene('packing');
    const script = `trap 'stop=1' TERM; while [ -z "$stop" ] && kill -0 $PPID; do git pack-refs --all --prune; done`;
    const other = spawn('bash', ['-c', script], { cwd: folder, env: gitEnvironment, stdio: 'ignore' });
    const ended = new Promise((resolve) => other.on('close', resolve));
    const waitMilliseconds = 20_000;
    const names = Array.from({ length: 250 }, (_, n) => `refs/laneway/runs/${n}/result`);
    for (const ref of names) {
      updateRef(repository, { ref, expected: null, value: first, who, message: 'pin', waitMilliseconds });
      deleteRef(repository, ref, { waitMilliseconds });
    }
    other.kill('SIGTERM');
    await ended;
    expect(listRefs(repository, 'refs/laneway').map(({ name }) => name)).toEqual([]);
    expect(git(folder, 'for-each-ref', 'refs/laneway')).toBe('');
  });
});

describe('ref names', () => {
  it('are those that git takes', () => {
    const pieces = [
      'a',
      'B',
      'ä',
      '.',
      '..',
      '/',
      '//',
      '~',
      '^',
      ':',
      '?',
      '*',
      '[',
      '\\',
      ' ',
      '@',
      '@{',
      '{',
      '.lock',
      'lock',
      '-',
      '\x7f',
      '\t',
      'refs/heads/',
    ];
    const names = [
      '',
      '@',
      'HEAD',
      'refs/heads/main',
      'refs/heads/',
      '/refs',
      'refs/a.lock/b',
      'refs/heads/-a',
    ];
    for (let i = 0; i < 130; i++)
      names.push(`refs/${[i * 7, i * 13 + 1, i * 29 + 2].map((n) => pieces[n % pieces.length]).join('')}`);
    const folder = scene('names').folder;
    for (const name of names) {
      const expected = name.includes('/')
        ? tryGit(folder, ['check-ref-format', name]).status === 0
        : name === 'HEAD';
      expect(isRefName(name), JSON.stringify(name)).toBe(expected);
    }
  });
});
