import { readdirSync, rmSync, writeFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isError } from '../../../../src/main/engine/errors';
import type { ObjectId } from '../../../../src/main/engine/git/model';
import { sha1, sha256 } from '../../../../src/main/engine/git/object-format';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { commitBody } from '../../../../src/main/engine/git/objects/serialize-commit';
import { serializeTree } from '../../../../src/main/engine/git/objects/serialize-tree';
import { missingObjects } from '../../../../src/main/engine/git/transfer/missing-objects';
import { transferObjects } from '../../../../src/main/engine/git/transfer/transfer-objects';
import type { DiskStore } from '../../../../src/main/engine/git/repository/repository';
import { madeUpId, testFormat } from '../../../fixtures/object-format';
import {
  cloneRepository,
  commitAll,
  git,
  makeRepository,
  tryGit,
  writeFiles,
} from '../../../fixtures/git-oracle';
import { objectsOf } from '../../../fixtures/same-objects';
import { tempFolder } from '../../../fixtures/temp';
import { randomNumbers } from '../history/random-numbers';

const root = tempFolder('transfer');
const storeOf = (folder: string) => openDiskStore(join(folder, '.git', 'objects'), testFormat);
const idsBetween = (folder: string, tip: ObjectId, known: readonly ObjectId[]): string[] =>
  tryGit(folder, ['rev-list', '--objects', '--no-object-names', tip, '--not', ...known])
    .stdout.toString()
    .split('\n')
    .filter(Boolean);

describe('missingObjects', () => {
  it('equals what git would send, in an order in which each object comes after what it needs', () => {
    const random = randomNumbers(7);
    const folder = makeRepository(join(root, 'walk'), { 'a/b/c.txt': '0', 'a/d.txt': '0', 'e.txt': '0' });
    const tips: ObjectId[] = [git(folder, 'rev-parse', 'HEAD')];
    for (let i = 0; i < 18; i++) {
      git(folder, 'checkout', '-q', '--detach', tips[random(tips.length)] ?? '');
      if (i % 5 === 4) {
        tryGit(folder, ['merge', '-q', '-s', 'ours', '-m', 'merge', tips[random(tips.length)] ?? '']);
        tips.push(git(folder, 'rev-parse', 'HEAD'));
        continue;
      }
      writeFiles(folder, { [['a/b/c.txt', 'a/d.txt', 'e.txt', `new/${i}.txt`][random(4)] ?? 'x']: `${i}` });
      tips.push(commitAll(folder, `change ${i}`));
    }
    const store = storeOf(folder);
    for (let i = 0; i < 15; i++) {
      const [tip, known] = [tips[random(tips.length)] ?? '', tips[random(tips.length)] ?? ''];
      const there = new Set(idsBetween(folder, known, []));
      const missing = missingObjects(store, [tip], (id) => there.has(id));
      const needed = idsBetween(folder, tip, []).filter((id) => !there.has(id));
      // Never what the receiver has, always all it needs.
      expect([...missing].sort()).toEqual(needed.sort());
      const seen = new Set(there);
      for (const id of missing) {
        const { type } = store.read(id);
        if (type === 'tree')
          for (const entry of store.tree(id).values()) expect(seen.has(entry.id)).toBe(true);
        if (type === 'commit')
          for (const needs of [store.commit(id).tree, ...store.commit(id).parents])
            expect(seen.has(needs)).toBe(true);
        seen.add(id);
      }
    }
  });
});

