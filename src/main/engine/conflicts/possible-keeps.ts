import type { Keep } from '../../../shared/domain/conflict';
import { looksBinary } from '../git/diff/looks-binary';
import { findEntry } from '../git/merge/find-entry';
import type { MergeConflict } from '../git/merge/merge-trees';
import { isRegular } from '../git/merge/path-state';
import type { ObjectId, ObjectReader } from '../git/model';

/** Larger texts are not edited in a window: 1 MB. */
const editLimitBytes = 1 << 20;

const oneOf: readonly Keep[] = ['from', 'to'];
const all: readonly Keep[] = ['from', 'to', 'both'];

/**
 * What a person can keep of a conflict, as a whole.
 * @param merged tree with all conflicts in it
 * @param isItem an item must not be there twice, so that both can never stay beside each other
 */
export function possibleKeeps(
  reader: ObjectReader,
  merged: ObjectId,
  conflict: MergeConflict,
  isItem: boolean,
): { readonly keeps: readonly Keep[]; readonly canEdit: boolean } {
  const { type, ours, theirs } = conflict;
  switch (type) {
    case 'content':
    case 'add/add':
    case 'binary': {
      const canEdit = isText(reader, conflict);
      return { keeps: isItem ? oneOf : all, canEdit };
    }
    case 'rename/rename':
    case 'rename/add':
    case 'file/directory':
    case 'type':
      return { keeps: isItem ? oneOf : all, canEdit: false };
    case 'file-location':
      // Where the place that it would move to is taken or not clear, it can only stay.
      return {
        keeps: movedAlong(reader, merged, conflict) ? oneOf : [ours ? 'from' : 'to'],
        canEdit: false,
      };
    case 'modify/delete':
    case 'rename/delete': {
      const there = ours ?? theirs;
      return {
        keeps: oneOf,
        canEdit: there !== undefined && isRegular(there) && isText(reader, conflict),
      };
    }
    case 'mode':
    case 'symlink':
    case 'submodule':
      return { keeps: oneOf, canEdit: false };
  }
}

/** Whether a file that one side added has moved along with the folder that the other side renamed. */
export function movedAlong(
  reader: ObjectReader,
  merged: ObjectId,
  { otherPaths = [] }: MergeConflict,
): boolean {
  const [old, ...more] = otherPaths;
  return old !== undefined && more.length === 0 && findEntry(reader, merged, old) === undefined;
}

/** Whether both versions, or the only one, are text of a size that a person can work on. */
export function isText(reader: ObjectReader, { ours, theirs }: MergeConflict): boolean {
  return [ours, theirs].every((entry) => {
    if (!entry) return true;
    if (!isRegular(entry) || !reader.has(entry.id)) return false;
    const bytes = reader.blob(entry.id);
    return bytes.length <= editLimitBytes && !looksBinary(bytes);
  });
}
