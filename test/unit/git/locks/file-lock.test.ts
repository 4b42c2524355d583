import { spawn } from 'node:child_process';
import {
  closeSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../../src/main/engine/errors';
import { acquireFileLock } from '../../../../src/main/engine/git/locks/file-lock';
import { removeRecordedLock } from '../../../../src/main/engine/git/locks/recorded-lock';
import type { RecordedLock } from '../../../../src/main/engine/git/locks/recorded-lock';
import { makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const root = tempFolder('locks');
const names = (): string[] =>
  readdirSync(root).filter((name) => name.endsWith('.lock') || name.endsWith('.tmp'));

describe('a file lock', () => {
  it('becomes the file when committed and leaves nothing else', () => {
    const path = join(root, 'a.lock');
    const lock = acquireFileLock(path);
    lock.write(Buffer.from('one '));
    lock.write(Buffer.from('two'));
    expect(names()).toEqual(['a.lock']);
    lock.commit();
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('one two');
    lock.release();
    expect(names()).toEqual([]);
  });

  it('leaves the file as it was when released', () => {
    writeFileSync(join(root, 'b'), 'old');
    const lock = acquireFileLock(join(root, 'b.lock'));
    lock.write(Buffer.from('new'));
    lock.release();
    lock.release();
    expect(readFileSync(join(root, 'b'), 'utf8')).toBe('old');
    expect(names()).toEqual([]);
  });

  it('can be committed onto another path', () => {
    const lock = acquireFileLock(join(root, 'c.lock'));
    lock.write(Buffer.from('x'));
    lock.commit(join(root, 'elsewhere'));
    expect(readFileSync(join(root, 'elsewhere'), 'utf8')).toBe('x');
    expect(names()).toEqual([]);
  });

  it('is refused while another program holds it, with age and owner', () => {
    const path = join(root, 'd.lock');
    const file = openSync(path, 'wx');
    const tenMinutesAgo = Date.now() / 1000 - 600;
    utimesSync(path, tenMinutesAgo, tenMinutesAgo);
    try {
      acquireFileLock(path);
      expect.unreachable();
    } catch (cause) {
      if (!(cause instanceof EngineError) || cause.code !== 'lock-held') throw cause;
      const data = cause.data as { path: string; ageSeconds: number; owner: string | null };
      expect(data.path).toBe(path);
      expect(Math.round(data.ageSeconds / 10)).toBe(60);
      if (process.platform === 'linux') expect(data.owner).toContain(`(process ${process.pid})`);
    }
    closeSync(file);
    expect(names()).toEqual(['d.lock']);
    rmSync(path);
  });

  it('waits for another program, but not longer than told', async () => {
    const path = join(root, 'e.lock');
    writeFileSync(path, '');
    const started = performance.now();
    expect(() => acquireFileLock(path, { waitMilliseconds: 120 })).toThrow(/another program/i);
    expect(performance.now() - started).toBeGreaterThanOrEqual(120);
    const remover = spawn(process.execPath, [
      '-e',
      `setTimeout(() => require('fs').rmSync(${JSON.stringify(path)}), 150)`,
    ]);
    const ended = new Promise((resolve) => remover.on('exit', resolve));
    acquireFileLock(path, { waitMilliseconds: 20_000 }).release();
    await ended;
    expect(names()).toEqual([]);
  });

  it('keeps native git from locking', () => {
    const folder = makeRepository(join(root, 'clone'));
    const lock = acquireFileLock(join(folder, '.git', 'index.lock'));
    writeFileSync(join(folder, 'x.txt'), 'x');
    expect(tryGit(folder, ['add', 'x.txt']).stderr).toContain('index.lock');
    lock.release();
    expect(tryGit(folder, ['add', 'x.txt']).status).toBe(0);
  });

  it('is not taken over: a lock that was removed and made anew by somebody else stays theirs', () => {
    const path = join(root, 'f.lock');
    const lock = acquireFileLock(path);
    rmSync(path);
    writeFileSync(path, 'theirs');
    expect(() => lock.commit()).toThrow(/another program/i);
    lock.release();
    expect(readFileSync(path, 'utf8')).toBe('theirs');
    rmSync(path);
  });
});

describe('recovery', () => {
  it('knows the lock before it exists, and removes just that one', () => {
    const path = join(root, 'g.lock');
    let recorded: RecordedLock | undefined;
    const lock = acquireFileLock(path, {
      record(about) {
        recorded = about;
        expect(names().some((name) => name.endsWith('.lock'))).toBe(false);
      },
    });
    if (recorded === undefined) throw new Error('not recorded');
    expect(recorded).toEqual({
      path,
      device: lock.device,
      inode: lock.inode,
      ...(lock.born ? { born: lock.born } : {}),
    });
    expect(String(statSync(path, { bigint: true }).ino)).toBe(lock.inode);
    expect(removeRecordedLock({ ...recorded, inode: '1' })).toBe(false);
    const parsed = JSON.parse(JSON.stringify(recorded)) as RecordedLock;
    expect(removeRecordedLock({ ...parsed, device: '1' })).toBe(true); // numbered anew at another start
    expect(removeRecordedLock(parsed)).toBe(false);
    writeFileSync(path, 'of another program, perhaps with the same inode');
    if (recorded.born !== undefined) expect(removeRecordedLock(parsed)).toBe(false);
    rmSync(path, { force: true });
    lock.release();
  });

  it('removes what a crash left between recording and linking', () => {
    const path = join(root, 'h.lock');
    const recorded: RecordedLock[] = [];
    writeFileSync(path, '');
    expect(() => acquireFileLock(path, { record: (about) => recorded.push(about) })).toThrow();
    rmSync(path);
    expect(recorded.length).toBe(1);
    const left = join(root, '.laneway-0123456789abcdef.tmp');
    writeFileSync(left, '');
    const stats = statSync(left, { bigint: true });
    expect(removeRecordedLock({ path, device: String(stats.dev), inode: String(stats.ino) })).toBe(false);
    expect(names()).toEqual([]);
  });

  it('is content when the folder is gone', () => {
    expect(removeRecordedLock({ path: join(root, 'gone/x.lock'), device: '1', inode: '1' })).toBe(false);
  });
});