describe('transferObjects', () => {
  it('makes a commit whole in another clone, with links, modes, submodules, odd names and tags', () => {
    const from = makeRepository(join(root, 'from'));
    const to = cloneRepository(from, join(root, 'to'));
    writeFiles(from, { 'deep/er/x.bin': Buffer.from([0, 1, 255]), 'ä.txt': 'ä', 'run.sh': '#!/bin/sh\n' });
    writeFileSync(Buffer.concat([Buffer.from(`${from}/`), Buffer.from([0x66, 0xff])]), 'not utf-8');
    symlinkSync('deep', join(from, 'link'));
    git(from, 'add', '-A');
    git(from, 'update-index', '--chmod=+x', 'run.sh');
    git(from, 'update-index', '--add', '--cacheinfo', `160000,${madeUpId('1')},module`);
    git(from, 'commit', '-q', '-m', 'all kinds');
    git(from, 'tag', '-a', 'v1', '-m', 'tag');
    git(from, 'tag', '-a', 'v2', '-m', 'tag of a tag', 'v1');
    const tip = git(from, 'rev-parse', 'v2');
    const needed = idsBetween(from, tip, [git(to, 'rev-parse', 'HEAD')]).length;
    expect(transferObjects(storeOf(from), storeOf(to), [tip])).toBe(needed);
    git(to, 'update-ref', 'refs/tags/v2', tip);
    expect(git(to, 'fsck', '--strict', '--no-progress')).toBe('');
    expect(git(to, 'ls-tree', '-r', tip)).toBe(git(from, 'ls-tree', '-r', tip));
    expect(transferObjects(storeOf(from), storeOf(to), [tip])).toBe(0);
  });

  it('sends much as one pack, also out of a packed clone', () => {
    const from = makeRepository(
      join(root, 'many'),
      Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`f/${i}.txt`, `${i}`])),
    );
    git(from, 'gc', '-q');
    const to = makeRepository(join(root, 'many-to'));
    const tip = git(from, 'rev-parse', 'HEAD');
    transferObjects(storeOf(from), storeOf(to), [tip]);
    expect(readdirSync(join(to, '.git/objects/pack')).filter((name) => name.endsWith('.pack')).length).toBe(
      1,
    );
    git(to, 'update-ref', 'refs/heads/other', tip);
    expect(git(to, 'fsck', '--strict', '--no-progress')).toBe('');
  });

  it('sends a result that is only in memory', () => {
    const from = makeRepository(join(root, 'memory'), { 'a.txt': 'a' });
    const to = makeRepository(join(root, 'memory-to'), { 'b.txt': 'b' });
    const overlay = createOverlay([storeOf(from), storeOf(to)]);
    const parents = [from, to].map((folder) => git(folder, 'rev-parse', 'HEAD'));
    const entries = parents.flatMap((id) => [...overlay.tree(overlay.commit(id).tree)]);
    const tree = overlay.write('tree', serializeTree(entries));
    const who = { name: 'Ana', email: 'a@example.org', seconds: 1, offsetMinutes: 0 };
    const result = overlay.write(
      'commit',
      commitBody({ tree, parents, author: who, committer: who, message: 'both' }),
    );
    for (const folder of [from, to]) {
      transferObjects(overlay, storeOf(folder), [result]);
      git(folder, 'update-ref', 'refs/heads/result', result);
      expect(git(folder, 'fsck', '--strict', '--no-progress')).toBe('');
      expect(git(folder, 'ls-tree', '--name-only', 'result')).toBe('a.txt\nb.txt');
    }
  });

  it('sends nothing to a clone that names objects otherwise', () => {
    const stores = [sha1, sha256].map((format) =>
      openDiskStore(objectsOf(makeRepository(join(root, `of-${format.name}`), undefined, format)), format),
    );
    const [from, to] = stores as [DiskStore, DiskStore];
    const tip = git(join(root, 'of-sha1'), 'rev-parse', 'HEAD');
    expect(() => transferObjects(from, to, [tip])).toThrow(/named otherwise/);
    expect(() => createOverlay(stores)).toThrow(/named in the same way/);
    expect(to.has(tip)).toBe(false);
  });

  it('completes a commit whose tree got lost, and does not spread damage', () => {
    const from = makeRepository(join(root, 'lost'), { 'a.txt': 'first' });
    const to = cloneRepository(from, join(root, 'lost-to'));
    writeFiles(from, { 'a.txt': 'second' });
    const tip = commitAll(from, 'second');
    transferObjects(storeOf(from), storeOf(to), [tip]);
    const tree = git(from, 'rev-parse', `${tip}^{tree}`);
    rmSync(join(to, '.git/objects', tree.slice(0, 2), tree.slice(2)));
    expect(transferObjects(storeOf(from), storeOf(to), [tip])).toBe(1);

    writeFiles(from, { 'a.txt': 'third' });
    const third = commitAll(from, 'third');
    const pathOf = (id: string): string => join(from, '.git/objects', id.slice(0, 2), id.slice(2));
    const blob = git(from, 'rev-parse', `${third}:a.txt`);
    rmSync(pathOf(blob));
    writeFileSync(pathOf(blob), tryGit(from, ['cat-file', 'blob', `${tip}:a.txt`]).stdout);
    let caught: unknown;
    try {
      transferObjects(storeOf(from), storeOf(to), [third]);
    } catch (cause) {
      caught = cause;
    }
    expect(isError(caught, 'object-damaged')).toBe(true);
    expect(storeOf(to).has(third)).toBe(false);
  });
});
