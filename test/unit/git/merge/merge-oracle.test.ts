import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { mergeCommits, type CommitMerge } from '../../../../src/main/engine/git/merge/merge-commits';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { tempFolder } from '../../../fixtures/temp';
import { mergeNatively, type NativeMerge } from './native-merges';
import { buildRandomMerges } from './random-merges';

interface Compared {
  readonly seed: number;
  readonly git: NativeMerge | null;
  readonly own: CommitMerge;
}

const seeds = Array.from({ length: 1_500 }, (_, i) => i);
const compared: Compared[] = [];

beforeAll(() => {
  const folder = tempFolder('merges');
  const merges = buildRandomMerges(folder, seeds);
  const native = mergeNatively(folder, merges);
  const disk = openDiskStore(join(folder, 'objects'));
  merges.forEach((merge, i) => {
    const own = mergeCommits(createOverlay([disk]), { ...merge, labels: merge });
    compared.push({ seed: seeds[i] ?? -1, git: native[i] ?? null, own });
  });
}, 60_000);

/**
 * Where ours differs from git on purpose. All of them are about files that one side added to a folder that the other
 * side moved, and in none of them git finishes the merge.
 */
const rules = {
  /** git fails on an assertion of its own. */
  gitFails: ({ git }: Compared): boolean => git === null,
  /** git stops because a folder went to two places, but no file asks for one. */
  splitWithoutFiles: ({ git, own }: Compared): boolean =>
    git !== null && git.conflicted.length === 0 && own.conflicts.length === 0 && saysUnclear(git),
  /** git stops without naming a file; ours names those whose place is unclear. */
  unclearPlace: ({ git }: Compared): boolean => git !== null && saysUnclear(git),
};
const saysUnclear = (git: NativeMerge): boolean =>
  git.messages.some((message) => /^CONFLICT.*directory rename(?! suggested)/.test(message));

const ruled = (one: Compared): boolean => rules.gitFails(one) || rules.splitWithoutFiles(one);

/** As git names them: a file renamed twice by all its names, a file that gave way to a folder by its old one. */
const ownNames = ({ own }: Compared): string[] =>
  own.conflicts.flatMap(({ path, type, otherPaths = [] }) =>
    type === 'rename/rename' ? [path, ...otherPaths] : [path],
  );
const gitNames = ({ git }: Compared): string[] =>
  (git?.conflicted ?? []).map((name) => name.replace(/~[0-9a-f]{40}(_\d+)?$/, ''));
const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

describe('1,500 random merges against git merge-tree', () => {
  test('are worth comparing: many of each sort', () => {
    const types = new Set(compared.flatMap(({ own }) => own.conflicts.map(({ type }) => type)));
    expect(compared.filter(({ git }) => git?.clean === true).length).toBeGreaterThan(500);
    expect(compared.filter(({ git }) => git?.clean === false).length).toBeGreaterThan(500);
    expect(compared.filter(({ own }) => own.bases.length > 1).length).toBeGreaterThan(300);
    expect(compared.filter(ruled).length).toBeLessThan(8);
    expect(types.size).toBeGreaterThanOrEqual(11);
  });

  test('are clean exactly where git is', () => {
    for (const one of compared)
      if (!ruled(one))
        expect({ seed: one.seed, clean: one.own.conflicts.length === 0 }).toEqual({
          seed: one.seed,
          clean: one.git?.clean,
        });
  });

  test('have the very tree of git where they are clean', () => {
    for (const { seed, git, own } of compared)
      if (git?.clean === true) expect({ seed, tree: own.tree }).toEqual({ seed, tree: git.tree });
  });

  test('conflict on the same paths', () => {
    for (const one of compared) {
      if (ruled(one) || one.git?.clean !== false) continue;
      const own = unique(ownNames(one));
      const git = unique(gitNames(one));
      if (!rules.unclearPlace(one))
        expect({ seed: one.seed, names: own }).toEqual({ seed: one.seed, names: git });
      else {
        const unclear = one.own.conflicts
          .filter(({ type }) => type === 'file-location')
          .map(({ path }) => path);
        expect(own).toEqual(expect.arrayContaining(git));
        expect(unique([...git, ...unclear])).toEqual(expect.arrayContaining(own));
      }
    }
  });

  test('leave the same tree with the same markers where they conflict, unless files moved along with folders', () => {
    for (const { seed, git, own } of compared)
      if (git?.clean === false && !own.conflicts.some(({ otherPaths }) => otherPaths !== undefined))
        expect({ seed, tree: own.tree }).toEqual({ seed, tree: git.tree });
  });
});
