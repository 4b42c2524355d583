import type { TreeChange } from '../git/merge/diff-trees';
import { FileMode, type ObjectReader } from '../git/model';
import { copyLfsObjects, lfsPointer } from '../git/native/lfs-objects';
import type { Repository } from '../git/repository/repository';
import { workContent } from '../git/worktree/work-content';

/**
 * What Git LFS keeps beside git goes the same way as the files that name it, before anything moves.
 * @returns how many were copied
 * @throws EngineError `object-damaged`, `disk-full`, `not-permitted`
 */
export function handOverLfs(
  from: Repository,
  to: Repository,
  reader: ObjectReader,
  changes: readonly TreeChange[],
): number {
  const { conversions } = workContent(to, reader, changes, 'to');
  const pointers = changes.flatMap((change) => {
    const entry = change.to;
    if (entry?.mode !== FileMode.file && entry?.mode !== FileMode.executable) return [];
    if (!conversions(change.path).through?.use.filter) return [];
    const pointer = lfsPointer(reader.blob(entry.id));
    return pointer ? [pointer] : [];
  });
  return copyLfsObjects(pointers, from, to);
}
