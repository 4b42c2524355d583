import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crowdedPacks, gatherObjects } from '../../../../src/main/engine/git/housekeeping/gather-objects';
import { keepText } from '../../../../src/main/engine/git/objects/write-pack';
import type { NewObject, ObjectId } from '../../../../src/main/engine/git/model';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { loosePath } from '../../../../src/main/engine/git/objects/loose';
import { readPackIndex } from '../../../../src/main/engine/git/objects/pack-index';
import { writeLooseObjects } from '../../../../src/main/engine/git/objects/write-loose';
import { writePack } from '../../../../src/main/engine/git/objects/write-pack';
import { madeUpId, testFormat } from '../../../fixtures/object-format';
import { cloneRepository, commitAll, git, makeRepository, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { blobs, idsIn, objectsOf, packsOf, unreadableByGit } from './piles';

const root = tempFolder('gather');
const make = (name: string): string => makeRepository(join(root, name));
const gather = (folder: string) => gatherObjects({ objects: openDiskStore(objectsOf(folder), testFormat) });

/** Packs of one pile each, as deployments leave them. */
function pile(folder: string, packs: number, perPack = 3, tag = 'pile'): NewObject[] {
  const all = Array.from({ length: packs }, (_, n) => blobs(perPack, `${tag} ${n}`));
  for (const some of all) writePack({ folder: objectsOf(folder), format: testFormat }, some);
  return all.flat();
}

function expectAll(folder: string, objects: readonly NewObject[]): void {
  const store = openDiskStore(objectsOf(folder), testFormat);
  for (const { id, body } of objects) expect(store.blob(id).equals(body)).toBe(true);
  expect(
    unreadableByGit(
      folder,
      objects.map(({ id }) => id),
    ),
  ).toEqual([]);
  expect(git(folder, 'fsck', '--strict', '--no-progress', '--no-dangling')).toBe('');
}

describe('what is gathered', () => {
  it('is nothing where little has piled up', () => {
    const folder = make('little');
    pile(folder, 6);
    const before = packsOf(folder);
    expect(gather(folder)).toBeNull();
    expect(packsOf(folder)).toEqual(before);
  });

  it('many small packs, with the loose objects, become one pack', () => {
    const folder = make('packs');
    const all = pile(folder, 11);
    const loose = idsIn(folder).length - all.length;
    expect(gather(folder)).toEqual({ packs: 11, loose });
    expect(packsOf(folder)).toHaveLength(2);
    expect(git(folder, 'count-objects', '-v')).toMatch(/^count: 0\n[^]*in-pack: 36\npacks: 1\n/);
    expect(git(folder, 'verify-pack', ...packsOf(folder).filter((path) => path.endsWith('.idx')))).toBe('');
    expectAll(folder, all);
    expect(gather(folder)).toBeNull();
  });

  it('many small packs beside a tiny one of native git', () => {
    const folder = make('tiny');
    git(folder, 'gc', '-q');
    const all = pile(folder, 11, 40);
    expect(gather(folder)).toMatchObject({ packs: 12 });
    expectAll(folder, all);
  });

  it('many loose objects become one pack, but for large ones', () => {
    const folder = make('loose');
    const store = openDiskStore(objectsOf(folder), testFormat);
    const many = Array.from({ length: 48 }, (_, n) => blobs(25, `loose ${n}`));
    for (const some of many) writeLooseObjects(store.folder, some, false);
    const random = randomBytes(1_200_000);
    writeFiles(folder, { 'big.bin': random });
    const big = git(folder, 'hash-object', '-w', '--no-filters', 'big.bin');
    expect(statSync(store.fileOf(big) ?? '').size).toBeGreaterThan(1024 * 1024);
    expect(gather(folder)).toEqual({ packs: 0, loose: 1203 });
    expect(git(folder, 'count-objects', '-v')).toMatch(/^count: 1\n/);
    expect(store.blob(big).equals(random)).toBe(true);
    expectAll(folder, many.flat());
  });

  it('objects that lie in several packs are written once', () => {
    const folder = make('twice');
    const all = pile(folder, 6);
    for (let n = 0; n < 6; n++)
      writePack({ folder: objectsOf(folder), format: testFormat }, all.slice(n, n + 4));
    expect(gather(folder)).toMatchObject({ packs: 12 });
    expectAll(folder, all);
    expect(git(folder, 'count-objects', '-v')).toMatch(/in-pack: 21\npacks: 1\n/);
  });

  it.each<[string, number[], number, number]>([
    ['none', [], 0, 0],
    ['one', [5], 0, 0],
    ['each much larger than the one before', [1, 2, 4, 8, 100], 0, 0],
    ['the same size', [40, 40, 40], 0, 3],
    ['a tiny one before', [3, 40, 40, 40], 0, 4],
    ['a large one after', [40, 40, 40, 1000], 0, 3],
    ['a large one that is not twice all before it', [40, 40, 40, 200], 0, 4],
    ['only loose objects to go with', [10, 30, 90, 1000], 20, 3],
  ])('of packs, where there are: %s', (_, counts, loose, crowded) => {
    const packs = counts.map((count) => ({ count }));
    expect(crowdedPacks(packs, loose)).toBe(crowded);
  });

  it('few packs remain after hundreds of runs, and none is written again each time', () => {
    const folder = make('hundreds');
    const store = openDiskStore(objectsOf(folder), testFormat);
    const all: NewObject[] = [];
    let rewritten = 0;
    let most = 0;
    for (let run = 0; run < 300; run++) {
      const some = blobs(run % 3 === 0 ? 33 : 6, `run ${run}`);
      if (some.length > 32) writePack(store, some);
      else writeLooseObjects(store.folder, some, false);
      all.push(...some);
      const before = new Set(packsOf(folder));
      if (gatherObjects({ objects: store }) !== null)
        for (const path of packsOf(folder))
          if (!before.has(path) && path.endsWith('.idx')) rewritten += readPackIndex(path, testFormat).count;
      most = Math.max(most, packsOf(folder).length / 2);
    }
    expect(most).toBeLessThanOrEqual(8);
    expect(rewritten).toBeLessThan(4 * all.length);
    expectAll(folder, all);
  });
});

describe('what stays as it is', () => {
  it.each(['keep', 'promisor', 'bitmap', 'rev', 'mtimes'])('a pack with a .%s beside it', (ending) => {
    const folder = make(`beside-${ending}`);
    pile(folder, 12);
    const [first = ''] = packsOf(folder);
    const companion = first.replace(/idx$/, ending);
    writeFileSync(companion, '');
    expect(gather(folder)).toMatchObject({ packs: 11 });
    expect(packsOf(folder)).toContain(first);
    expect(packsOf(folder)).toContain(companion);
  });

  it('packs with deltas, which native git made', () => {
    const folder = make('deltas');
    const text = Array.from({ length: 200 }, (_, n) => `line ${n}`).join('\n');
    writeFiles(folder, { 'a.txt': text });
    commitAll(folder, 'long');
    writeFiles(folder, { 'a.txt': `${text}\nmore` });
    commitAll(folder, 'longer');
    git(folder, 'repack', '-adfq');
    git(folder, 'prune-packed');
    const native = packsOf(folder);
    const all = pile(folder, 11);
    expect(gather(folder)).toMatchObject({ packs: 11, loose: 0 });
    expect(packsOf(folder)).toEqual(expect.arrayContaining(native));
    expect(packsOf(folder).length).toBe(native.length + 2);
    expectAll(folder, all);
  });

  it('all packs where native git has an index over several', () => {
    const folder = make('midx');
    const all = pile(folder, 12);
    git(folder, 'multi-pack-index', 'write');
    const before = packsOf(folder);
    expect(gather(folder)).toBeNull();
    expect(packsOf(folder)).toEqual(before);
    expectAll(folder, all);
  });

  it('the store that objects are borrowed from', () => {
    const lender = make('lender');
    const lent = pile(lender, 12);
    const before = [...packsOf(lender), ...idsIn(lender)];
    const folder = cloneRepository(lender, join(root, 'borrower'));
    rmSync(join(objectsOf(folder), 'pack'), { recursive: true });
    mkdirSync(join(objectsOf(folder), 'info'), { recursive: true });
    writeFileSync(join(objectsOf(folder), 'info/alternates'), `${objectsOf(lender)}\n`);
    const own = pile(folder, 11, 3, 'own');
    expect(gather(folder)).toMatchObject({ packs: 11 });
    expect([...packsOf(lender), ...idsIn(lender)]).toEqual(before);
    expectAll(folder, [...lent, ...own]);
  });

  it('damaged objects, and the packs that hold them', () => {
    const folder = make('damaged');
    const all = pile(folder, 11);
    const lost = blobs(3, 'hurt');
    const { path } = writePack({ folder: objectsOf(folder), format: testFormat }, lost);
    const bytes = readFileSync(`${path}.pack`);
    bytes.fill(0xff, 14, 24);
    chmodSync(`${path}.pack`, 0o644);
    writeFileSync(`${path}.pack`, bytes);
    const [hurt, ...sound] = lost;
    const [alone] = blobs(1, 'alone');
    if (!alone) throw new Error('one blob');
    writeLooseObjects(objectsOf(folder), [alone], false);
    const file = loosePath(objectsOf(folder), alone.id);
    chmodSync(file, 0o644);
    writeFileSync(file, 'damaged');
    expect(gather(folder)).toEqual({ packs: 11, loose: 3 });
    expect(readFileSync(file, 'utf8')).toBe('damaged');
    expect(readFileSync(`${path}.pack`).equals(bytes) && existsSync(`${path}.idx`)).toBe(true);
    const store = openDiskStore(objectsOf(folder), testFormat);
    for (const { id, body } of [...all, ...sound]) expect(store.blob(id).equals(body)).toBe(true);
    expect(() => store.read(hurt?.id ?? '')).toThrow('damaged');
  });

  it('a pack that somebody used or kept while it was gathered', () => {
    const folder = make('used');
    const all = pile(folder, 11);
    const store = openDiskStore(objectsOf(folder), testFormat);
    const [kept = '', used = ''] = packsOf(folder).filter((path) => path.endsWith('.pack'));
    let asked = false;
    const meanwhile = (): void => {
      if (asked) return;
      asked = true;
      writeFileSync(kept.replace(/pack$/, 'keep'), '');
      renameSync(used, `${used}.moved`);
      writeFileSync(used, readFileSync(`${used}.moved`));
      rmSync(`${used}.moved`);
    };
    const objects = {
      ...store,
      read: (id: ObjectId) => {
        meanwhile();
        return store.read(id);
      },
    };
    expect(gatherObjects({ objects })).toMatchObject({ packs: 9 });
    expect(packsOf(folder)).toEqual(expect.arrayContaining([kept, used]));
    expectAll(folder, all);
  });
});

describe('who reads meanwhile', () => {
  it('finds everything with a list of packs from before', () => {
    const folder = make('reader');
    const all = pile(folder, 11);
    const reader = openDiskStore(objectsOf(folder), testFormat);
    const [first] = all;
    reader.blob(first?.id ?? '');
    expect(gather(folder)).toMatchObject({ packs: 11 });
    for (const { id, body } of all) {
      expect(reader.has(id)).toBe(true);
      expect(reader.blob(id).equals(body)).toBe(true);
    }
    reader.close();
  });
});

it('sweeps what a crash left more than a day ago, and nothing else', () => {
  const folder = make('leftovers');
  pile(folder, 11);
  const packFolder = join(objectsOf(folder), 'pack');
  const leftovers = [`tmp_pack_${'0'.repeat(12)}`, `tmp_idx_${'0'.repeat(12)}`, `pack-${madeUpId('0')}.idx`];
  const others = ['tmp_pack_aBcDe1', `pack-${madeUpId('1')}.pack`, 'notes.txt', `pack-${madeUpId('2')}.keep`];
  for (const name of [...leftovers, ...others]) appendFileSync(join(packFolder, name), 'x');
  const keep = `pack-${madeUpId('1')}.keep`;
  writeFileSync(join(packFolder, keep), keepText);
  leftovers.push(keep);
  gather(folder);
  expect(readdirSync(packFolder)).toEqual(expect.arrayContaining([...leftovers, ...others]));
  pile(folder, 11, 3, 'again');
  const now = Date.now;
  Date.now = () => now() + 25 * 3600 * 1000;
  try {
    gather(folder);
  } finally {
    Date.now = now;
  }
  const left = readdirSync(packFolder);
  expect(left).toEqual(expect.arrayContaining(others));
  expect(left.filter((name) => leftovers.includes(name))).toEqual([]);
});
