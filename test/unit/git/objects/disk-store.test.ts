import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { hashObject } from '../../../../src/main/engine/git/objects/hash-object';
import { verifyObject } from '../../../../src/main/engine/git/objects/verify-object';
import { madeUpId, testFormat } from '../../../fixtures/object-format';
import { commitAll, git, makeRepository, tryGit, writeFiles } from '../../../fixtures/git-oracle';
import { expectSameAsGit, idsOf, objectsOf } from '../../../fixtures/same-objects';
import { tempFolder } from '../../../fixtures/temp';

const root = tempFolder('objects');
/** A history whose versions differ a little, so that git makes deltas of them. */
function makeHistory(name: string, commits = 12): string {
  const folder = makeRepository(join(root, name), {
    'a.txt': 'start\n',
    'deep/er/b.bin': Buffer.from([0, 255, 1]),
  });
  const lines = Array.from({ length: 400 }, (_, i) => `line ${i} of a file that changes slowly`);
  for (let i = 0; i < commits; i++) {
    lines[(i * 37) % 400] = `changed in ${i}`;
    writeFiles(folder, { 'a.txt': lines.join('\n'), [`deep/${i % 3}/c.json`]: `{"n":${i}}`, empty: '' });
    commitAll(folder, `change ${i}`);
  }
  git(folder, 'tag', '-a', 'v1', '-m', 'a tag');
  return folder;
}

const deltasIn = (folder: string): number => {
  const pack = readdirSync(join(objectsOf(folder), 'pack')).find((name) => name.endsWith('.idx')) ?? '';
  return git(folder, 'verify-pack', '-v', join(objectsOf(folder), 'pack', pack))
    .split('\n')
    .filter((line) => /^[0-9a-f]+ \w+ +\d+ \d+ \d+ \d+ [0-9a-f]{40,64}$/.test(line)).length;
};

describe('reading objects', () => {
  it('reads every loose object as git does', () => {
    const folder = makeHistory('loose');
    expectSameAsGit(openDiskStore(objectsOf(folder), testFormat), folder);
  });

  it('reads every packed object as git does, with deltas by offset', () => {
    const folder = makeHistory('offset-deltas');
    git(folder, 'repack', '-adfq', '--depth=50', '--window=50');
    git(folder, 'prune-packed');
    expect(deltasIn(folder)).toBeGreaterThan(5);
    expectSameAsGit(openDiskStore(objectsOf(folder), testFormat), folder);
  });

  it('reads deltas by id', () => {
    const folder = makeHistory('id-deltas');
    git(folder, '-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq', '--depth=50', '--window=50');
    expect(deltasIn(folder)).toBeGreaterThan(5);
    expectSameAsGit(openDiskStore(objectsOf(folder), testFormat), folder);
  });

  it('reads an index with 64-bit offsets', () => {
    const folder = makeHistory('wide');
    git(folder, 'repack', '-adfq');
    const packs = join(objectsOf(folder), 'pack');
    const pack = readdirSync(packs).find((name) => name.endsWith('.pack')) ?? '';
    const index = join(packs, pack.replace('.pack', '.idx'));
    rmSync(index);
    git(folder, 'index-pack', '--index-version=2,0x40', '-o', index, join(packs, pack));
    expect(readFileSync(index).length).toBeGreaterThan(
      1032 + 2 * testFormat.idBytes + (testFormat.idBytes + 8) * idsOf(folder).length,
    );
    expectSameAsGit(openDiskStore(objectsOf(folder), testFormat), folder);
  });

  it('reads through alternates, relative and nested', () => {
    const first = makeHistory('borrow/first', 3);
    const second = join(root, 'borrow/second');
    git(root, 'clone', '-q', '--shared', first, second);
    writeFiles(second, { 'second.txt': 'two' });
    commitAll(second, 'second');
    const third = join(root, 'borrow/third');
    git(root, 'clone', '-q', '--shared', second, third);
    writeFileSync(
      join(objectsOf(third), 'info', 'alternates'),
      `# borrowed\n${relative(objectsOf(third), objectsOf(second))}\n`,
    );
    writeFiles(third, { 'third.txt': 'three' });
    commitAll(third, 'third');
    const store = openDiskStore(objectsOf(third), testFormat);
    expectSameAsGit(store, third);
    expect(store.fileOf(git(first, 'rev-parse', 'HEAD'))).toContain('borrow/first');
  });

  it('goes on while git repacks under it, from every state to every other', () => {
    const folder = makeHistory('repacked');
    const store = openDiskStore(objectsOf(folder), testFormat);
    const ids = idsOf(folder);
    const all = (): boolean =>
      ids.every((id) => hashObject(testFormat, store.read(id).type, store.read(id).body) === id);
    expect(all()).toBe(true);
    git(folder, 'gc', '-q');
    expect(all()).toBe(true);
    writeFiles(folder, { 'more.txt': 'more' });
    const added = commitAll(folder, 'more');
    git(folder, 'repack', '-adfq', '--depth=1');
    git(folder, 'prune-packed');
    expect(store.has(added)).toBe(true);
    expect(all()).toBe(true);
    // Packs that were never opened before they vanish, and then the objects become loose.
    const second = openDiskStore(objectsOf(folder), testFormat);
    expect(second.has(added)).toBe(true);
    const pack = second.fileOf(added) ?? '';
    const bytes = readFileSync(pack);
    for (const name of readdirSync(join(objectsOf(folder), 'pack')))
      rmSync(join(objectsOf(folder), 'pack', name));
    expect(tryGit(folder, ['unpack-objects', '-q'], bytes).status).toBe(0);
    expect(second.commit(added).message).toBe('more\n');
    expectSameAsGit(second, folder);
    expect(() => openDiskStore(objectsOf(folder), testFormat).read(madeUpId('1'))).toThrow(/missing/);
  });

  it('sees what another program adds', () => {
    const folder = makeHistory('added', 1);
    const store = openDiskStore(objectsOf(folder), testFormat);
    const other = makeHistory('added-from', 40);
    const tip = git(other, 'rev-parse', 'HEAD');
    expect(store.has(tip)).toBe(false);
    git(folder, '-c', 'fetch.unpackLimit=1', 'fetch', '-q', other);
    expect(store.has(tip)).toBe(true);
    expect(store.commit(tip).message).toBe('change 39\n');
    store.close();
    expect(store.commit(tip).message).toBe('change 39\n');
  });

  it('knows the empty tree without having it', () => {
    const folder = makeHistory('empty-tree', 1);
    const store = openDiskStore(objectsOf(folder), testFormat);
    expect(store.has(testFormat.emptyTree)).toBe(false);
    expect(store.tree(testFormat.emptyTree).size).toBe(0);
  });
});

