import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitsBetween } from '../../../../src/main/engine/git/history/commits-between';
import { isAncestor } from '../../../../src/main/engine/git/history/is-ancestor';
import { lastTouched } from '../../../../src/main/engine/git/history/last-touched';
import { mergeBases } from '../../../../src/main/engine/git/history/merge-bases';
import type { ObjectId } from '../../../../src/main/engine/git/model';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { persistObjects } from '../../../../src/main/engine/git/objects/persist';
import { commitBody } from '../../../../src/main/engine/git/objects/serialize-commit';
import { testFormat } from '../../../fixtures/object-format';
import { commitAll, git, makeRepository, tryGit, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { randomNumbers } from './random-numbers';
import { howMany } from '../../../fixtures/thorough';

const root = tempFolder('history');
const repository = makeRepository(join(root, 'graphs'));
const store = openDiskStore(join(repository, '.git', 'objects'), testFormat);

/** A graph of empty commits; dates are right, wrong at random, or all equal. */
function randomGraph(seed: number): ObjectId[] {
  const random = randomNumbers(seed);
  const overlay = createOverlay([store]);
  overlay.write('tree', Buffer.alloc(0));
  const size = 5 + random(18);
  const dates = seed % 4;
  const ids: ObjectId[] = [];
  for (let i = 0; i < size; i++) {
    const wanted = i === 0 ? 0 : random(20) === 0 ? 0 : ([1, 2, 2, 2, 3][random(5)] ?? 1);
    const parents = new Set<ObjectId>();
    for (let p = 0; p < wanted; p++) {
      // Mostly recent commits, so that many lines run beside each other.
      const parent = ids[Math.max(0, i - 1 - random(random(3) === 0 ? i : Math.min(i, 5)))];
      if (parent !== undefined) parents.add(parent);
    }
    const seconds =
      1_700_000_000 + ([i * 100, random(1000), 0, random(4) === 0 ? -i * 1000 : i * 100][dates] ?? 0);
    const who = { name: 'Ana', email: 'a@example.org', seconds, offsetMinutes: 0 };
    ids.push(
      overlay.write(
        'commit',
        commitBody({
          tree: testFormat.emptyTree,
          parents: [...parents],
          author: who,
          committer: who,
          message: `${seed} ${i}`,
        }),
      ),
    );
  }
  persistObjects(store, overlay.written());
  return ids;
}

const pick = <T>(all: readonly T[], at: number): T => {
  const value = all[at];
  if (value === undefined) throw new Error('nothing there');
  return value;
};

describe('against native git on random graphs', () => {
  const graphs = Array.from({ length: howMany(80, 160) }, (_, seed) => ({ seed, ids: randomGraph(seed) }));

  it('finds the same merge bases, whatever the dates say', () => {
    let several = 0;
    for (const { seed, ids } of graphs) {
      const random = randomNumbers(seed + 1000);
      const [a, b] = [pick(ids, ids.length - 1), pick(ids, ids.length - 2 - random(2))];
      const expected = tryGit(repository, ['merge-base', '--all', a, b])
        .stdout.toString()
        .split('\n')
        .filter(Boolean);
      expect(mergeBases(store, a, b), `graph ${seed}`).toEqual(expected.sort());
      expect(mergeBases(store, b, a), `graph ${seed}`).toEqual(expected.sort());
      if (expected.length > 1) several++;
    }
    expect(several).toBeGreaterThan(graphs.length / 20);
  });

  it('agrees with the definition on every pair: contained, best bases, commits between', () => {
    for (const { seed, ids } of graphs) {
      const contained = new Map<ObjectId, Set<ObjectId>>();
      for (const id of ids) {
        const all = new Set([id]);
        for (const parent of store.commit(id).parents)
          for (const more of contained.get(parent) ?? []) all.add(more);
        contained.set(id, all);
      }
      const of = (id: ObjectId): Set<ObjectId> => contained.get(id) ?? new Set();
      for (const a of ids)
        for (const b of ids) {
          expect(isAncestor(store, a, b), `graph ${seed}`).toBe(of(b).has(a));
          const common = [...of(a)].filter((id) => of(b).has(id));
          const best = common.filter((id) => !common.some((other) => other !== id && of(other).has(id)));
          expect(mergeBases(store, a, b), `graph ${seed}`).toEqual(best.sort());
          const between = commitsBetween(store, a, [b]);
          expect(between.map(({ id }) => id).sort(), `graph ${seed}`).toEqual(
            [...of(a)].filter((id) => !of(b).has(id)).sort(),
          );
          const place = new Map(between.map(({ id }, i) => [id, i]));
          for (const [i, { parents }] of between.entries())
            for (const parent of parents) expect(place.get(parent) ?? i + 1).toBeGreaterThan(i);
        }
      const [x, y, z] = [
        pick(ids, ids.length - 1),
        pick(ids, Math.floor(ids.length / 2)),
        pick(ids, Math.floor(ids.length / 3)),
      ];
      expect(commitsBetween(store, x, [y, z]).length).toBe(
        [...of(x)].filter((id) => !of(y).has(id) && !of(z).has(id)).length,
      );
    }
  });
});

describe('lastTouched', () => {
  it('names who changed each path in what the other side lacks, and when', () => {
    const folder = makeRepository(join(root, 'touched'), {
      'a.txt': 'a',
      'b.txt': 'b',
      'c.txt': '1\n2\n3\n',
    });
    const base = git(folder, 'rev-parse', 'HEAD');
    const commit = (author: string, date: string, files: Record<string, string | null>): ObjectId => {
      writeFiles(folder, files);
      git(folder, 'add', '-A');
      git(folder, 'commit', '-q', '-m', 'x', `--author=${author} <${author}@example.org>`, `--date=${date}`);
      return git(folder, 'rev-parse', 'HEAD');
    };
    const one = commit('Ben', '@1700000100 +0000', { 'a.txt': 'a1', 'd/e.txt': 'e', 'c.txt': '1x\n2\n3\n' });
    git(folder, 'checkout', '-q', '-b', 'side', base);
    const two = commit('Cleo', '@1700000200 +0000', { 'b.txt': null, 'c.txt': '1y\n2\n3\n' });
    git(folder, 'checkout', '-q', 'main');
    tryGit(folder, ['merge', '-q', '--no-edit', 'side']);
    writeFiles(folder, { 'c.txt': '1xy\n2\n3\n' });
    const merge = commitAll(folder, 'merged');
    const three = commit('Ben', '@1700000050 +0000', { 'a.txt': 'a2' });

    const objects = openDiskStore(join(folder, '.git', 'objects'), testFormat);
    const touched = lastTouched(objects, three, [base]);
    expect([...touched.keys()].sort()).toEqual(['a.txt', 'b.txt', 'c.txt', 'd/e.txt']);
    expect(touched.get('a.txt')).toEqual({
      authors: [{ name: 'Ben', email: 'Ben@example.org' }],
      lastSeconds: 1_700_000_100,
      commits: [three, one],
    });
    expect(touched.get('b.txt')?.commits).toEqual([two]);
    expect(touched.get('d/e.txt')?.commits).toEqual([one]);
    expect(touched.get('c.txt')?.commits[0]).toBe(merge);
    expect(
      touched
        .get('c.txt')
        ?.authors.map(({ name }) => name)
        .sort(),
    ).toEqual(['Ana', 'Ben', 'Cleo']);
    expect([...lastTouched(objects, three, [merge]).keys()]).toEqual(['a.txt']);
    expect([...lastTouched(objects, three, [base], new Set(['b.txt'])).keys()]).toEqual(['b.txt']);
    expect([...lastTouched(objects, base, []).keys()].sort()).toEqual(['a.txt', 'b.txt', 'c.txt']);
  });
});
