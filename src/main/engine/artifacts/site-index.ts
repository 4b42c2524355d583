import type { ObjectId, ObjectReader, TreeEntry } from '../git/model';
import { findArtifactFolder } from '../profiles/artifact-folder';
import { siteOfTree } from '../profiles/site-tree';
import type { Artifact, ArtifactProblem, NaturalKey, Reference } from './artifact';
import { parseArtifactPath } from './artifact-path';
import { createGenerations, type Generations } from './generations';
import { groupItems } from './group-items';
import { foldKey } from './natural-key';
import { readArtifactAt } from './read-artifact';
import { forEachTarget, referencesOf } from './references';
import type { Udi } from './udi';

/** An artifact of a site. */
export type SiteItem = Artifact;

export interface Referrer {
  readonly item: SiteItem;
  readonly reference: Reference;
}

/** All artifacts of a site at one state. */
export interface SiteIndex {
  /** Where they lie, without a slash at the end; null where the site has none. */
  readonly folder: string | null;
  /** The folder of the site in the repository: '' or ending in '/'. */
  readonly base: string;
  /** Those that could be read, in git's order of paths. */
  readonly items: readonly SiteItem[];
  /** What is wrong with files, in the same order. Those with `udi-missing` and `udi-mismatch` are items as well. */
  readonly problems: readonly ArtifactProblem[];
  item(udi: Udi): SiteItem | undefined;
  at(path: string): SiteItem | undefined;
  /** All items with an address: more than one is a mistake. */
  allWith(udi: Udi): readonly SiteItem[];
  /** All items of a kind with a natural key, without regard to case: more than one collide. */
  withKey(entityType: string, value: string): readonly SiteItem[];
  /** Addresses that several items have. */
  readonly sharedUdis: readonly (readonly SiteItem[])[];
  /** Keys that several items of a kind have. */
  readonly sharedKeys: readonly SharedKey[];
  /** Who points to an address, whether there is something or not. */
  referrersOf(udi: Udi): readonly Referrer[];
}

export interface SharedKey {
  readonly entityType: string;
  readonly key: NaturalKey;
  readonly items: readonly SiteItem[];
}

/** What is remembered between looks, for all clones: objects are named by their content. */
export interface IndexMemory {
  /** Blob -> what it says, as a file at that path. */
  readonly files: Generations<ReadFile>;
  /** Tree of the repository, or of the folder with its path. */
  readonly sites: Generations<SiteIndex>;
}

interface ReadFile {
  readonly path: string;
  readonly item: SiteItem | null;
  readonly problem: ArtifactProblem | null;
}

/** Artifacts that are remembered after they were last used: some 100 MB at most, twice that in passing. */
const filesKept = 30_000;
const sitesKept = 8;

export const createIndexMemory = (): IndexMemory => ({
  files: createGenerations<ReadFile>(filesKept),
  sites: createGenerations<SiteIndex>(sitesKept),
});

const shared = createIndexMemory();

/**
 * Reads all artifacts of a tree. What was read before, in this or another clone, is not read again: a look after a
 * change of 50 artifacts opens 50 files, and one at the same state opens none.
 * @param tree of the whole repository
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function readSiteIndex(reader: ObjectReader, tree: ObjectId, memory = shared): SiteIndex {
  const known = memory.sites.get(tree);
  if (known) return known;
  const folder = findArtifactFolder(siteOfTree(reader, tree));
  const folderTree = folder === null ? null : treeAt(reader, tree, folder);
  const key = folder === null || folderTree === null ? 'no artifacts' : `${folderTree} ${folder}`;
  const index = memory.sites.get(key) ?? indexOf(folder, readFiles(reader, folder, folderTree, memory));
  memory.sites.set(key, index);
  memory.sites.set(tree, index);
  return index;
}

function treeAt(reader: ObjectReader, root: ObjectId, folder: string): ObjectId | null {
  let id = root;
  for (const name of folder.split('/')) {
    const entry = reader.tree(id).get(name);
    if (!entry) return null;
    id = entry.id;
  }
  return id;
}

const isFile = (entry: TreeEntry): boolean => (entry.mode & 0o170000) === 0o100000;

function readFiles(
  reader: ObjectReader,
  folder: string | null,
  tree: ObjectId | null,
  { files }: IndexMemory,
): ReadFile[] {
  const found: ReadFile[] = [];
  if (folder === null || tree === null) return found;
  for (const [name, entry] of reader.tree(tree)) {
    if (!isFile(entry)) continue;
    const known = files.get(entry.id);
    const path = `${folder}/${name}`;
    const file = known?.path === path ? known : readFile(reader, path, entry.id);
    if (file === null) continue;
    if (file !== known) files.set(entry.id, file);
    found.push(file);
  }
  return found;
}

function readFile(reader: ObjectReader, path: string, blob: ObjectId): ReadFile | null {
  const place = parseArtifactPath(path);
  if (!place) return null;
  const { artifact, problem } = readArtifactAt({ path, place, blob, bytes: reader.blob(blob) });
  return { path, item: artifact, problem };
}

function indexOf(folder: string | null, files: readonly ReadFile[]): SiteIndex {
  const items: SiteItem[] = [];
  const problems: ArtifactProblem[] = [];
  for (const { item, problem } of files) {
    if (item !== null) items.push(item);
    if (problem !== null) problems.push(problem);
  }
  const byPath = lazily(() => new Map(items.map((item) => [item.path, item])));
  const byUdi = groupItems(items, ({ udi }) => udi);
  const byKey = groupItems(items, ({ entityType, naturalKey }) =>
    naturalKey === null ? null : keyText(entityType, naturalKey.folded),
  );
  const referrers = lazily(() => readReferrers(items));
  return {
    folder,
    base: folder === null ? '' : (parseArtifactPath(`${folder}/x__x.uda`)?.base ?? ''),
    items,
    problems,
    item: (udi) => byUdi.first(udi),
    at: (path) => byPath().get(path),
    allWith: byUdi.all,
    withKey: (entityType, value) => byKey.all(keyText(entityType, foldKey(value))),
    sharedUdis: byUdi.several,
    sharedKeys: byKey.several.flatMap(sharedKey),
    referrersOf: (udi) =>
      (referrers().get(udi) ?? []).flatMap((item) =>
        referencesOf(item).flatMap((reference) => (reference.udi === udi ? { item, reference } : [])),
      ),
  };
}

const keyText = (entityType: string, folded: string): string => `${entityType} ${folded}`;

function sharedKey(items: readonly SiteItem[]): SharedKey[] {
  const [first] = items;
  return first?.naturalKey ? [{ entityType: first.entityType, key: first.naturalKey, items }] : [];
}

/** Address -> the items that point to it, each once. */
function readReferrers(items: readonly SiteItem[]): Map<Udi, SiteItem[]> {
  const found = new Map<Udi, SiteItem[]>();
  for (const item of items)
    forEachTarget(item, (udi) => {
      const known = found.get(udi);
      if (!known) found.set(udi, [item]);
      else if (known.at(-1) !== item) known.push(item);
    });
  return found;
}

function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
