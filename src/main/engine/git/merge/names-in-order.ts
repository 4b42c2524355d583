import type { Tree } from '../model';
import { comparePaths } from '../path-codec';

/**
 * The names of several trees in the order in which git walks them together: always the smallest of the names that
 * come next, where each tree is in its own order (folders as if they ended in `/`).
 */
export function namesInOrder(trees: readonly Tree[]): string[] {
  const lists = trees.map((tree) => [...tree.keys()]);
  const at = lists.map(() => 0);
  const taken = new Set<string>();
  for (;;) {
    let first: string | undefined;
    lists.forEach((list, i) => {
      let next = at[i] ?? 0;
      while (next < list.length && taken.has(list[next] ?? '')) next++;
      at[i] = next;
      const name = list[next];
      if (name !== undefined && (first === undefined || comparePaths(name, first) < 0)) first = name;
    });
    if (first === undefined) return [...taken];
    taken.add(first);
  }
}
