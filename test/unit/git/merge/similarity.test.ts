import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diffTrees } from '../../../../src/main/engine/git/merge/diff-trees';
import { pairRenames } from '../../../../src/main/engine/git/merge/pair-renames';
import { createSimilarity, fullScore } from '../../../../src/main/engine/git/merge/similarity';
import { FileMode, type ObjectStore } from '../../../../src/main/engine/git/model';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { testFormat } from '../../../fixtures/object-format';
import { git, makeRepository, tryGit, writeFiles, type Files } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { randomNumbers } from '../history/random-numbers';
import { howMany } from '../../../fixtures/thorough';

const renames = howMany(30, 300);

const emptyStore = (): ObjectStore => createOverlay([], testFormat);
const score = (a: Buffer, b: Buffer): number => {
  const store = emptyStore();
  const entry = (content: Buffer) => ({ mode: FileMode.file, id: store.write('blob', content) });
  return createSimilarity(store)(entry(a), entry(b), 0);
};

function randomText(random: (below: number) => number): string {
  const line = (): string => `${'words '.repeat(random(30))}${random(6)}`;
  const end = random(4) ? '\n' : '\r\n';
  return Array.from({ length: 1 + random(30) }, line).join(end) + (random(3) ? end : '');
}

describe('similarity', () => {
  test(`is what git prints for ${renames} renames`, () => {
    const random = randomNumbers(7);
    const folder = makeRepository(join(tempFolder(), 'similar'));
    const pairs = Array.from({ length: renames }, () => {
      const before = randomText(random);
      const lines = before.split('\n');
      for (let i = random(8); i > 0; i--) lines.splice(random(lines.length), random(2), `new ${random(9)}`);
      const binary = random(6) === 0 ? '\0' : '';
      return [Buffer.from(binary + before), Buffer.from(binary + lines.join('\n'))] as const;
    });
    let compared = 0;
    for (const [before, after] of pairs) {
      if (before.equals(after)) continue;
      writeFiles(folder, { old: before, new: null });
      git(folder, 'add', '-A');
      const from = git(folder, 'write-tree');
      writeFiles(folder, { old: null, new: after });
      git(folder, 'add', '-A');
      const raw = git(folder, 'diff-tree', '-r', '-M01%', from, git(folder, 'write-tree'));
      const percent = Math.floor((score(before, after) * 100) / fullScore);
      const found = / R(\d+)\t/.exec(raw);
      if (found) expect(percent).toBe(Number(found[1]));
      else expect(percent).toBe(0);
      compared++;
    }
    expect(compared).toBeGreaterThan(renames * 0.7);
  }, 60_000);

  test('does not depend on the direction', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), (a, b) => {
        expect(score(Buffer.from(a), Buffer.from(b))).toBe(score(Buffer.from(b), Buffer.from(a)));
      }),
    );
  });

  test('does not see line ends of text', () => {
    expect(score(Buffer.from('a\nb\nc\nd\n'), Buffer.from('a\r\nb\r\nc\r\nd\r\n'))).toBe(
      (fullScore * 8) / 12,
    );
  });

  test('links and submodules are never similar', () => {
    const store = emptyStore();
    const id = store.write('blob', Buffer.from('a\nb\nc\n'));
    const similarity = createSimilarity(store);
    expect(similarity({ mode: FileMode.symlink, id }, { mode: FileMode.file, id }, 0)).toBe(0);
    expect(similarity({ mode: FileMode.file, id }, { mode: FileMode.executable, id }, 0)).toBe(fullScore);
  });
});

describe('renames to show', () => {
  const lines = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, i) => `line ${from + i} of this file\n`).join('');

  /** New path -> old path between two states of a folder. */
  function pairsOf(before: Files, after: Files): Record<string, string> {
    const folder = makeRepository(join(tempFolder(), 'shown'), before);
    const first = git(folder, 'rev-parse', 'HEAD^{tree}');
    for (const path of Object.keys(before)) writeFiles(folder, { [path]: null });
    writeFiles(folder, after);
    git(folder, 'add', '-A');
    const reader = openDiskStore(join(folder, '.git', 'objects'), testFormat);
    return Object.fromEntries(pairRenames(reader, diffTrees(reader, first, git(folder, 'write-tree'))));
  }

  test('identical files, the same file name first', () => {
    const same = lines(0, 5);
    expect(pairsOf({ 'a/1': same, 'a/2': same }, { 'b/2': same, 'b/3': same })).toEqual({
      'b/2': 'a/2',
      'b/3': 'a/1',
    });
  });

  test('similar files from one half on', () => {
    expect(pairsOf({ a: lines(0, 10) }, { b: lines(0, 5) })).toEqual({ b: 'a' });
    expect(pairsOf({ a: lines(0, 10) }, { b: lines(0, 4) })).toEqual({});
  });

  test('the most similar one of several', () => {
    expect(pairsOf({ a: lines(0, 10), b: lines(0, 18) }, { c: lines(0, 20) })).toEqual({ c: 'b' });
  });

  test('empty files are nobody', () => {
    expect(pairsOf({ a: '' }, { b: '' })).toEqual({});
  });

  test('big files and big sets only where they are identical', () => {
    const big = lines(0, 60_000);
    expect(pairsOf({ a: big, b: big }, { c: big, d: `${big}more\n` })).toEqual({ c: 'a' });
    const many = (folder: string, extra: string): Files =>
      Object.fromEntries(
        Array.from({ length: 201 }, (_, i) => [`${folder}/${i}`, `${lines(i * 10, i * 10 + 10)}${extra}`]),
      );
    expect(pairsOf(many('a', ''), many('b', 'x\n'))).toEqual({});
    expect(Object.keys(pairsOf(many('a', ''), many('b', ''))).length).toBe(201);
  });

  test('finds what git finds', () => {
    const random = randomNumbers(3);
    const folder = makeRepository(join(tempFolder(), 'many'));
    const before: Record<string, string> = {};
    const after: Record<string, string> = {};
    for (let i = 0; i < 60; i++) {
      const text = lines(i * 40, i * 40 + 5 + random(20));
      before[`old/${i}.txt`] = text;
      after[`new/${random(1000)}-${i}.txt`] = random(3) ? text.replace(/line/, 'changed') : text;
    }
    writeFiles(folder, before);
    git(folder, 'add', '-A');
    const from = git(folder, 'write-tree');
    writeFiles(folder, { ...Object.fromEntries(Object.keys(before).map((path) => [path, null])), ...after });
    git(folder, 'add', '-A');
    const to = git(folder, 'write-tree');
    const raw = tryGit(folder, ['diff-tree', '-r', '-M', from, to]).stdout.toString();
    const native = Object.fromEntries(
      [...raw.matchAll(/ R\d+\t(\S+)\t(\S+)/g)].map(([, old = '', name = '']) => [name, old]),
    );
    const reader = openDiskStore(join(folder, '.git', 'objects'), testFormat);
    expect(Object.fromEntries(pairRenames(reader, diffTrees(reader, from, to)))).toEqual(native);
    expect(Object.keys(native).length).toBeGreaterThan(50);
  });
});