describe('damage', () => {
  const errorOf = (run: () => unknown): unknown => {
    try {
      run();
    } catch (cause) {
      return cause;
    }
    return null;
  };

  it('reports missing objects and wrong types by code', () => {
    const folder = makeHistory('wrong-type', 1);
    const store = openDiskStore(objectsOf(folder), testFormat);
    const head = git(folder, 'rev-parse', 'HEAD');
    expect(
      isError(
        errorOf(() => store.read('0123456789'.repeat(4))),
        'object-missing',
      ),
    ).toBe(true);
    expect(
      isError(
        errorOf(() => store.tree(head)),
        'object-damaged',
      ),
    ).toBe(true);
    expect(
      isError(
        errorOf(() => store.blob(head)),
        'object-damaged',
      ),
    ).toBe(true);
    expect(
      isError(
        errorOf(() => store.commit(store.commit(head).tree)),
        'object-damaged',
      ),
    ).toBe(true);
  });

  it('reports a damaged loose object, whatever is wrong with it', () => {
    const folder = makeHistory('loose-damage', 1);
    const id = git(folder, 'rev-parse', 'HEAD:a.txt');
    const path = join(objectsOf(folder), id.slice(0, 2), id.slice(2));
    const whole = readFileSync(path);
    for (const bytes of [
      Buffer.alloc(0),
      whole.subarray(0, 30),
      Buffer.from('not zlib'),
      whole.subarray(0, -6),
    ]) {
      rmSync(path);
      writeFileSync(path, bytes);
      expect(
        isError(
          errorOf(() => openDiskStore(objectsOf(folder), testFormat).read(id)),
          'object-damaged',
        ),
      ).toBe(true);
    }
  });

  it('never returns other content than the id promises when verified: any flipped byte of a pack is found', () => {
    const folder = makeHistory('pack-damage', 3);
    git(folder, 'repack', '-adfq');
    const ids = idsOf(folder);
    const packs = join(objectsOf(folder), 'pack');
    const path = join(packs, readdirSync(packs).find((name) => name.endsWith('.pack')) ?? '');
    const whole = readFileSync(path);
    rmSync(path);
    let found = 0;
    for (let at = 12; at < whole.length - testFormat.idBytes; at += 13) {
      const broken = Buffer.from(whole);
      broken[at] = (broken[at] ?? 0) ^ 0x41;
      writeFileSync(path, broken);
      const store = openDiskStore(objectsOf(folder), testFormat);
      for (const id of ids) {
        const cause = errorOf(() => verifyObject(store, id));
        if (cause === null) continue;
        expect(isError(cause, 'object-damaged') || isError(cause, 'object-missing')).toBe(true);
        found++;
      }
      rmSync(path);
    }
    expect(found).toBeGreaterThan(50);
  });

  it('reports a damaged index of a pack', () => {
    const folder = makeHistory('index-damage', 1);
    git(folder, 'repack', '-adq');
    const packs = join(objectsOf(folder), 'pack');
    const path = join(packs, readdirSync(packs).find((name) => name.endsWith('.idx')) ?? '');
    const whole = readFileSync(path);
    rmSync(path);
    writeFileSync(path, whole.subarray(0, 1100));
    const read = (): unknown =>
      openDiskStore(objectsOf(folder), testFormat).read(git(folder, 'rev-parse', 'HEAD'));
    expect(isError(errorOf(read), 'object-damaged')).toBe(true);
  });
});

describe('writing one object', () => {
  it('writes what git reads, once, without leaving anything else', () => {
    const folder = makeHistory('write', 1);
    const store = openDiskStore(objectsOf(folder), testFormat);
    const body = Buffer.from('new content');
    const id = store.write('blob', body);
    body.fill(0);
    expect(git(folder, 'cat-file', 'blob', id)).toBe('new content');
    expect(store.write('blob', Buffer.from('new content'))).toBe(id);
    expect(
      readdirSync(join(objectsOf(folder), id.slice(0, 2))).filter((name) => name.startsWith('tmp')),
    ).toEqual([]);
  });

  it('works in a folder without packs', () => {
    const objects = join(root, 'bare-objects');
    mkdirSync(objects, { recursive: true });
    const store = openDiskStore(objects, testFormat);
    const id = store.write('tree', Buffer.alloc(0));
    expect(id).toBe(testFormat.emptyTree);
    expect(existsSync(join(objects, testFormat.emptyTree.slice(0, 2)))).toBe(true);
    expect(openDiskStore(objects, testFormat).has(id)).toBe(true);
  });
});
