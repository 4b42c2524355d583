import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import { gatherObjects } from '../../../../src/main/engine/git/housekeeping/gather-objects';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { writeLooseObjects } from '../../../../src/main/engine/git/objects/write-loose';
import { writePack } from '../../../../src/main/engine/git/objects/write-pack';
import { testFormat } from '../../../fixtures/object-format';
import { createDyingDisk } from '../../../fixtures/dying-disk';
import { git, makeRepository } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { blobs, objectsOf, packsOf, unreadableByGit } from './piles';

const root = tempFolder('gather-failing');
const start = makeRepository(join(root, 'start'));
fs.rmSync(join(start, '.git/hooks'), { recursive: true, force: true });
const all = Array.from({ length: 11 }, (_, n) => blobs(2, `pack ${n}`));
for (const some of all) writePack({ folder: objectsOf(start), format: testFormat }, some);
const loose = blobs(5, 'loose');
writeLooseObjects(objectsOf(start), loose, true);
const objects = [...all.flat(), ...loose];

let copies = 0;
function copy(): string {
  const folder = join(root, `copy-${++copies}`);
  fs.cpSync(start, folder, { recursive: true });
  return folder;
}
const gather = (folder: string) => gatherObjects({ objects: openDiskStore(objectsOf(folder), testFormat) });

function expectAll(folder: string, byGit = true): void {
  const store = openDiskStore(objectsOf(folder), testFormat);
  for (const { id, body } of objects) expect(store.blob(id).equals(body)).toBe(true);
  if (!byGit) return;
  expect(
    unreadableByGit(
      folder,
      objects.map(({ id }) => id),
    ),
  ).toEqual([]);
}

describe('a process that dies while it gathers', () => {
  const disk = createDyingDisk();
  afterAll(() => disk.restore());

  it('leaves every object readable, whenever it dies, and the next gathering goes through', () => {
    let died = 0;
    for (let at = 1; ; at++) {
      const folder = copy();
      disk.arm(at);
      let dead = false;
      try {
        gather(folder);
      } catch (cause) {
        if (!disk.dead) throw cause;
        dead = true;
      }
      disk.revive();
      if (!dead) break;
      died++;
      expectAll(folder);
      gather(folder);
      expectAll(folder, at % 5 === 1);
      expect(packsOf(folder).filter((path) => path.endsWith('.pack')).length).toBeLessThanOrEqual(11);
      if (at % 10 === 1) expect(git(folder, 'fsck', '--strict', '--no-progress', '--no-dangling')).toBe('');
      fs.rmSync(folder, { recursive: true });
    }
    // Two files written and moved; two for each pack, and the loose ones removed.
    expect(died).toBeGreaterThan(2 * 11 + loose.length + 8);
  }, 30_000);
});

describe('a disk that fails', () => {
  const table = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
  let restore = (): void => undefined;
  afterEach(() => restore());
  /** From call number `after` on, that function of the file system fails. */
  const failAt = (name: string, after: number, code: string): void => {
    const real = table[name];
    table[name] = (...args: unknown[]) => {
      if (after-- <= 0) throw Object.assign(new Error(code), { code, syscall: name });
      return real?.apply(fs, args);
    };
    syncBuiltinESMExports();
    restore = () => {
      if (real) table[name] = real;
      syncBuiltinESMExports();
      restore = () => undefined;
    };
  };

  it.each([
    ['writeSync', 0],
    ['writeSync', 1],
    ['writeSync', 2],
    ['writeSync', 3],
    ['fsyncSync', 0],
    ['fsyncSync', 1],
    ['fsyncSync', 2],
    ['renameSync', 0],
    ['renameSync', 1],
  ])('is full at %s number %i: nothing is removed', (name, after) => {
    const folder = copy();
    const before = packsOf(folder);
    failAt(name, after, 'ENOSPC');
    let full = false;
    try {
      gather(folder);
    } catch (cause) {
      full = isError(cause, 'disk-full');
    }
    restore();
    expect(full).toBe(true);
    expect(packsOf(folder)).toEqual(expect.arrayContaining(before));
    expect(packsOf(folder).filter((path) => /tmp_/.test(path))).toEqual([]);
    expectAll(folder);
  });

  it('does not let a file go that another program holds: it is there twice then', () => {
    const folder = copy();
    failAt('rmSync', 0, 'EBUSY');
    expect(gather(folder)).toEqual({ packs: 0, loose: 0 });
    restore();
    expectAll(folder);
    expect(gather(folder)).toMatchObject({ packs: 12 });
    expectAll(folder);
  });
});
