import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mergeCommits } from '../../../../src/main/engine/git/merge/merge-commits';
import { mergeTrees, type MergeOptions } from '../../../../src/main/engine/git/merge/merge-trees';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { findEntry } from '../../../../src/main/engine/git/merge/find-entry';
import type { ObjectId, OverlayStore } from '../../../../src/main/engine/git/model';
import { testFormat } from '../../../fixtures/object-format';
import { git, makeRepository, tryGit, type Files, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const lines = (count: number, change: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: count }, (_, i) => `${change[i] ?? `line ${i}`}\n`).join('');

/** A repository in which commits are made by hand. */
function repository(files: Files): {
  readonly folder: string;
  readonly first: ObjectId;
  readonly store: OverlayStore;
  commit(parents: readonly ObjectId[], files: Files, seconds?: number): ObjectId;
} {
  const folder = makeRepository(join(tempFolder(), 'site'), files);
  let seconds = 1_700_000_000;
  return {
    folder,
    first: git(folder, 'rev-parse', 'HEAD'),
    get store() {
      return createOverlay([openDiskStore(join(folder, '.git', 'objects'), testFormat)]);
    },
    commit(parents, changes, at = (seconds += 10)) {
      git(folder, 'checkout', '-q', '--detach', '-f', parents[0] ?? 'HEAD');
      git(folder, 'clean', '-q', '-fdx');
      writeFiles(folder, changes);
      git(folder, 'add', '-A');
      const tree = git(folder, 'write-tree');
      const run = tryGit(
        folder,
        ['commit-tree', tree, '-m', 'x', ...parents.flatMap((parent) => ['-p', parent])],
        '',
        { GIT_COMMITTER_DATE: `${at} +0000`, GIT_AUTHOR_DATE: `${at} +0000` },
      );
      expect(run.stderr).toBe('');
      return run.stdout.toString().trim();
    },
  };
}

/** Two sides of one base, merged. */
function mergeSides(base: Files, ours: Files, theirs: Files, options: MergeOptions = {}) {
  const site = repository(base);
  const [a, b] = [site.commit([site.first], ours), site.commit([site.first], theirs)];
  const { store } = site;
  const merged = mergeCommits(store, { ours: a, theirs: b, ...options });
  const read = (path: string): string | undefined => {
    const entry = findEntry(store, merged.tree, path);
    return entry && store.blob(entry.id).toString('latin1');
  };
  return { ...merged, read, site, ours: a, theirs: b };
}

describe('conflicts say what happened', () => {
  const cases: Record<string, { base: Files; ours: Files; theirs: Files; is: object }> = {
    'the same line': {
      base: { a: lines(5) },
      ours: { a: lines(5, { 2: 'ours' }) },
      theirs: { a: lines(5, { 2: 'theirs' }) },
      is: { path: 'a', type: 'content' },
    },
    'deleted by theirs': {
      base: { a: lines(5), b: '1\n' },
      ours: { a: lines(6) },
      theirs: { a: null },
      is: { path: 'a', type: 'modify/delete', deletedBy: 'theirs' },
    },
    'deleted by ours': {
      base: { a: lines(5), b: '1\n' },
      ours: { a: null },
      theirs: { a: lines(6) },
      is: { path: 'a', type: 'modify/delete', deletedBy: 'ours' },
    },
    'added twice': {
      base: { b: '1\n' },
      ours: { a: 'ours\n' },
      theirs: { a: 'theirs\n' },
      is: { path: 'a', type: 'add/add' },
    },
    binary: {
      base: { a: '\0a\n' },
      ours: { a: '\0b\n' },
      theirs: { a: '\0c\n' },
      is: { path: 'a', type: 'binary' },
    },
    'renamed to two names': {
      base: { a: lines(9) },
      ours: { a: null, b: lines(9) },
      theirs: { a: null, c: lines(9) },
      is: { path: 'a', type: 'rename/rename', otherPaths: ['b', 'c'] },
    },
    'renamed and deleted': {
      base: { a: lines(9), x: '1\n' },
      ours: { a: null, b: lines(9) },
      theirs: { a: null },
      is: { path: 'b', type: 'rename/delete', otherPaths: ['a'], deletedBy: 'theirs' },
    },
    'renamed to what the other side added': {
      base: { a: lines(9) },
      ours: { a: null, b: lines(9) },
      theirs: { a: lines(9, { 3: 'x' }), b: 'other\n' },
      is: { path: 'b', type: 'rename/add', otherPaths: ['a'] },
    },
    'a file where the other side has a folder': {
      base: { x: '1\n' },
      ours: { a: 'file\n' },
      theirs: { 'a/b': 'below\n' },
      is: { path: 'a', type: 'file/directory', aside: ['a~ours'] },
    },
    'a file added to a folder that was moved': {
      base: { 'old/1': lines(5), 'old/2': lines(6), 'old/3': lines(7) },
      ours: {
        'old/1': null,
        'old/2': null,
        'old/3': null,
        'new/1': lines(5),
        'new/2': lines(6),
        'new/3': lines(7),
      },
      theirs: { 'old/4': 'added\n' },
      is: { path: 'new/4', type: 'file-location', otherPaths: ['old/4'] },
    },
  };
  for (const [name, { base, ours, theirs, is }] of Object.entries(cases))
    test(name, () => {
      const { conflicts, relation } = mergeSides(base, ours, theirs);
      expect(conflicts.map(({ base: _b, ours: _o, theirs: _t, ...rest }) => rest)).toEqual([is]);
      expect(relation).toBe('diverged');
    });

  test('with the versions of both sides', () => {
    const merged = mergeSides({ a: '1\n' }, { a: '2\n' }, { a: '3\n' });
    const [conflict] = merged.conflicts;
    const id = (commit: string): string => git(merged.site.folder, 'rev-parse', `${commit}:a`);
    expect(conflict).toEqual({
      path: 'a',
      type: 'content',
      base: { mode: 0o100644, id: id(merged.site.first) },
      ours: { mode: 0o100644, id: id(merged.ours) },
      theirs: { mode: 0o100644, id: id(merged.theirs) },
    });
    expect(merged.read('a')).toBe('<<<<<<< ours\n2\n=======\n3\n>>>>>>> theirs\n');
  });
});

