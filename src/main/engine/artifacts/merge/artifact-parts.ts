import type { Parts } from '../../conflicts/parts';
import type { JsonNode } from '../json-document';
import type { NameOf } from '../values-in-words';
import { mergeFiles, readVersions, written } from './merge-json-files';
import { partInWords } from './part-words';

/**
 * The conflicts of a file that is merged by meaning; null where it has none or is not merged so. A base that cannot be
 * read, because it has conflict markers in it, is taken for unknown.
 */
export function jsonParts(
  base: Buffer | null,
  ours: Buffer,
  theirs: Buffer,
  isArtifact: boolean,
  nameOf: NameOf,
): Parts | null {
  const files = readVersions(base, ours, theirs) ?? readVersions('unknown', ours, theirs);
  if (!files) return null;
  const { conflicts } = mergeFiles(files, { isArtifact });
  if (conflicts.length === 0) return null;
  const roots: JsonNode[] = [files.ours.root, files.theirs.root];
  if (files.base !== null && files.base !== 'unknown') roots.push(files.base.root);
  return {
    list: conflicts.map((conflict) => ({
      id: conflict.id,
      ...partInWords(conflict, roots, nameOf),
      keeps: conflict.keeps,
    })),
    join(chosen) {
      const { root, conflicts: open } = mergeFiles(files, { isArtifact, choices: chosen });
      return open.length === 0 ? written(files, root) : null;
    },
  };
}
