import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import { lockIndex } from '../../../../src/main/engine/git/index/index-lock';
import { git, makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

describe('lockIndex', () => {
  it('keeps git from writing the index until it is given back', () => {
    const folder = makeRepository(tempFolder());
    const lock = lockIndex({ gitDir: join(folder, '.git') });
    writeFileSync(join(folder, 'new'), 'x\n');
    expect(tryGit(folder, ['add', 'new']).stderr).toContain('index.lock');
    lock.release();
    lock.release();
    expect(tryGit(folder, ['add', 'new']).status).toBe(0);
  });

  it('renames the lock file itself onto the index', () => {
    const folder = makeRepository(tempFolder());
    const recorded: string[] = [];
    const lock = lockIndex(
      { gitDir: join(folder, '.git') },
      { record: ({ inode }) => void recorded.push(inode) },
    );
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
      lockIndex({ gitDir: join(folder, '.git') }, { waitMilliseconds: 60 });
      expect.unreachable();
    } catch (cause) {
      if (!isError(cause, 'lock-held')) throw cause;
      expect(cause.data.path).toBe(file);
    }
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(join(folder, '.git', 'index')).equals(before)).toBe(true);
  });
});