describe('a change follows a rename', () => {
  test('of a file that was changed as well', () => {
    const { conflicts, read } = mergeSides(
      { a: lines(20) },
      { a: null, 'sub/b': lines(20, { 3: 'ours' }) },
      { a: lines(20, { 15: 'theirs' }) },
    );
    expect(conflicts).toEqual([]);
    expect(read('sub/b')).toBe(lines(20, { 3: 'ours', 15: 'theirs' }));
    expect(read('a')).toBeUndefined();
  });
});

describe('attributes of our tree decide how contents are merged', () => {
  const merge = (attributes: string) =>
    mergeSides(
      { 'd/.gitattributes': attributes, 'd/x.log': 'a\n' },
      { 'd/x.log': 'a\nours\n' },
      { 'd/x.log': 'a\ntheirs\n' },
    );
  test('union takes both', () => {
    const { conflicts, read } = merge('*.log merge=union\n');
    expect(conflicts).toEqual([]);
    expect(read('d/x.log')).toBe('a\nours\ntheirs\n');
  });
  test.each(['*.log -merge\n', '*.log binary\n', '*.log merge=binary\n'])('%s leaves ours', (attributes) => {
    const { conflicts, read } = merge(attributes);
    expect(conflicts).toMatchObject([{ path: 'd/x.log', type: 'binary' }]);
    expect(read('d/x.log')).toBe('a\nours\n');
  });
  test('nothing said means text', () => {
    expect(merge('*.txt -merge\n').conflicts).toMatchObject([{ type: 'content' }]);
  });
});

describe('a driver', () => {
  const base = { 'a.uda': '1\n', 'b.txt': '1\n' };
  const sides = [
    { 'a.uda': '2\n', 'b.txt': '2\n' },
    { 'a.uda': '3\n', 'b.txt': '3\n' },
  ] as const;

  test('decides for its files only', () => {
    const seen: unknown[] = [];
    const { conflicts, read } = mergeSides(base, ...sides, {
      driver: (path, known, ours, theirs, call) => {
        if (!path.endsWith('.uda')) return undefined;
        seen.push([path, ...[known, ours, theirs].map((version) => version?.toString()), call]);
        return { clean: true, content: Buffer.from('merged') };
      },
    });
    expect(seen).toEqual([['a.uda', '1\n', '2\n', '3\n', { depth: 0, baseHidden: false }]]);
    expect(conflicts).toMatchObject([{ path: 'b.txt', type: 'content' }]);
    expect(read('a.uda')).toBe('merged');
  });

  test('can leave a conflict', () => {
    const { conflicts, read } = mergeSides(base, ...sides, {
      driver: (path) => (path === 'a.uda' ? { clean: false, content: Buffer.from('open') } : undefined),
    });
    expect(conflicts.map(({ path }) => path)).toEqual(['a.uda', 'b.txt']);
    expect(read('a.uda')).toBe('open');
  });

  test('is never shown conflict markers of a virtual base', () => {
    const site = repository({ 'a.uda': '1\n' });
    const [x, y] = [
      site.commit([site.first], { 'a.uda': 'x\n' }),
      site.commit([site.first], { 'a.uda': 'y\n' }),
    ];
    const [ours, theirs] = [site.commit([x, y], { 'a.uda': 'p\n' }), site.commit([y, x], { 'a.uda': 'q\n' })];
    const bases: unknown[] = [];
    const { store } = site;
    let calls = 0;
    const { conflicts } = mergeCommits(store, {
      ours,
      theirs,
      driver: (_path, base, _ours, _theirs, call) => {
        if (calls++ === 0) return undefined; // the merge of the bases stays text, with markers
        bases.push([base, call]);
        return { clean: true, content: Buffer.from('merged') };
      },
    });
    expect(bases).toEqual([[null, { depth: 0, baseHidden: true }]]);
    expect(conflicts).toEqual([]);
  });
});

