import type { Tree, TreeEntry } from '../model';
import { isTree } from '../model';
import { comparePaths, encodePath } from '../path-codec';

/**
 * The body of a tree object. Entries may come in any order.
 * @see https://git-scm.com/docs/git-mktree and base_name_compare: names are ordered by bytes, folders as if they ended in `/`
 */
export function serializeTree(tree: Tree | Iterable<readonly [string, TreeEntry]>): Buffer {
  const entries = [...tree].map(([name, entry]) => ({ key: isTree(entry) ? `${name}/` : name, name, entry }));
  entries.sort((a, b) => comparePaths(a.key, b.key));
  const parts: Buffer[] = [];
  for (const { name, entry } of entries)
    parts.push(
      Buffer.from(`${entry.mode.toString(8)} `, 'latin1'),
      encodePath(name),
      Buffer.of(0),
      Buffer.from(entry.id, 'hex'),
    );
  return Buffer.concat(parts);
}
