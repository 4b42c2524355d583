import type { TreeChange } from '../merge/diff-trees';
import { FileMode, type ObjectReader, type TreeEntry } from '../model';
import type { Repository } from '../repository/repository';
import { workContent } from './work-content';

export interface UnsupportedPath {
  readonly path: string;
  readonly feature: 'filter' | 'working-tree-encoding' | 'ident';
}

const isFile = (entry: TreeEntry | undefined): boolean =>
  entry?.mode === FileMode.file || entry?.mode === FileMode.executable;

/** Paths that could only be written by running something that Laneway does not run (LFS and other filters). */
export function findUnsupported(
  repository: Repository,
  reader: ObjectReader,
  changes: readonly TreeChange[],
): UnsupportedPath[] {
  const { conversions } = workContent(repository, reader, changes, 'to');
  return changes.flatMap(({ path, to }) => {
    const feature = isFile(to) ? conversions(path).unsupported : null;
    return feature ? [{ path, feature }] : [];
  });
}
