import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  openSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import { readIndex } from '../../../../src/main/engine/git/index/read-index';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import type { LateEdit } from '../../../../src/main/engine/git/worktree/apply-changes';
import { applyToTree } from '../../../../src/main/engine/git/snapshot/apply-to-tree';
import { takeSnapshot } from '../../../../src/main/engine/git/snapshot/take-snapshot';
import { lookAt } from '../../../../src/main/engine/git/worktree/lstat';
import { testFormat } from '../../../fixtures/object-format';
import { git, gitEnvironment, makeRepository, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { randomTree } from '../status/random-tree';
import { bring, open, picture, twoStates, writeTheIndex, type Move } from './moves';
import { howMany } from '../../../fixtures/thorough';

/** The root of the cache tree is only valid when every entry of the index was compared with the tree. */
function expectSettled(folder: string, wanted: Record<string, string>, { to }: Move, askGit = true): void {
  expect(picture(folder)).toEqual(wanted);
  expect(readIndex(join(folder, '.git'), testFormat).cacheTree?.id).toBe(to);
  if (!askGit) return;
  git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/next');
  expect(git(folder, 'status', '--porcelain', '--untracked-files=all')).toBe('');
  expect(git(folder, 'diff-index', '--cached', 'next')).toBe('');
}

describe('applyChanges', () => {
  const template = join(tempFolder('apply'), 'template');
  let wanted: Record<string, string> = {};
  let stepCount = 0;
  const copyOfTemplate = (): string => {
    const folder = join(tempFolder('apply'), 'clone');
    cpSync(template, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    return folder;
  };

  beforeAll(() => {
    twoStates(template);
    rmSync(join(template, '.git/hooks'), { recursive: true });
    git(template, 'gc', '-q');
    git(template, 'checkout', '-q', 'next');
    wanted = picture(template);
    git(template, 'checkout', '-q', 'main');
  });

  it('leads to what git checkout makes, with an index git believes', async () => {
    const folder = copyOfTemplate();
    const move = open(folder, 'main', 'next');
    const applied = await bring(move, { step: () => void stepCount++ });
    expect(applied.filter(({ to, stat }) => to && !stat)).toEqual([]);
    writeTheIndex(move, applied);
    expectSettled(folder, wanted, move);
    expect(readdirSync(join(folder, '.git/laneway/aside'))).toEqual([]);
    git(folder, 'fsck', '--strict');
  });

  it('goes on after a crash at every step, losing nothing and asking nobody', async () => {
    for (let crashAt = 1; crashAt <= stepCount; crashAt++) {
      const folder = copyOfTemplate();
      const move = open(folder, 'main', 'next');
      const late: LateEdit[] = [];
      const onLate = (edit: LateEdit): 'predicted' => {
        late.push(edit);
        return 'predicted';
      };
      let steps = 0;
      const step = (): void => {
        if (++steps === crashAt) throw new Error('crash');
      };
      await expect(bring(move, { onLate, step })).rejects.toThrow('crash');
      writeTheIndex(move, await bring(move, { onLate }));
      expect(late).toEqual([]);
      expectSettled(folder, wanted, move, crashAt % 8 === 0);
      move.repository.objects.close();
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it('keeps an edit made at any moment: in the file, or as a late copy', async () => {
    for (let editAt = 1; editAt <= stepCount; editAt++) {
      const folder = copyOfTemplate();
      const move = open(folder, 'main', 'next');
      const late: LateEdit[] = [];
      let steps = 0;
      let written = '';
      const step = (_: string, path: string): void => {
        if (++steps !== editAt) return;
        const whole = join(folder, path);
        if (existsSync(whole) && !lstatSync(whole).isFile()) return;
        if (lookAt(join(whole, '..'))?.isDirectory() === false) return; // a file has taken the folder's place
        mkdirSync(join(whole, '..'), { recursive: true });
        writeFileSync(whole, `late ${editAt}\n`);
        written = path;
      };
      const applied = await bring(move, { step, onLate: (edit) => (late.push(edit), 'predicted') });
      writeTheIndex(move, applied);
      if (!written) continue;
      const there = lookAt(join(folder, written))?.isFile()
        ? readFileSync(join(folder, written), 'utf8')
        : null;
      const kept = late.flatMap(({ savedAs }) => (savedAs === null ? [] : readFileSync(savedAs, 'utf8')));
      expect([there, ...kept], `edit at step ${editAt} of ${written}`).toContain(`late ${editAt}\n`);
      if (there === `late ${editAt}\n`) {
        git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/next');
        expect(git(folder, 'status', '--porcelain', '-z', '--untracked-files=all')).toContain(written);
      } else expectSettled(folder, wanted, move, editAt % 8 === 0);
      move.repository.objects.close();
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it('writes the merged content of a late edit and leaves it as uncommitted work, also when run again', async () => {
    const folder = copyOfTemplate();
    const move = open(folder, 'main', 'next');
    writeFileSync(join(folder, 'change.txt'), 'late\n');
    const late: LateEdit[] = [];
    const onLate = (edit: LateEdit): { content: Buffer; mode: number } => {
      late.push(edit);
      return { content: Buffer.from(`${String(edit.late?.bytes)}two\n`), mode: 0o100644 };
    };
    await bring(move, { onLate });
    const applied = await bring(move, { onLate });
    writeTheIndex(move, applied);
    expect(late.map(({ path, late: now }) => [path, String(now?.bytes)])).toEqual([['change.txt', 'late\n']]);
    expect(readFileSync(join(folder, 'change.txt'), 'utf8')).toBe('late\ntwo\n');
    expect(readFileSync(late[0]?.savedAs ?? '', 'utf8')).toBe('late\n');
    git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/next');
    expect(git(folder, 'status', '--porcelain')).toBe(' M change.txt');
  });

  it('says that a file was deleted before its turn, and writes what was planned', async () => {
    const folder = copyOfTemplate();
    const move = open(folder, 'main', 'next');
    rmSync(join(folder, 'change.txt'));
    const late: LateEdit[] = [];
    await bring(move, { onLate: (edit) => (late.push(edit), 'predicted') });
    expect(late.map(({ path, late: now, savedAs }) => [path, now, savedAs])).toEqual([
      ['change.txt', null, null],
    ]);
    expect(readFileSync(join(folder, 'change.txt'), 'utf8')).toBe('two\n');
  });

  it('sees what is written through a file that was open all the time', async () => {
    const folder = copyOfTemplate();
    const move = open(folder, 'main', 'next');
    const file = openSync(join(folder, 'change.txt'), 'r+');
    const late: LateEdit[] = [];
    await bring(move, {
      onLate: (edit) => (late.push(edit), 'predicted'),
      step: (name) => {
        if (name === 'again') writeSync(file, 'END\n', 0);
      },
    });
    closeSync(file);
    expect(late.map(({ path, late: now }) => [path, String(now?.bytes)])).toEqual([['change.txt', 'END\n']]);
    expect(readFileSync(join(folder, 'change.txt'), 'utf8')).toBe('two\n');
  });

  it('never writes through a link, and refuses a folder with unknown files where a file must be', async () => {
    const outside = tempFolder('outside');
    const linked = copyOfTemplate();
    symlinkSync(outside, join(linked, 'swap2'));
    rmSync(join(linked, 'swap'));
    symlinkSync(outside, join(linked, 'swap'));
    const move = open(linked, 'main', 'next');
    const late: LateEdit[] = [];
    await bring(move, { onLate: (edit) => (late.push(edit), 'predicted') });
    expect(late.map(({ path }) => path)).toEqual(['swap']);
    expect(readdirSync(outside)).toEqual([]);
    expect(readFileSync(join(linked, 'swap/now/inside.txt'), 'utf8')).toBe('inside\n');

    const parent = copyOfTemplate();
    rmSync(join(parent, 'folder'), { recursive: true });
    symlinkSync(outside, join(parent, 'folder'));
    const back = { ...open(parent, 'next', 'main') };
    let code = '';
    try {
      await bring(back);
    } catch (cause) {
      code = isError(cause, 'path-unsafe') ? 'path-unsafe' : String(cause);
    }
    expect(code).toBe('path-unsafe');
    expect(readdirSync(outside)).toEqual([]);

    const full = copyOfTemplate();
    writeFiles(full, { 'other/mine.txt': 'mine\n' });
    try {
      await bring(open(full, 'main', 'next'));
      expect.unreachable();
    } catch (cause) {
      if (!isError(cause, 'files-in-the-way')) throw cause;
      expect(cause.data.paths).toEqual(['other/mine.txt']);
    }
    expect(readFileSync(join(full, 'other/mine.txt'), 'utf8')).toBe('mine\n');
  });

  it('settles the index for dirty work that became part of the result', async () => {
    const folder = makeRepository(tempFolder(), {
      'dirty.txt': '1\n',
      'staged.txt': '1\n',
      'gone.txt': '1\n',
      'theirs.txt': '1\n',
    });
    writeFiles(folder, {
      'dirty.txt': '2\n',
      'staged.txt': '2\n',
      'gone.txt': null,
      'new/file.txt': 'new\n',
      'mine.txt': 'stays here\n',
    });
    git(folder, 'add', 'staged.txt');
    const repository = openRepository(folder, gitEnvironment);
    const { objects } = repository;
    const { tree } = takeSnapshot(repository, objects, { include: ({ path }) => path !== 'mine.txt' });
    const entry = { mode: 0o100644, id: objects.write('blob', Buffer.from('theirs\n')) };
    const move = { repository, from: tree, to: applyToTree(objects, tree, new Map([['theirs.txt', entry]])) };
    writeTheIndex(move, await bring(move));
    git(folder, 'update-ref', 'HEAD', git(folder, 'commit-tree', '-m', 'result', '-p', 'HEAD', move.to));
    expect(git(folder, 'status', '--porcelain')).toBe('?? mine.txt');
    expect(git(folder, 'diff-files', '--name-only')).toBe('');
    expect(readFileSync(join(folder, 'theirs.txt'), 'utf8')).toBe('theirs\n');
  });

  it('equals git checkout between random trees with random rules', async () => {
    const root = tempFolder('random');
    for (let seed = 0; seed < howMany(16, 60); seed++) {
      const { folder } = randomTree(join(root, String(seed)), 7000 + seed);
      git(folder, '-c', 'core.safecrlf=false', 'add', '-A');
      git(folder, 'commit', '-q', '--allow-empty', '-m', 'third');
      git(folder, 'reset', '-q', '--hard');
      git(folder, 'clean', '-fdxq');
      git(folder, 'branch', 'next');
      git(folder, 'checkout', '-q', '-f', '-b', 'older', 'HEAD~1');
      git(folder, 'clean', '-fdxq');
      const before = picture(folder);
      const move = open(folder, 'older', 'next');
      const applied = await bring(move, {
        onLate: (edit) => {
          throw new Error(`late? ${seed} ${edit.path}`);
        },
      });
      writeTheIndex(move, applied);
      const ours = picture(folder);
      git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/next');
      expect(git(folder, 'status', '--porcelain'), `seed ${seed}`).toBe('');
      git(folder, 'checkout', '-q', '-f', 'older');
      expect(picture(folder), `seed ${seed} back`).toEqual(before);
      git(folder, 'checkout', '-q', '-f', 'next');
      expect(ours, `seed ${seed}`).toEqual(picture(folder));
      move.repository.objects.close();
    }
  }, 60_000);
});
