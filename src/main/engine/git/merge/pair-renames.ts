/** Minimal version, to be replaced. */
import type { ObjectReader } from '../model';
import type { TreeChange } from './diff-trees';
export function pairRenames(
  _reader: ObjectReader,
  changes: readonly TreeChange[],
): ReadonlyMap<string, string> {
  const gone = new Map(changes.filter((c) => c.from && !c.to).map((c) => [c.from?.id, c.path]));
  const out = new Map<string, string>();
  for (const c of changes) {
    const from = c.to && !c.from ? gone.get(c.to.id) : undefined;
    if (from !== undefined) {
      out.set(c.path, from);
      gone.delete(c.to?.id);
    }
  }
  return out;
}
