import { mergeBases } from '../history/merge-bases';
import type { ObjectId, ObjectReader } from '../model';
import { commitBody } from '../objects/serialize-commit';
import type { MergeContext } from './merge-content';
import { mergeTreesWith } from './merge-trees';

const labels = { ours: 'Temporary merge branch 1', theirs: 'Temporary merge branch 2' };
const nobody = { name: 'virtual', email: 'virtual', seconds: 0, offsetMinutes: 0 };

/**
 * One base out of several: merges them one after another, oldest first, their own bases in the same way. Conflicts
 * stay in it with their markers. The store takes a commit for it, which nobody should keep.
 * @returns a commit; null where there are no bases
 * @see https://git-scm.com/docs/merge-strategies (ort: "a merged tree of the common ancestors")
 */
export function virtualBase(
  bases: readonly ObjectId[],
  context: Omit<MergeContext, 'labels' | 'depth'>,
  depth = 1,
): ObjectId | null {
  const { store } = context;
  const [oldest, ...newer] = oldestFirst(store, bases);
  if (oldest === undefined) return null;
  return newer.reduce((merged, next) => {
    const below = virtualBase(mergeBases(store, merged, next), context, depth + 1);
    const { tree } = mergeTreesWith(
      { ...context, labels, depth },
      below === null ? null : store.commit(below).tree,
      store.commit(merged).tree,
      store.commit(next).tree,
    );
    const virtual = {
      tree,
      parents: [merged, next],
      author: nobody,
      committer: nobody,
      message: 'merged tree',
    };
    return store.write('commit', commitBody(virtual));
  }, oldest);
}

/** By date, as git does; by id where dates are equal, so that the result repeats. */
const oldestFirst = (store: ObjectReader, bases: readonly ObjectId[]): ObjectId[] =>
  bases
    .map((id) => ({ id, seconds: store.commit(id).committer.seconds }))
    .sort((a, b) => a.seconds - b.seconds || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
