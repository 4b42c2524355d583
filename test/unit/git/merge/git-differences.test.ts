import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findEntry } from '../../../../src/main/engine/git/merge/find-entry';
import { mergeTrees } from '../../../../src/main/engine/git/merge/merge-trees';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { testFormat } from '../../../fixtures/object-format';
import { commitAll, git, makeRepository, tryGit, writeFiles, type Files } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const lines = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i}\n`).join('');

/** The rules by which our merge differs from git's on purpose; each shows what git does, too. */
function mergeBoth(
  base: Files,
  ours: Files,
  theirs: Files,
  prepare: (folder: string) => unknown = () => undefined,
) {
  const folder = makeRepository(join(tempFolder(), 'differs'), base);
  prepare(folder);
  const first = git(folder, 'rev-parse', 'HEAD');
  const [a, b] = [ours, theirs].map((files) => {
    git(folder, 'checkout', '-q', '--detach', '-f', first);
    writeFiles(folder, files);
    return commitAll(folder, 'side');
  }) as [string, string];
  const tree = (commit: string): string => git(folder, 'rev-parse', `${commit}^{tree}`);
  const store = createOverlay([openDiskStore(join(folder, '.git', 'objects'), testFormat)]);
  const own = mergeTrees(store, { base: tree(first), ours: tree(a), theirs: tree(b) });
  const native = tryGit(folder, ['merge-tree', '--write-tree', a, b]);
  const nativeTree = native.stdout.toString().slice(0, 40);
  return {
    own,
    nativeClean: native.status === 0,
    nativeTree,
    nativeSays: native.stdout.toString(),
    has: (path: string): boolean => findEntry(store, own.tree, path) !== undefined,
    nativeHas: (path: string): boolean => git(folder, 'ls-tree', '-r', nativeTree, path) !== '',
  };
}

test('a file that moves along into an untouched folder does not make the folder disappear', () => {
  const merged = mergeBoth(
    { 'b/1': lines(5), 'b/2': lines(6), 'b/3': lines(7), 'pages/home': 'home\n' },
    { 'b/extra': 'extra\n', 'b/pages/new': 'new\n' },
    { 'b/1': null, 'b/2': null, 'b/3': null, '1': lines(5), '2': lines(6), '3': lines(7) },
  );
  expect(merged.own.conflicts).toMatchObject([
    { path: 'extra', type: 'file-location', otherPaths: ['b/extra'] },
    { path: 'pages/new', type: 'file-location', otherPaths: ['b/pages/new'] },
  ]);
  expect([merged.has('pages/home'), merged.has('pages/new'), merged.has('b/pages/new')]).toEqual([
    true,
    true,
    false,
  ]);
  expect([merged.nativeClean, merged.nativeHas('pages/home')]).toEqual([false, false]);
});

test('a folder that went to two places is no conflict while no new file asks for its place', () => {
  const merged = mergeBoth(
    { 'a/keep': 'k\n', 'a/s/1': lines(5), 'a/s/2': lines(6) },
    { 'a/keep': null, 'a/s/1': null, 'a/s/2': null, 'x/1': lines(5), 'y/2': lines(6) },
    { 'a/new': 'new\n' },
  );
  expect(merged.own).toEqual({ tree: merged.nativeTree, conflicts: [] });
  expect(merged.nativeClean).toBe(false);
  expect(merged.nativeSays).toContain('directory rename split');
});

test('a new file in a folder that went to two places is named', () => {
  const merged = mergeBoth(
    { 'a/1': lines(5), 'a/2': lines(6) },
    { 'a/1': null, 'a/2': null, 'x/1': lines(5), 'y/2': lines(6) },
    { 'a/new': 'new\n' },
  );
  expect(merged.own.conflicts).toMatchObject([
    { path: 'a/new', type: 'file-location', otherPaths: ['x', 'y'] },
  ]);
  expect(merged.own.tree).toBe(merged.nativeTree);
  expect(merged.nativeClean).toBe(false);
});

test('a new file whose place is taken in the folder it would follow is named', () => {
  const merged = mergeBoth(
    { 'a/1': lines(5), 'a/2': lines(6), 'b/new': 'old\n' },
    { 'a/1': null, 'a/2': null, 'b/1': lines(5), 'b/2': lines(6) },
    { 'a/new': 'new\n' },
  );
  expect(merged.own.conflicts).toMatchObject([
    { path: 'a/new', type: 'file-location', otherPaths: ['b/new'] },
  ]);
  expect(merged.own.tree).toBe(merged.nativeTree);
  expect(merged.nativeClean).toBe(false);
});

test('how alike two files are follows from their bytes, not from the attribute diff', () => {
  const half = (end: string): string => `${lines(15).replaceAll('\n', end)}`;
  const merged = mergeBoth(
    { '.gitattributes': '*.txt -diff\n', 'a.txt': `${half('\n')}between\nlast\n` },
    { 'a.txt': null, 'b.txt': `${half('\r\n')}between\nlast\n` },
    { 'a.txt': `${half('\n')}between\nLAST\n` },
  );
  // Other line ends do not make another file of it, so the edit goes along with the new name.
  expect(merged.own.conflicts).toEqual([]);
  expect([merged.has('a.txt'), merged.has('b.txt')]).toEqual([false, true]);
  expect(merged.nativeClean).toBe(false);
  expect(merged.nativeSays).toContain('CONFLICT (modify/delete)');
});

describe('only what is in the history decides about a merge, so that it is the same on every computer', () => {
  const sides = [{ 'a.log': 'a\n' }, { 'a.log': 'a\nours\n' }, { 'a.log': 'a\ntheirs\n' }] as const;

  test('not attributes of the clone', () => {
    const merged = mergeBoth(...sides, (folder) => {
      writeFiles(folder, { '.git/info/attributes': '* merge=union\n' });
    });
    expect(merged.own.conflicts).toMatchObject([{ path: 'a.log', type: 'content' }]);
    expect(merged.nativeClean).toBe(true);
  });

  test('not merge drivers of the clone', () => {
    const [base, ours, theirs] = sides;
    const merged = mergeBoth({ ...base, '.gitattributes': '*.log merge=mine\n' }, ours, theirs, (folder) =>
      git(folder, 'config', 'merge.mine.driver', 'true'),
    );
    expect(merged.own.conflicts).toMatchObject([{ path: 'a.log', type: 'content' }]);
    expect(merged.nativeClean).toBe(true);
  });
});
