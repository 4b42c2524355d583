import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NewObject, ObjectType } from '../../../../src/main/engine/git/model';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { hashObject } from '../../../../src/main/engine/git/objects/hash-object';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { packIndexBytes } from '../../../../src/main/engine/git/objects/pack-index-bytes';
import { readPackIndex } from '../../../../src/main/engine/git/objects/pack-index';
import { persistObjects } from '../../../../src/main/engine/git/objects/persist';
import { commitBody } from '../../../../src/main/engine/git/objects/serialize-commit';
import { serializeTree } from '../../../../src/main/engine/git/objects/serialize-tree';
import { madeUpId, testFormat } from '../../../fixtures/object-format';
import { git, makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const root = tempFolder('persist');
const objectsOf = (folder: string): string => join(folder, '.git', 'objects');
const object = (type: ObjectType, body: Buffer): NewObject => ({
  id: hashObject(testFormat, type, body),
  type,
  body,
});
const blob = (text: string): NewObject => object('blob', Buffer.from(text));
const blobs = (count: number, tag = 'x'): NewObject[] =>
  Array.from({ length: count }, (_, i) => blob(`${tag} ${i} ${'content '.repeat(i % 50)}`));
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
const packsOf = (folder: string): string[] => readdirSync(join(objectsOf(folder), 'pack')).sort();
const person = { name: 'Ana', email: 'ana@example.org', seconds: 1_700_000_000, offsetMinutes: -210 };

describe('persistObjects', () => {
  it('keeps a new pack from native git repack until refs need it, and not longer', () => {
    const folder = makeRepository(join(root, 'pinned'));
    const store = openDiskStore(objectsOf(folder), testFormat);
    const tagged = blobs(40, 'tagged');
    const tree = object('tree', serializeTree(tagged.map(({ id }, i) => [`f${i}`, { mode: 0o100644, id }])));
    persistObjects(store, [...tagged, tree], () => {
      git(folder, 'repack', '-adq');
      git(folder, 'tag', 'pinned', tree.id);
    });
    expect(packsOf(folder).filter((name) => name.endsWith('.keep'))).toEqual([]);
    git(folder, 'repack', '-adq');
    for (const { id, body } of tagged) expect(store.blob(id).equals(body)).toBe(true);
    git(folder, 'fsck', '--full', '--strict');
    const fails = (): never => {
      throw new Error('no pin');
    };
    expect(() => persistObjects(store, blobs(40, 'lost'), fails)).toThrow('no pin');
    expect(packsOf(folder).filter((name) => name.endsWith('.keep'))).toEqual([]);
  });

  it('writes a few as loose objects and many as one pack that git verifies', () => {
    const folder = makeRepository(join(root, 'few-many'));
    const store = openDiskStore(objectsOf(folder), testFormat);
    expect(persistObjects(store, blobs(31))).toBe(31);
    expect(packsOf(folder)).toEqual([]);
    // 31 of these are there already, and some come twice.
    expect(persistObjects(store, [...blobs(100), ...blobs(20)])).toBe(69);
    expect(packsOf(folder).map((name) => name.replace(/^pack-[0-9a-f]+/, ''))).toEqual(['.idx', '.pack']);
    git(
      folder,
      'verify-pack',
      ...packsOf(folder)
        .filter((name) => name.endsWith('.idx'))
        .map((name) => join(objectsOf(folder), 'pack', name)),
    );
    const ids = blobs(100).map(({ id }) => id);
    expect(git(folder, 'fsck', '--strict', '--unreachable', '--no-progress').split('\n').length).toBe(100);
    for (const { id, body } of blobs(100)) expect(store.blob(id).equals(body)).toBe(true);
    const sizes = tryGit(
      folder,
      ['cat-file', '--batch-check=%(objectsize)'],
      ids.join('\n'),
    ).stdout.toString();
    expect(sizes.trim().split('\n').map(Number)).toEqual(blobs(100).map(({ body }) => body.length));
    expect(filesIn(objectsOf(folder)).filter((name) => name.startsWith('tmp'))).toEqual([]);
    expect(persistObjects(store, blobs(100))).toBe(0);
  });

  it('writes every kind and size of object into a pack', () => {
    const folder = makeRepository(join(root, 'kinds'));
    const sizes = [0, 1, 15, 16, 17, 2047, 2048, 2049, 300_000, 9_000_000];
    const many = [...sizes.map((size) => object('blob', Buffer.alloc(size, 7))), ...blobs(40)];
    const tree = object(
      'tree',
      serializeTree(many.map(({ id }, i) => [`file-${i}`, { mode: 0o100644, id }] as const)),
    );
    const commit = object(
      'commit',
      commitBody({ tree: tree.id, parents: [], author: person, committer: person, message: 'all' }),
    );
    persistObjects(openDiskStore(objectsOf(folder), testFormat), [...many, tree, commit]);
    git(folder, 'update-ref', 'refs/heads/all', commit.id);
    expect(git(folder, 'fsck', '--strict', '--no-progress')).toBe('');
    git(folder, 'repack', '-adfq');
    const store = openDiskStore(objectsOf(folder), testFormat);
    for (const { id, body } of many) expect(store.blob(id).equals(body)).toBe(true);
  });

  it('makes old objects young, so that housekeeping does not remove them before they are used', () => {
    const folder = makeRepository(join(root, 'young'));
    const store = openDiskStore(objectsOf(folder), testFormat);
    const unused = blob('unused');
    persistObjects(store, [unused]);
    const path = store.fileOf(unused.id) ?? '';
    utimesSync(path, 1_600_000_000, 1_600_000_000);
    expect(persistObjects(store, [unused])).toBe(0);
    expect(Date.now() - statSync(path).mtimeMs).toBeLessThan(60_000);
  });

  it('leaves no half object when the objects run out or a folder cannot be made', () => {
    const folder = makeRepository(join(root, 'interrupted'));
    const store = openDiskStore(objectsOf(folder), testFormat);
    const before = filesIn(objectsOf(folder)).sort();
    const failing = function* (): Generator<NewObject> {
      yield* blobs(50);
      throw new Error('the source went away');
    };
    expect(() => persistObjects(store, failing())).toThrow('the source went away');
    expect(filesIn(objectsOf(folder)).sort()).toEqual(before);

    const [first, second] = [blob('one'), blob('two')].sort((a, b) => (a.id < b.id ? -1 : 1));
    if (first === undefined || second === undefined) throw new Error('two blobs');
    const blocked = join(objectsOf(folder), second.id.slice(0, 2));
    rmSync(blocked, { recursive: true, force: true });
    writeFileSync(blocked, 'a file where a folder should be');
    expect(() => persistObjects(store, [first, second])).toThrow();
    rmSync(blocked);
    expect(filesIn(objectsOf(folder)).filter((name) => name.startsWith('tmp'))).toEqual([]);
    git(folder, 'fsck', '--strict', '--no-progress');
  });
});

describe('a pack index', () => {
  it('keeps offsets beyond 2 GiB', () => {
    const path = join(root, 'wide.idx');
    const offsets = [12, 0x7fffffff, 0x80000000, 0x1_2345_6789, 2 ** 41];
    const entries = offsets.map((offset, i) => ({
      id: hashObject(testFormat, 'blob', Buffer.from([i])),
      offset,
      checksum: i,
    }));
    writeFileSync(path, packIndexBytes(testFormat, entries, Buffer.alloc(testFormat.idBytes)));
    const index = readPackIndex(path, testFormat);
    for (const { id, offset } of entries) expect(index.find(Buffer.from(id, 'hex'))).toBe(offset);
    expect([...index.offsets()]).toEqual(offsets);
    expect(index.find(Buffer.alloc(testFormat.idBytes, 0xff))).toBe(-1);
    expect(index.find(Buffer.alloc(testFormat.idBytes))).toBe(-1);
  });
});

describe('an overlay', () => {
  it('writes in memory only, knows what is below, and lists what was written in order', () => {
    const folder = makeRepository(join(root, 'overlay'), { 'a.txt': 'a' });
    const store = openDiskStore(objectsOf(folder), testFormat);
    const overlay = createOverlay([
      openDiskStore(objectsOf(makeRepository(join(root, 'overlay-2'))), testFormat),
      store,
    ]);
    const known = overlay.write('blob', Buffer.from('a'));
    expect(overlay.written().map((written) => written.id)).toEqual([known]);
    expect(overlay.blob(known).toString()).toBe('a');
    const body = Buffer.from('new');
    const id = overlay.write('blob', body);
    body.fill(0);
    const tree = overlay.write('tree', serializeTree([['b.txt', { mode: 0o100644, id }]]));
    const commit = overlay.write(
      'commit',
      commitBody({
        tree,
        parents: [git(folder, 'rev-parse', 'HEAD')],
        author: person,
        committer: person,
        message: 'm',
      }),
    );
    expect(overlay.written().map((written) => written.id)).toEqual([known, id, tree, commit]);
    expect(overlay.blob(id).toString()).toBe('new');
    expect(overlay.tree(tree).get('b.txt')).toEqual({ mode: 0o100644, id });
    expect(overlay.commit(commit).author).toEqual(person);
    expect(store.has(id)).toBe(false);
    expect(() => overlay.read(madeUpId('3'))).toThrow(/missing/);
    expect(() => createOverlay([], testFormat).read(madeUpId('3'))).toThrow(/missing/);
    persistObjects(store, overlay.written());
    expect(git(folder, 'log', '-1', '--format=%an %ae %ad', '--date=iso', commit)).toBe(
      'Ana ana@example.org 2023-11-14 18:43:20 -0330',
    );
  });
});
