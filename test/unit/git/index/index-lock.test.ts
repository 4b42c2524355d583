import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import { statDataAt } from '../../../../src/main/engine/git/index/index-entry';
import { lockIndex } from '../../../../src/main/engine/git/index/index-lock';
import { readIndex } from '../../../../src/main/engine/git/index/read-index';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { readStatus } from '../../../../src/main/engine/git/status/read-status';
import { git, makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Waits for the beginning of a second of the clock. */
const secondBegins = (): Promise<void> => sleep(1010 - (Date.now() % 1000));

describe('lockIndex', () => {
  it('does not hide an edit from a git that compares whole seconds', async () => {
    const folder = makeRepository(tempFolder(), { 'a.txt': 'one\n', 'b.txt': 'one\n' });
    git(folder, 'config', 'core.checkStat', 'minimal');
    await secondBegins();
    writeFileSync(join(folder, 'a.txt'), 'two\n');
    writeFileSync(join(folder, 'b.txt'), 'two\n');
    await sleep(50);
    git(folder, 'add', '-A');
    await sleep(50);
    writeFileSync(join(folder, 'a.txt'), 'six\n'); // in the same second, as long as before
    const repository = openRepository(folder, {});
    const seen = (): unknown => readStatus(repository).entries.map(({ path, work }) => [path, work]);
    expect(seen()).toEqual([
      ['a.txt', 'modified'],
      ['b.txt', null],
    ]);
    await secondBegins();
    const lock = lockIndex(repository);
    lock.write(new Map());
    lock.commit();
    const index = readIndex(join(folder, '.git'));
    expect(index.paths.map((_, i) => statDataAt(index.bytes, index.positions[i] ?? 0).size)).toEqual([0, 4]);
    expect(seen()).toEqual([
      ['a.txt', 'modified'],
      ['b.txt', null],
    ]);
    expect(git(folder, 'status', '--porcelain')).toBe('MM a.txt\nM  b.txt');
  });

  it('keeps git from writing the index until it is given back', () => {
    const folder = makeRepository(tempFolder());
    const lock = lockIndex(openRepository(folder, {}));
    writeFileSync(join(folder, 'new'), 'x\n');
    expect(tryGit(folder, ['add', 'new']).stderr).toContain('index.lock');
    lock.release();
    lock.release();
    expect(tryGit(folder, ['add', 'new']).status).toBe(0);
  });

  it('renames the lock file itself onto the index', () => {
    const folder = makeRepository(tempFolder());
    const recorded: string[] = [];
    const lock = lockIndex(openRepository(folder, {}), {
      record: ({ inode }) => void recorded.push(inode),
    });
    expect(lock.readIndex().paths).toEqual(['readme.txt']);
    lock.write(new Map([['readme.txt', null]]));
    expect(git(folder, 'ls-files')).toBe('readme.txt');
    lock.commit();
    expect(String(statSync(join(folder, '.git/index')).ino)).toBe(recorded[0]);
    expect(existsSync(join(folder, '.git/index.lock'))).toBe(false);
    expect(git(folder, 'ls-files')).toBe('');
    lock.release();
  });

  it('refuses, naming the file, while another program holds it', () => {
    const folder = makeRepository(tempFolder());
    const file = join(folder, '.git', 'index.lock');
    const before = readFileSync(join(folder, '.git', 'index'));
    writeFileSync(file, '');
    try {
      lockIndex(openRepository(folder, {}), { waitMilliseconds: 60 });
      expect.unreachable();
    } catch (cause) {
      if (!isError(cause, 'lock-held')) throw cause;
      expect(cause.data.path).toBe(file);
    }
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(join(folder, '.git', 'index')).equals(before)).toBe(true);
  });
});
