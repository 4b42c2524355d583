import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import { acquireFileLock } from '../../../../src/main/engine/git/locks/file-lock';
import { removeRecordedLock } from '../../../../src/main/engine/git/locks/recorded-lock';
import type { RecordedLock } from '../../../../src/main/engine/git/locks/recorded-lock';
import type { NewObject } from '../../../../src/main/engine/git/model';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { hashObject } from '../../../../src/main/engine/git/objects/hash-object';
import { persistObjects } from '../../../../src/main/engine/git/objects/persist';
import { testFormat } from '../../../fixtures/object-format';
import { tempFolder } from '../../../fixtures/temp';

/** After how many calls a function of the file system fails, and how. */
const failing = vi.hoisted(() => ({ name: '', after: 0, code: '' }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const failable = <K extends 'writeSync' | 'fsyncSync' | 'linkSync' | 'renameSync'>(
    name: K,
  ): (typeof fs)[K] =>
    ((...args: unknown[]) => {
      if (failing.name === name && failing.after-- <= 0)
        throw Object.assign(new Error(`${failing.code}: as told`), { code: failing.code });
      return (real[name] as (...all: unknown[]) => unknown)(...args);
    }) as (typeof fs)[K];
  return {
    ...real,
    writeSync: failable('writeSync'),
    fsyncSync: failable('fsyncSync'),
    linkSync: failable('linkSync'),
    renameSync: failable('renameSync'),
  };
});

const root = tempFolder('failing');
afterEach(() => {
  failing.name = '';
});

const codeOf = (run: () => unknown, code: 'disk-full' | 'lock-held'): boolean => {
  try {
    run();
    return false;
  } catch (cause) {
    return isError(cause, code);
  }
};
const blobs = (count: number): NewObject[] =>
  Array.from({ length: count }, (_, i) => {
    const body = Buffer.from(`object ${i}`);
    return { id: hashObject(testFormat, 'blob', body), type: 'blob', body };
  });

describe('a full disk', () => {
  it.each([
    ['loose objects', 5],
    ['a pack', 40],
  ])('leaves only whole objects of %s, wherever it is noticed', (_, count) => {
    const failures: string[] = [];
    for (const name of ['writeSync', 'fsyncSync', 'renameSync'])
      for (let after = 0; after < 6; after++) {
        const folder = join(root, `full-${count}-${name}-${after}`);
        fs.mkdirSync(folder);
        Object.assign(failing, { name, after, code: 'ENOSPC' });
        const full = codeOf(
          () => persistObjects(openDiskStore(folder, testFormat), blobs(count)),
          'disk-full',
        );
        failing.name = '';
        if (full) failures.push(name);
        const files = fs.readdirSync(folder, { recursive: true }) as string[];
        expect(files.filter((file) => /tmp/.test(file))).toEqual([]);
        const store = openDiskStore(folder, testFormat);
        for (const { id, body } of blobs(count))
          if (store.has(id)) expect(store.blob(id).equals(body)).toBe(true);
        // And the same again with room: nothing that is left is in the way.
        persistObjects(store, blobs(count));
        expect(blobs(count).every(({ id }) => store.has(id))).toBe(true);
      }
    expect(new Set(failures)).toEqual(new Set(['writeSync', 'fsyncSync', 'renameSync']));
  });

  it('keeps the old file when a lock cannot be written', () => {
    const path = join(root, 'kept');
    fs.writeFileSync(path, 'old');
    const lock = acquireFileLock(`${path}.lock`);
    Object.assign(failing, { name: 'fsyncSync', after: 0, code: 'ENOSPC' });
    expect(codeOf(() => lock.commit(), 'disk-full')).toBe(true);
    lock.release();
    expect(fs.readFileSync(path, 'utf8')).toBe('old');
    expect(fs.existsSync(`${path}.lock`)).toBe(false);
  });
});

it('a file system without hard links locks all the same', () => {
  Object.assign(failing, { name: 'linkSync', after: -1000, code: 'EPERM' });
  const path = join(root, 'unlinked.lock');
  const recorded: RecordedLock[] = [];
  const lock = acquireFileLock(path, { record: (about) => recorded.push(about) });
  expect(codeOf(() => acquireFileLock(path), 'lock-held')).toBe(true);
  expect(recorded.at(-1)?.inode).toBe(lock.inode);
  lock.write(Buffer.from('x'));
  lock.commit();
  expect(fs.readFileSync(join(root, 'unlinked'), 'utf8')).toBe('x');
  const again = acquireFileLock(path, { record: (about) => recorded.push(about) });
  expect(removeRecordedLock(recorded.at(-1) ?? again)).toBe(true);
  expect(() =>
    acquireFileLock(path, {
      record() {
        throw new Error('the journal is closed');
      },
    }),
  ).toThrow('journal');
  expect(fs.readdirSync(root).filter((name) => /\.lock$|\.tmp$/.test(name))).toEqual([]);
});
