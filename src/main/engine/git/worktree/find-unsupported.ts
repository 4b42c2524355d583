import type { TreeChange } from '../merge/diff-trees';
import { FileMode, type ObjectReader, type TreeEntry } from '../model';
import type { Repository } from '../repository/repository';
import type { Unsupported } from '../status/conversions';
import { sparseWork } from './sparse-work';
import { isAttributesFile, workContent } from './work-content';

export interface UnsupportedPath extends Unsupported {
  readonly path: string;
}

const isFile = (entry: TreeEntry | undefined): boolean =>
  entry?.mode === FileMode.file || entry?.mode === FileMode.executable;

/**
 * Paths that could only be compared, replaced or written by running something that is not run here (LFS and other
 * filters without git or a person's leave): by the attributes before the changes, or by those after them.
 */
export function findUnsupported(
  repository: Repository,
  reader: ObjectReader,
  changes: readonly TreeChange[],
): UnsupportedPath[] {
  if (changes.length === 0) return [];
  const before = workContent(repository, reader, changes, 'from').conversions;
  const same = !changes.some(({ path }) => isAttributesFile(path));
  const after = same ? before : workContent(repository, reader, changes, 'to').conversions;
  return sparseWork(repository)
    .fileChanges(changes)
    .flatMap(({ path, from, to }) => {
      const found =
        (isFile(from) ? before(path).unsupported : null) ?? (isFile(to) ? after(path).unsupported : null);
      return found ? [{ path, ...found }] : [];
    });
}
