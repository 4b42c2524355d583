import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findEntry } from '../../../src/main/engine/git/merge/find-entry';
import { mergeCommits } from '../../../src/main/engine/git/merge/merge-commits';
import { openDiskStore } from '../../../src/main/engine/git/objects/disk-store';
import { createOverlay } from '../../../src/main/engine/git/objects/overlay';
import { siteKnowledge } from '../../../src/main/engine/profiles/site-knowledge';
import { umbraco } from '../../../src/main/engine/profiles/umbraco';
import { git, makeRepository, writeFiles } from '../../fixtures/git-oracle';
import { testFormat } from '../../fixtures/object-format';
import { tempFolder } from '../../fixtures/temp';

const path = 'umbraco/deploy/revision/document-type__0123456789abcdef0123456789abcdef.uda';
const site = siteKnowledge(umbraco);
const file = (content: object): string => JSON.stringify(content, null, 2);

/** x and y on top of one commit; then each side merges both, in its own way. */
function crissCross(first: object, x: object, y: object, ours: object, theirs: object) {
  const folder = makeRepository(join(tempFolder(), 'site'), { [path]: file(first) });
  const start = git(folder, 'rev-parse', 'HEAD');
  const commit = (content: object, ...parents: string[]): string => {
    writeFiles(folder, { [path]: file(content) });
    git(folder, 'add', '-A');
    const args = parents.flatMap((parent) => ['-p', parent]);
    return git(folder, 'commit-tree', git(folder, 'write-tree'), '-m', 'x', ...args);
  };
  const [a, b] = [commit(x, start), commit(y, start)];
  const [our, their] = [commit(ours, a, b), commit(theirs, b, a)];
  const store = createOverlay([openDiskStore(join(folder, '.git', 'objects'), testFormat)]);
  const merged = mergeCommits(store, { ours: our, theirs: their, driver: site.driver });
  expect(merged.bases).toHaveLength(2);
  const blob = (id: string | undefined): Buffer => store.blob(id ?? '');
  const text = blob(findEntry(store, merged.tree, path)?.id).toString();
  const [conflict] = merged.conflicts;
  const parts =
    conflict && site.parts(path, blob(conflict.base?.id), blob(conflict.ours?.id), blob(conflict.theirs?.id));
  return { value: JSON.parse(text) as unknown, conflicts: merged.conflicts.length, parts };
}

describe('a criss-cross', () => {
  const first = { Name: 'a', Icon: 'i', Description: 'd' };
  const [x, y] = [
    { ...first, Name: 'x' },
    { ...first, Name: 'y' },
  ];

  test('what its bases agree on merges', () => {
    const [ours, theirs] = [
      { ...first, Name: 'z', Icon: 'j' },
      { ...first, Name: 'z', Description: 'e' },
    ];
    expect(crissCross(first, x, y, ours, theirs)).toMatchObject({
      conflicts: 0,
      value: { Name: 'z', Icon: 'j', Description: 'e' },
    });
  });

  test('where they do not, no side wins, and nothing of that is in the file', () => {
    const { conflicts, parts, value } = crissCross(first, x, y, x, y);
    expect(conflicts).toBe(1);
    expect(value).toEqual(x);
    expect(parts?.list).toEqual([
      { id: 'Name', about: 'Name', was: null, from: 'x', to: 'y', keeps: ['from', 'to'] },
    ]);
    expect(JSON.parse(parts?.join({ Name: 'to' })?.toString() ?? '')).toEqual(y);
  });

  test('two under one alias in its bases are not both lost where each side kept one', () => {
    const type = (...keys: string[]) => ({
      PropertyGroups: [
        { Key: 'g', Alias: 'g', PropertyTypes: keys.map((Key) => ({ Key, Alias: 'same', Name: Key })) },
      ],
    });
    const { conflicts, parts } = crissCross(type(), type('m'), type('n'), type('m'), type('n'));
    expect(conflicts).toBe(1);
    expect(parts?.list.length).toBeGreaterThan(0);
  });
});

test('artifacts and other JSON are merged by meaning, lock files and views are not', () => {
  const rules = (name: string): unknown => umbraco.mergeRules(name);
  expect([path, 'appsettings.json', 'package-lock.json', 'Views/Home.cshtml'].map(rules)).toEqual([
    'artifact',
    'json',
    null,
    null,
  ]);
});
