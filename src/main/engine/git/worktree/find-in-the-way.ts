import type { TreeChange } from '../merge/diff-trees';
import type { ObjectReader, TreeEntry } from '../model';
import type { Repository } from '../repository/repository';
import type { Snapshot } from '../snapshot/snapshot';
import { filesBelow, lookAbove } from './folders';
import { lookAt } from './lstat';
import { sparseWork } from './sparse-work';
import { wholePath, workContent, type WorkContent } from './work-content';

/**
 * Files that git does not know (new, left out or ignored) and that the result would overwrite or stand on, and those
 * whose edits status does not see (skip-worktree). A file with the very content that would be written is not in the
 * way. Outside of a sparse checkout git leaves such a file, and it counts as an edit from then on, which would take
 * back what arrived: it is in the way here, too.
 * @param changes from the snapshot's tree to the result
 * @param reader has the result's objects (a plan's are in its overlay)
 * @returns paths in order, those of clones and links instead of folders included
 */
export function findInTheWay(
  repository: Repository,
  changes: readonly TreeChange[],
  snapshot: Pick<Snapshot, 'leftOut'>,
  reader: ObjectReader = repository.objects,
): string[] {
  const content = workContent(repository, reader, changes, 'to');
  const going = new Set(changes.filter(({ from }) => from).map(({ path }) => path));
  const found = new Set<string>();
  for (const { path, from, to } of changes) {
    if (!to) continue;
    const above = lookAbove(repository.folder, path);
    if ((above.kind === 'link' || above.kind === 'file') && !going.has(above.path)) found.add(above.path);
    if (above.kind !== 'folders') continue;
    for (const file of standing(repository, content, path, to, from)) if (!going.has(file)) found.add(file);
  }
  for (const path of unseenEdits(repository, reader, changes, content)) found.add(path);
  for (const { path } of snapshot.leftOut) if (going.has(path)) found.add(path);
  return [...found].sort();
}

/** Files that would be replaced and that are not what the index says, although status does not name them. */
function unseenEdits(
  repository: Repository,
  reader: ObjectReader,
  changes: readonly TreeChange[],
  after: WorkContent,
): string[] {
  const sparse = sparseWork(repository);
  const skipped = sparse.fileChanges(changes).filter(({ path, from }) => from && sparse.isSkipped(path));
  if (skipped.length === 0) return [];
  const before = workContent(repository, reader, changes, 'from');
  return skipped.flatMap(({ path, from, to }) => {
    const whole = wholePath(repository, path);
    if (!lookAt(whole)) return [];
    const isKnown =
      (from && before.fileThatIs(whole, path, from)) ?? (to && after.fileThatIs(whole, path, to));
    return isKnown || isSubmodule(from) ? [] : [path];
  });
}

function standing(
  repository: Repository,
  content: WorkContent,
  path: string,
  to: TreeEntry,
  from: TreeEntry | undefined,
): string[] {
  const whole = wholePath(repository, path);
  const stat = lookAt(whole);
  if (!stat) return [];
  if (stat.isDirectory())
    return isSubmodule(to) || isSubmodule(from) ? [] : filesBelow(repository.folder, path);
  return from || content.fileThatIs(whole, path, to) ? [] : [path];
}

const isSubmodule = (entry: TreeEntry | undefined): boolean => entry?.mode === 0o160000;
