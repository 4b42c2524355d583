import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { findClones } from '../../../src/main/engine/projects/find-clones';
import { listFolders } from '../../../src/main/engine/projects/list-folders';
import { tempFolder } from '../../fixtures/temp';

it('lists folders for choosing one', () => {
  const top = tempFolder();
  for (const name of ['b10', 'b9', 'A', '.hidden', 'clone/.git', 'linked'])
    mkdirSync(join(top, name), { recursive: true });
  writeFileSync(join(top, 'file'), '');
  writeFileSync(join(top, 'linked/.git'), 'gitdir: elsewhere');
  symlinkSync(join(top, 'A'), join(top, 'to-a'));
  symlinkSync(join(top, 'nowhere'), join(top, 'broken'));
  symlinkSync(join(top, 'loop'), join(top, 'loop'));
  const listing = listFolders(`${top}/b9/..`);
  expect(listing.path).toBe(top);
  expect(listing.parent).toBe(dirname(top));
  expect(listing.folders.map(({ name, isClone }) => [name, isClone])).toEqual([
    ['A', false],
    ['b9', false],
    ['b10', false],
    ['clone', true],
    ['linked', true],
    ['to-a', false],
  ]);
  expect(listing.folders[0]?.path).toBe(join(top, 'A'));
  expect(listFolders('/').parent).toBeNull();
  expect(() => listFolders(join(top, 'gone'))).toThrow('is not there');
  expect(() => listFolders(join(top, 'file'))).toThrow('is not there');
});

it('finds clones two levels deep', () => {
  const top = tempFolder();
  const clones = ['one', 'group/two', 'a/b/too-deep', 'one/inside', 'node_modules/x', '.hidden/y'];
  for (const clone of clones) mkdirSync(join(top, clone, '.git'), { recursive: true });
  expect(findClones(top)).toEqual([join(top, 'one'), join(top, 'group/two')]);
  expect(findClones(join(top, 'one'))).toEqual([join(top, 'one')]);
  expect(findClones(join(top, 'a'))).toEqual([join(top, 'a/b/too-deep')]);
});