describe('commits', () => {
  test('are same, ahead or behind', () => {
    const site = repository({ a: '1\n' });
    const next = site.commit([site.first], { a: '2\n' });
    const tree = git(site.folder, 'rev-parse', `${next}^{tree}`);
    const { store } = site;
    expect(mergeCommits(store, { ours: next, theirs: next })).toMatchObject({ relation: 'same', tree });
    expect(mergeCommits(store, { ours: next, theirs: site.first })).toMatchObject({
      relation: 'ahead',
      tree,
    });
    expect(mergeCommits(store, { ours: site.first, theirs: next })).toMatchObject({
      relation: 'behind',
      bases: [site.first],
      baseTree: git(site.folder, 'rev-parse', `${site.first}^{tree}`),
      tree,
      conflicts: [],
    });
  });

  test('with uncommitted work are merged whatever their relation is', () => {
    const site = repository({ a: lines(9), b: '1\n' });
    const next = site.commit([site.first], { a: lines(9, { 1: 'next' }) });
    const work = site.commit([site.first], { a: lines(9, { 7: 'work' }) });
    const { store } = site;
    const workTree = store.commit(work).tree;
    const merged = mergeCommits(store, { ours: site.first, oursTree: workTree, theirs: next });
    expect(merged).toMatchObject({ relation: 'behind', conflicts: [] });
    const entry = findEntry(store, merged.tree, 'a');
    expect(store.blob(entry?.id ?? '').toString()).toBe(lines(9, { 1: 'next', 7: 'work' }));
  });

  test('with nothing in common merge against nothing', () => {
    const site = repository({ a: '1\n' });
    const other = site.commit([], { b: '1\n' });
    const { conflicts, bases, relation } = mergeCommits(site.store, { ours: site.first, theirs: other });
    expect({ conflicts, bases, relation }).toEqual({ conflicts: [], bases: [], relation: 'diverged' });
  });

  test('whose bases have one date merge the same on both sides, by id', () => {
    const site = repository({ a: lines(5) });
    const at = 1_700_000_500;
    const x = site.commit([site.first], { a: lines(5, { 1: 'x' }) }, at);
    const y = site.commit([site.first], { a: lines(5, { 1: 'y' }) }, at);
    const [ours, theirs] = [site.commit([x, y], { b: '1\n' }), site.commit([y, x], { c: '1\n' })];
    const there = mergeCommits(site.store, { ours, theirs });
    const back = mergeCommits(site.store, { ours: theirs, theirs: ours });
    expect(there.bases).toEqual([x, y].sort());
    expect(there.baseTree).toBe(back.baseTree);
  });
});

describe('trees', () => {
  test('without a base: what both added differently conflicts', () => {
    const site = repository({ a: '1\n', b: '1\n' });
    const other = site.commit([site.first], { a: '2\n' });
    const { store } = site;
    const [ours, theirs] = [store.commit(site.first).tree, store.commit(other).tree];
    expect(mergeTrees(store, { base: null, ours, theirs }).conflicts).toMatchObject([
      { path: 'a', type: 'add/add' },
    ]);
  });

  test('a merge that deletes everything leaves the empty tree', () => {
    const { tree, conflicts } = mergeSides({ a: '1\n', b: '1\n' }, { a: null }, { b: null });
    expect({ tree, conflicts }).toEqual({ tree: '4b825dc642cb6eb9a060e54bf8d69288fbee4904', conflicts: [] });
  });

  test('names that are not UTF-8 survive', () => {
    const { folder } = repository({ 'a/x': '1\n' });
    const blob = tryGit(folder, ['hash-object', '-w', '--stdin'], '1\n').stdout.toString().trim();
    const tree = (...names: string[]): string =>
      tryGit(
        folder,
        ['mktree', '-z'],
        Buffer.from(names.map((name) => `100644 blob ${blob}\t${name}\0`).join(''), 'latin1'),
      )
        .stdout.toString()
        .trim();
    const store = createOverlay([openDiskStore(join(folder, '.git', 'objects'), testFormat)]);
    const merged = mergeTrees(store, {
      base: tree('caf\xe9'),
      ours: tree('caf\xe9', 'ours\xff'),
      theirs: tree('caf\xe9', 'theirs\xfe'),
    });
    expect(merged).toEqual({ tree: tree('caf\xe9', 'ours\xff', 'theirs\xfe'), conflicts: [] });
  });
});
