import type { ObjectStore } from '../model';
import { hashObject } from '../objects/hash-object';
import type { Repository } from '../repository/repository';
import type { Snapshot } from './snapshot';
import { takeSnapshot } from './take-snapshot';

/**
 * Whether a clone is still as it was when the snapshot was taken: same commit and branch, same tree, same new files
 * left out, nothing moving. Files that look as they did then are not read again. Writes nothing.
 * Errors as takeSnapshot.
 */
export function recheckSnapshot(repository: Repository, snapshot: Snapshot): boolean {
  const known = new Map(snapshot.changes.map((change) => [change.path, change]));
  const leftOut = new Set(snapshot.leftOut.map(({ path }) => path));
  const now = takeSnapshot(repository, hashOnly(repository.objects), {
    known,
    include: (entry) => !leftOut.has(entry.path), // a file that came since shows in the tree
  });
  return (
    now.headCommit === snapshot.headCommit &&
    now.branch === snapshot.branch &&
    now.tree === snapshot.tree &&
    same(
      now.leftOut.map(({ path }) => path),
      snapshot.leftOut.map(({ path }) => path),
    ) &&
    same(now.nested, snapshot.nested) &&
    same(now.unstable, snapshot.unstable) &&
    same(now.partlyStaged, snapshot.partlyStaged) &&
    same(now.unmerged, snapshot.unmerged)
  );
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** A store that says what ids things would have. */
const hashOnly = (reader: ObjectStore): ObjectStore => ({
  format: reader.format,
  has: (id) => reader.has(id),
  read: (id) => reader.read(id),
  blob: (id) => reader.blob(id),
  tree: (id) => reader.tree(id),
  commit: (id) => reader.commit(id),
  write: (type, body) => hashObject(reader.format, type, body),
});
