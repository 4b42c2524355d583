import type { ObjectReader } from '../model';
import type { NamedEntry } from './collect-paths';
import type { TreeChange } from './diff-trees';
import { identicalPairs } from './identical-pairs';
import { isRegular } from './path-state';
import { createSimilarity } from './similarity';
import { matchBySimilarity } from './similarity-matrix';

/** Beyond this many on one side, files that were changed as well are shown as deleted and added. */
const mostCompared = 200;
const biggestComparedBytes = 1024 * 1024;

/**
 * Finds renames among the differences between two trees, to show them as such: identical files first (with the same
 * file name where possible; empty files never), then those at least half alike. Bounded, so that a list is quick:
 * bigger files and bigger sets are only looked at for identical ones.
 * @returns new path -> old path
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function pairRenames(
  reader: ObjectReader,
  changes: readonly TreeChange[],
): ReadonlyMap<string, string> {
  const { emptyBlob } = reader.format;
  const gone: NamedEntry[] = [];
  const come: NamedEntry[] = [];
  for (const { path, from, to } of changes) {
    if (from && !to && from.id !== emptyBlob) gone.push({ path, entry: from });
    if (to && !from && to.id !== emptyBlob) come.push({ path, entry: to });
  }
  const oldPaths = new Map<string, string>();
  const used = new Set<string>();
  const pair = ([from, to]: readonly [NamedEntry, NamedEntry]): void => {
    if (used.has(from.path) || oldPaths.has(to.path)) return;
    used.add(from.path);
    oldPaths.set(to.path, from.path);
  };
  identicalPairs(gone, come).forEach(pair);
  const sources = gone.filter(({ path, entry }) => !used.has(path) && isRegular(entry));
  const targets = come.filter(({ path, entry }) => !oldPaths.has(path) && isRegular(entry));
  if (sources.length > mostCompared || targets.length > mostCompared) return oldPaths;
  if (sources.length === 0 || targets.length === 0) return oldPaths;
  const isSmall = ({ entry }: NamedEntry): boolean => reader.blob(entry.id).length <= biggestComparedBytes;
  matchBySimilarity(sources.filter(isSmall), targets.filter(isSmall), createSimilarity(reader)).forEach(pair);
  return oldPaths;
}
