import { createHash } from 'node:crypto';
import type { MergeConflict } from '../git/merge/merge-trees';
import type { TreeEntry } from '../git/model';

/**
 * Names a conflict by what meets in it: how, where, and the three versions (run.md: decisions are stored by path and the
 * three blobs). The same three meet again after a restart, or after either side moved on elsewhere; a decision holds as
 * long as they do.
 * @returns 32 hex digits
 */
export function conflictKey({ type, path, otherPaths = [], base, ours, theirs }: MergeConflict): string {
  const version = (entry: TreeEntry | undefined): string => (entry ? `${entry.mode} ${entry.id}` : '');
  const parts = [type, path, ...otherPaths, version(base), version(ours), version(theirs)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
