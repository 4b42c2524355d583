import type { ObjectReader } from '../model';
import type { FolderRelevance, NamedEntry, Relevance, SideNames } from './collect-paths';
import { createFolderCounts, unknownFolder, type FolderCounts } from './folder-counts';
import { identicalPairs } from './identical-pairs';
import { folderOf, nameOf } from './path-state';
import { createSimilarity, fullScore, renameScore } from './similarity';
import { matchBySimilarity } from './similarity-matrix';

/** What one side renamed. */
export interface SideRenames {
  /** New path -> old path. */
  readonly oldPaths: ReadonlyMap<string, string>;
  /** Folder that is gone -> folder to which its files went -> how many. */
  readonly folderCounts: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** merge.renameLimit: beyond this many squared pairs, only identical files and equal names are looked at. */
const renameLimit = 7_000;
/** Files with equal names are paired when they are this alike (half way between the threshold and identical). */
const nameScore = renameScore + (fullScore - renameScore) / 2;

/**
 * Pairs files that disappeared on one side with files that appeared: identical ones first, then those whose file
 * name is unique (or whose folder seems to have moved), then the most similar.
 * @see https://git-scm.com/docs/gitdiffcore#_diffcore_rename_for_detecting_renames_and_copies
 */
export function findRenames(reader: ObjectReader, side: SideNames): SideRenames {
  const oldPaths = new Map<string, string>();
  if (side.relevant.size === 0) return { oldPaths, folderCounts: new Map() };
  const removedFolders = new Map(side.removedFolders);
  const candidates = side.changes.filter(({ entry }) => entry.id !== reader.format.emptyBlob);
  const gone = candidates.filter(({ added }) => !added);
  const come = candidates.filter(({ added }) => added);
  const counts = createFolderCounts(removedFolders);
  if (gone.length > 0 && come.length > 0) {
    const used = new Set<string>();
    const pair = (from: NamedEntry, to: NamedEntry): void => {
      oldPaths.set(to.path, from.path);
      used.add(from.path);
    };
    for (const [from, to] of identicalPairs(gone, come)) pair(from, to);
    for (const { path } of come) {
      const from = oldPaths.get(path);
      if (from !== undefined) counts.add(from, path);
    }
    const pairAndCount = (from: NamedEntry, to: NamedEntry): void => {
      pair(from, to);
      counts.add(from.path, to.path);
    };
    const similarity = createSimilarity(reader);
    const left = gone.filter(({ path }) => !used.has(path));
    const free = come.filter(({ path }) => !oldPaths.has(path));
    const guesses = counts.guesses();
    for (const [from, to] of nameMatches(left, free, side.relevant, guesses)) {
      if (oldPaths.has(to.path) || similarity(from.entry, to.entry, nameScore) < nameScore) continue;
      pairAndCount(from, to);
    }
    const sources = stillNeeded(
      left.filter(({ path }) => !used.has(path) && side.relevant.has(path)),
      side.relevant,
      removedFolders,
      counts,
    );
    const targets = come.filter(({ path }) => !oldPaths.has(path));
    if (sources.length * targets.length <= renameLimit ** 2)
      for (const [from, to] of matchBySimilarity(sources, targets, similarity)) {
        if (used.has(from.path) || oldPaths.has(to.path)) continue;
        pairAndCount(from, to);
      }
  }
  return { oldPaths, folderCounts: counts.known(side.removedFolders) };
}

/** Pairs to try because of their file names: unique on both sides, or in the folder to which others went. */
function* nameMatches(
  gone: readonly NamedEntry[],
  come: readonly NamedEntry[],
  relevant: ReadonlyMap<string, Relevance>,
  guesses: ReadonlyMap<string, string>,
): Generator<readonly [NamedEntry, NamedEntry]> {
  const oldNames = uniqueNames(gone);
  const newNames = uniqueNames(come);
  const byPath = new Map(come.map((to) => [to.path, to]));
  for (const from of gone) {
    if (!relevant.has(from.path)) continue;
    const name = nameOf(from.path);
    if (!newNames.has(name)) continue;
    let to = newNames.get(name);
    if (!to || !oldNames.get(name)) {
      const folder = guesses.get(folderOf(from.path));
      // As git does, also for the root: nothing is called "/name", so files moved there are not guessed.
      to = folder === undefined ? null : byPath.get(`${folder}/${name}`);
    }
    if (to) yield [from, to];
  }
}

/** File name -> the file, or null where several have it. */
function uniqueNames(files: readonly NamedEntry[]): ReadonlyMap<string, NamedEntry | null> {
  const names = new Map<string, NamedEntry | null>();
  for (const file of files) names.set(nameOf(file.path), names.has(nameOf(file.path)) ? null : file);
  return names;
}

/**
 * Leaves out files that only matter for where their folder went once that is certain. Changes `removedFolders`:
 * a folder whose new place is certain matters for the ones above it only.
 */
function stillNeeded(
  sources: readonly NamedEntry[],
  relevant: ReadonlyMap<string, Relevance>,
  removedFolders: Map<string, FolderRelevance>,
  counts: FolderCounts,
): NamedEntry[] {
  const isRemoved = (folder: string): boolean => (removedFolders.get(folder) ?? 'none') !== 'none';
  for (const { path } of sources)
    for (let folder = folderOf(path); folder !== '' && isRemoved(folder); folder = folderOf(folder))
      counts.increment(folder, unknownFolder);
  for (const folder of counts.certain())
    if (removedFolders.get(folder) === 'self') removedFolders.set(folder, 'ancestor');
  return sources.filter(({ path }) => {
    if (relevant.get(path) === 'content') return true;
    for (let folder = folderOf(path); isRemoved(folder); folder = folderOf(folder)) {
      if (removedFolders.get(folder) === 'self') return true;
      if (folder === '') break;
    }
    return false;
  });
}
