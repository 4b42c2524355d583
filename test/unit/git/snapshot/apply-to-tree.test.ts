import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffTrees } from '../../../../src/main/engine/git/merge/diff-trees';
import { type TreeEntry } from '../../../../src/main/engine/git/model';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { applyToTree } from '../../../../src/main/engine/git/snapshot/apply-to-tree';
import { madeUpId, testFormat } from '../../../fixtures/object-format';

const path = fc
  .array(fc.constantFrom('a', 'b', 'a.b', 'ü', 'c'), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'));
const entry = fc.record({
  mode: fc.constantFrom(0o100644, 0o100755, 0o120000, 0o160000),
  id: fc.constantFrom(madeUpId('1'), madeUpId('2')),
});
const step = fc.array(fc.tuple(path, fc.option(entry)), { maxLength: 6 });

const below = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

/** The same on a flat list: files in the way of a new one go. Contradicting additions are left out of the changes. */
function applyFlat(flat: Map<string, TreeEntry>, changes: Map<string, TreeEntry | null>): void {
  for (const [one, to] of changes) if (!to) flat.delete(one);
  for (const [one, to] of changes) {
    if (!to) continue;
    for (const other of [...flat.keys()]) if (below(other, one) || below(one, other)) flat.delete(other);
    flat.set(one, to);
  }
}

function withoutContradictions(
  pairs: readonly (readonly [string, TreeEntry | null])[],
): Map<string, TreeEntry | null> {
  const changes = new Map<string, TreeEntry | null>();
  for (const [one, to] of pairs) {
    const clash = [...changes].some(
      ([other, there]) => to && there && (below(one, other) || below(other, one)),
    );
    if (!clash) changes.set(one, to);
  }
  return changes;
}

describe('applyToTree', () => {
  it('agrees with a flat list over random changes, files and folders changing places', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        const store = createOverlay([], testFormat);
        store.write('tree', Buffer.alloc(0));
        const flat = new Map<string, TreeEntry>();
        let tree = testFormat.emptyTree;
        for (const pairs of steps) {
          const changes = withoutContradictions(pairs);
          applyFlat(flat, changes);
          tree = applyToTree(store, tree, changes);
          const listed = diffTrees(store, null, tree).map(({ path: one, to }) => [one, to] as const);
          expect(new Map(listed)).toEqual(flat);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('writes nothing that is not on the way to a change', () => {
    const store = createOverlay([], testFormat);
    const file = { mode: 0o100644, id: madeUpId('1') };
    const tree = applyToTree(
      store,
      testFormat.emptyTree,
      new Map([
        ['a/x', file],
        ['b/x', file],
        ['c', file],
      ]),
    );
    const before = store.written().length;
    applyToTree(store, tree, new Map([['a/y', file]]));
    expect(store.written().length - before).toBe(2);
    expect(applyToTree(store, tree, new Map())).toBe(tree);
  });
});
