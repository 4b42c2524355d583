import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diffTrees } from '../../../../src/main/engine/git/merge/diff-trees';
import { encodePath } from '../../../../src/main/engine/git/path-codec';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { madeUpId, testFormat } from '../../../fixtures/object-format';
import { commitAll, git, makeRepository, tryGit, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { randomNumbers } from './random-numbers';

it('a tree difference equals that of git, file and folder swaps included', () => {
  const folder = makeRepository(join(tempFolder('diff'), 'site'), {
    'a/b/c': '1',
    'a/d': '1',
    'a.b': '1',
    e: '1',
    'ä/ö': '1',
  });
  const random = randomNumbers(3);
  const commits = [git(folder, 'rev-parse', 'HEAD')];
  for (let i = 0; i < 14; i++) {
    const path = ['a', 'a/b', 'a/b/c', 'a/d', 'a.b', 'e', 'e/f', 'new', 'ä', 'ä/ö'][random(10)] ?? 'x';
    const parent = path.split('/').slice(0, -1);
    for (let n = 1; n <= parent.length; n++)
      if (
        tryGit(folder, ['ls-files', '--error-unmatch', '--', `:(literal)${parent.slice(0, n).join('/')}`])
          .status === 0
      )
        tryGit(folder, ['rm', '-rqf', '--', parent.slice(0, n).join('/')]);
    writeFiles(folder, { [path]: null });
    if (random(4) === 0) symlinkSync('target', join(folder, 'link-' + i));
    else if (random(3) > 0) writeFiles(folder, { [path]: `${i}` });
    commits.push(commitAll(folder, `${i}`));
  }
  const store = openDiskStore(join(folder, '.git', 'objects'), testFormat);
  const treeOf = (commit: string): string => store.commit(commit).tree;
  for (const from of commits)
    for (const to of commits.slice(-5)) {
      const output = tryGit(folder, [
        'diff-tree',
        '-r',
        '--no-renames',
        '-z',
        treeOf(from),
        treeOf(to),
      ]).stdout.toString();
      const zero = madeUpId('0');
      const ours = diffTrees(store, treeOf(from), treeOf(to)).map(({ path, from: old, to: entry }) => {
        const mode = (value: number | undefined): string => (value ?? 0).toString(8).padStart(6, '0');
        return `${mode(old?.mode)} ${mode(entry?.mode)} ${old?.id ?? zero} ${entry?.id ?? zero} ${encodePath(path).toString()}`;
      });
      const fields = output.split('\0').slice(0, -1);
      const expected = fields.flatMap((field, i) =>
        i % 2 === 0 ? [`${field.slice(1, -2)} ${fields[i + 1]}`] : [],
      );
      expect(ours.sort()).toEqual(expected.sort());
    }
  const all = diffTrees(store, null, treeOf(commits[0] ?? ''));
  expect(all.map(({ path }) => path)).toEqual(['a.b', 'a/b/c', 'a/d', 'e', 'ä/ö']);
  expect(diffTrees(store, treeOf(commits[0] ?? ''), null).every((change) => change.from && !change.to)).toBe(
    true,
  );
});
