import { sameEntry, type Tree } from '../model';
import { comparePaths } from '../path-codec';

/**
 * The names in which three trees differ, in the order in which git walks them together: always the smallest of the
 * names that come next, where each tree is in its own order (folders as if they ended in `/`).
 */
export function differingNames(base: Tree, ours: Tree, theirs: Tree): string[] {
  const trees = [base, ours, theirs];
  const lists = trees.map((tree) => [...tree.keys()]);
  const at = [0, 0, 0];
  /** Names that were met before their turn in a tree, because another tree has them earlier. */
  const ahead = new Set<string>();
  const names: string[] = [];
  for (;;) {
    const heads = lists.map((list, i) => list[(at[i] = afterTaken(list, at[i] ?? 0, ahead))]);
    const first = smallest(heads);
    if (first === undefined) return names;
    const entry = base.get(first);
    if (!entry || !sameEntry(entry, ours.get(first)) || !sameEntry(entry, theirs.get(first)))
      names.push(first);
    heads.forEach((head, i) => {
      if (head === first) at[i] = (at[i] ?? 0) + 1;
      else if (trees[i]?.has(first) === true) ahead.add(first);
    });
  }
}

function afterTaken(list: readonly string[], from: number, taken: ReadonlySet<string>): number {
  let next = from;
  if (taken.size > 0) while (next < list.length && taken.has(list[next] ?? '')) next++;
  return next;
}

function smallest([a, b, c]: readonly (string | undefined)[]): string | undefined {
  if (a === b && b === c) return a;
  return [a, b, c].reduce((best, name) =>
    best === undefined || (name !== undefined && comparePaths(name, best) < 0) ? name : best,
  );
}
