import { mergeBases } from '../git/history/merge-bases';
import { diffTrees, type TreeChange } from '../git/merge/diff-trees';
import { findEntry } from '../git/merge/find-entry';
import { FileMode, isTree, type ObjectId, type ObjectReader } from '../git/model';
import type { RemoteAccess } from '../git/remote/access';
import type { Repository } from '../git/repository/repository';
import { missingObjects } from '../git/transfer/missing-objects';
import { findArtifactFolder } from '../profiles/artifact-folder';
import { siteOfTree } from '../profiles/site-tree';

/** Of both sides of a plan; of a partial clone it may be that objects are still on its server. */
type Clones = readonly Pick<Repository, 'objects' | 'promised'>[];

interface Side {
  readonly head: ObjectId;
  readonly tree: ObjectId;
}

/** What one signed in with is at hand for everything that partial clones load from now on. */
export async function signInForPromised(clones: Clones, access: RemoteAccess): Promise<void> {
  for (const { promised } of clones) await promised?.signIn(access);
}

/**
 * Loads, in one go, the files in which two sides differ from what they had in common, and their artifacts: all that
 * merging them, checking the result and bringing it reads.
 * @param store reads both clones, and has the trees of the sides
 * @throws EngineError those of `Promised`; nothing has changed then
 */
export async function loadDifferences(
  clones: Clones,
  store: ObjectReader,
  sides: readonly [Side, Side],
): Promise<void> {
  if (!clones.some(({ promised }) => promised)) return;
  const [from, to] = sides;
  const bases = mergeBases(store, from.head, to.head).map((base) => store.commit(base).tree);
  const changes = bases.flatMap((base) => sides.flatMap(({ tree }) => diffTrees(store, base, tree)));
  const states = new Set(sides.flatMap(({ head, tree }) => [store.commit(head).tree, tree]));
  const artifacts = [...states].flatMap((tree) => artifactsOf(store, tree));
  await loadMissing(clones, blobsOf([...changes, ...artifacts]));
}

function artifactsOf(store: ObjectReader, tree: ObjectId): TreeChange[] {
  const folder = findArtifactFolder(siteOfTree(store, tree));
  const entry = folder === null ? undefined : findEntry(store, tree, folder);
  return isTree(entry) ? diffTrees(store, null, entry.id) : [];
}

/** Loads, in one go, the files of changes. */
export const loadChanged = (
  clones: Clones,
  changes: readonly TreeChange[],
  signal?: AbortSignal,
): Promise<void> => loadMissing(clones, blobsOf(changes), signal);

/** Commits that a clone is to have whole, and which objects it has already. */
export interface Wanted {
  readonly tips: readonly ObjectId[];
  readonly has: (id: ObjectId) => boolean;
}

/** Loads, in one go, what a clone lacks of commits and nobody has here. */
export async function loadForTransfer(
  clones: Clones,
  store: ObjectReader,
  { tips, has }: Wanted,
  signal?: AbortSignal,
): Promise<void> {
  if (!clones.some(({ promised }) => promised)) return;
  const ids = missingObjects(store, tips, has).filter((id) => !store.has(id));
  await loadMissing(clones, ids, signal);
}

async function loadMissing(clones: Clones, ids: readonly ObjectId[], signal?: AbortSignal): Promise<void> {
  for (const { promised } of clones) {
    const missing = promised ? ids.filter((id) => clones.every(({ objects }) => !objects.has(id))) : [];
    if (missing.length > 0) await promised?.load(missing, signal);
  }
}

const blobsOf = (changes: readonly TreeChange[]): ObjectId[] =>
  changes.flatMap(({ from, to }) =>
    [from, to].flatMap((entry) => (entry && entry.mode !== FileMode.submodule ? [entry.id] : [])),
  );
