import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createItemHistories } from '../../../src/main/engine/deletions/item-history-cache';
import { itemKey, readItemHistory } from '../../../src/main/engine/deletions/item-history';
import { openRepository } from '../../../src/main/engine/git/repository/open-repository';
import type { EnvironmentHome } from '../../../src/main/engine/environments/identity';
import {
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  tryGit,
  writeFiles,
} from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';

const folder = 'umbraco/Deploy/Revision';
const file = (n: number): string => `${folder}/document-type__${String(n).padStart(32, '0')}.uda`;
const key = (n: number): string => itemKey(file(n));
const top = tempFolder('item-history');
let count = 0;

const site = (...items: number[]): string =>
  makeRepository(
    join(top, String(++count)),
    Object.fromEntries([['readme.txt', 'r'], ...items.map((n) => [file(n), `{"n":${n}}`] as const)]),
  );
const remove = (place: string, n: number, message = `remove ${n}`): string => {
  rmSync(join(place, file(n)));
  commitAll(place, message);
  return git(place, 'rev-parse', 'HEAD');
};
const add = (place: string, n: number, message = `add ${n}`): void => {
  writeFiles(place, { [file(n)]: `{"again":${n}}` });
  commitAll(place, message);
};
const read = (place: string, earlier: ReturnType<typeof readItemHistory> | null = null) =>
  readItemHistory(openRepository(place, gitEnvironment).objects, git(place, 'rev-parse', 'HEAD'), earlier);

describe('readItemHistory', () => {
  it('knows every item that ever was, and where, when and by whom it was deleted last', () => {
    const place = site(1, 2);
    const first = remove(place, 1);
    add(place, 1);
    const last = remove(place, 1);
    const { items } = read(place);
    expect([...items.keys()].sort()).toEqual([key(1), key(2)]);
    expect(items.get(key(2))).toMatchObject({
      by: { name: 'Ana' },
      path: file(2),
      blob: git(place, 'rev-parse', `HEAD:${file(2)}`),
      deleted: null,
    });
    expect(items.get(key(1))?.deleted).toMatchObject({ commit: last, path: file(1), by: { name: 'Ana' } });
    expect(first).not.toBe(last);
  });

  it('takes a deletion through a merge for the one it came from', () => {
    const place = site(1, 2);
    git(place, 'checkout', '-q', '-b', 'side');
    const deletion = remove(place, 1);
    git(place, 'checkout', '-q', 'main');
    add(place, 3);
    git(place, 'merge', '-q', '--no-edit', 'side');
    expect(read(place).items.get(key(1))?.deleted?.commit).toBe(deletion);
  });

  it('takes a merge that lets go of what one side had for the deletion', () => {
    const place = site(1);
    git(place, 'checkout', '-q', '-b', 'side');
    add(place, 2);
    git(place, 'checkout', '-q', 'main');
    add(place, 3);
    tryGit(place, ['merge', '-q', '--no-commit', 'side']);
    rmSync(join(place, file(2)));
    commitAll(place, 'merge without 2');
    expect(read(place).items.get(key(2))?.deleted?.commit).toBe(git(place, 'rev-parse', 'HEAD'));
  });

  it('does not take a folder that was renamed for deletions', () => {
    const place = site(1, 2);
    writeFiles(place, { [`src/${file(1)}`]: '{"n":1}', [`src/${file(2)}`]: '{"n":2}' });
    rmSync(join(place, 'umbraco'), { recursive: true });
    commitAll(place, 'move the site');
    expect(read(place).items.get(key(1))).toMatchObject({ path: `src/${file(1)}`, deleted: null });
  });

  it('reads only what is new, and everything anew where the branch was rewritten', () => {
    const place = site(1, 2);
    const early = read(place);
    const deletion = remove(place, 1, `remove\n\nLaneway-Brought-Back: ${key(2)} ${'a'.repeat(40)}`);
    const later = read(place, early);
    expect(later.commits).toBe(2);
    expect(later).toEqual(read(place));
    expect(later.items.get(key(1))?.deleted?.commit).toBe(deletion);
    expect([...later.broughtBack]).toEqual([`${key(2)} ${'a'.repeat(40)}`]);
    git(place, 'reset', '-q', '--hard', 'HEAD~');
    add(place, 4);
    expect(read(place, later)).toEqual(read(place));
    expect(read(place, later).items.get(key(1))?.deleted).toBeNull();
  });

  it('is kept over restarts, and made again where its file is damaged', () => {
    const place = site(1);
    const script = Array.from(
      { length: 220 },
      (_, i) =>
        `commit refs/heads/main\ncommitter Ana <a@example.org> ${i + 2e9} +0000\ndata 1\nx${i ? '' : `\nfrom refs/heads/main^0`}\nM 100644 inline f${i}\ndata 1\nx\n`,
    ).join('\n');
    expect(tryGit(place, ['fast-import', '--quiet'], script).status).toBe(0);
    const data = join(top, `data-${count}`);
    const repository = openRepository(place, gitEnvironment);
    const home: EnvironmentHome = {
      id: 'one',
      folder: '',
      dataFolder: data,
      repository,
      branch: 'refs/heads/main',
    };
    const head = git(place, 'rev-parse', 'HEAD');
    const fresh = createItemHistories(data).of(home, head);
    expect(fresh.commits).toBe(221);
    writeFiles(data, { 'cache/items/other.json': '{}' });
    expect(createItemHistories(data).of(home, head)).toEqual(fresh);
    writeFiles(data, { 'cache/items/one.json': '{"format":1' });
    expect(createItemHistories(data).of(home, head)).toEqual(fresh);
  });
});
