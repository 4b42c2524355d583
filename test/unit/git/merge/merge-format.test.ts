import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mergeCommits } from '../../../../src/main/engine/git/merge/merge-commits';
import { openDiskStore } from '../../../../src/main/engine/git/objects/disk-store';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { persistObjects } from '../../../../src/main/engine/git/objects/persist';
import { git } from '../../../fixtures/git-oracle';
import { testFormat } from '../../../fixtures/object-format';
import { tempFolder } from '../../../fixtures/temp';
import { howMany } from '../../../fixtures/thorough';
import { basesNatively } from './native-bases';
import { mergeNatively } from './native-merges';
import { randomMerge } from './random-merges';

const merges = howMany(120, 1000);
/** As in merge-oracle.test.ts, which says where we differ: there are fewer of them here than these. */
const mostUnlike = merges / 40;

test(`random merges of ${testFormat.title} ids have the bases and trees of git merge-tree`, () => {
  const folder = tempFolder('merges-format');
  git(folder, 'init', '-q');
  const disk = openDiskStore(join(folder, '.git/objects'), testFormat);
  const history = createOverlay([disk]);
  const made = Array.from({ length: merges }, (_, seed) => {
    const merge = randomMerge(history, seed, null);
    return { ...merge, own: mergeCommits(history, { ...merge, labels: merge }) };
  });
  persistObjects(disk, history.written());
  const native = mergeNatively(folder, made);
  const bases = basesNatively(folder, made);
  let clean = 0;
  let unlike = 0;
  for (const [seed, { own }] of made.entries()) {
    const theirs = native[seed];
    expect({ seed, bases: own.bases }).toEqual({ seed, bases: bases[seed] });
    if (theirs?.clean === true) {
      clean++;
      expect({ seed, tree: own.tree, conflicts: own.conflicts }).toEqual({
        seed,
        tree: theirs.tree,
        conflicts: [],
      });
    } else if (theirs && theirs.conflicted.length > 0) expect(own.conflicts, `seed ${seed}`).not.toEqual([]);
    else unlike++;
  }
  expect(clean).toBeGreaterThan(merges / 4);
  expect(merges - clean).toBeGreaterThan(merges / 4);
  expect(unlike).toBeLessThan(mostUnlike);
  expect(git(folder, 'fsck', '--full', '--no-dangling')).toBe('');
});
