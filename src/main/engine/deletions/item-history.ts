import type { Author } from '../../../shared/domain/change';
import { isArtifactPath } from '../artifacts/artifact-path';
import { commitsBetween } from '../git/history/commits-between';
import { isAncestor } from '../git/history/is-ancestor';
import { diffTrees } from '../git/merge/diff-trees';
import type { Commit, ObjectId, ObjectReader } from '../git/model';

/** Where, when and by whom an item's artifact was taken away. */
export interface ItemDeletion {
  readonly commit: ObjectId;
  readonly path: string;
  readonly by: Author;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** An item that the history of an environment knows, there now or not. */
export interface PastItem {
  /** Where its artifact was last. */
  readonly path: string;
  /** What it last said: by it an item that is gone has a name still. */
  readonly blob: ObjectId;
  /** Who changed it last, and when (milliseconds since 1970): a merge only where it made something of its own. */
  readonly by: Author;
  readonly at: number;
  /** The last deletion of it; null while there was none. */
  readonly deleted: ItemDeletion | null;
}

/** Every item that ever had an artifact in a commit and its ancestors. */
export interface ItemHistory {
  readonly tip: ObjectId;
  /** How many commits it was read from. */
  readonly commits: number;
  /** By {@link itemKey}. */
  readonly items: ReadonlyMap<string, PastItem>;
  /** `<item key> <commit of the deletion>` of items that were brought back on purpose. */
  readonly broughtBack: ReadonlySet<string>;
}

/** Items are known by the name of their file, which is the same in every folder: entity type and id. */
export const itemKey = (path: string): string =>
  path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.uda$/i, '')
    .toLowerCase();

/** The trailer of a commit that brings an item back on purpose: item key and commit of the deletion. */
export const broughtBackTrailer = 'Laneway-Brought-Back';
/** Key of the yes to a resurrection, and what the trailer says of it. */
export const broughtBackKey = (pair: string): string => `resurrection ${pair}`;
export const broughtBackPair = (key: string): string => key.replace(/^resurrection /, '');
const trailer = new RegExp(`^${broughtBackTrailer}: (\\S+ [0-9a-f]{40,64})$`, 'gm');

/**
 * The history of items up to `head`; with an earlier one of the same branch only what is new is read. An earlier one
 * that `head` does not contain (the branch was rewritten) is not used.
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function readItemHistory(
  reader: ObjectReader,
  head: ObjectId,
  earlier: ItemHistory | null,
): ItemHistory {
  const known = earlier && reader.has(earlier.tip) && isAncestor(reader, earlier.tip, head) ? earlier : null;
  if (known?.tip === head) return known;
  const items = new Map(known?.items);
  const broughtBack = new Set(known?.broughtBack);
  const fresh = commitsBetween(reader, head, known ? [known.tip] : []);
  for (const commit of fresh.reverse()) {
    for (const [, pair] of commit.message.matchAll(trailer)) if (pair) broughtBack.add(pair);
    addCommit(reader, commit, items);
  }
  return { tip: head, commits: (known?.commits ?? 0) + fresh.length, items, broughtBack };
}

function addCommit(reader: ObjectReader, commit: Commit, items: Map<string, PastItem>): void {
  const parents = commit.parents.length ? commit.parents : [null];
  const gone = new Map<string, { path: string; count: number }>();
  const differs = new Map<string, number>();
  for (const parent of parents)
    for (const { path, from, to } of diffTrees(reader, parent && reader.commit(parent).tree, commit.tree)) {
      if (!isArtifactPath(path)) continue;
      const key = itemKey(path);
      if (to) {
        differs.set(key, (differs.get(key) ?? 0) + 1);
        const known = items.get(key);
        const isOwn = differs.get(key) === parents.length || !known;
        const { by, at } = isOwn ? madeIn(commit) : known;
        items.set(key, { path, blob: to.id, by, at, deleted: known?.deleted ?? null });
      } else if (from) gone.set(key, { path, count: (gone.get(key)?.count ?? 0) + 1 });
    }
  for (const [key, { path, count }] of gone) {
    const known = items.get(key);
    // What only one side of a merge had was deleted on the other before, or the merge itself let go of it.
    const here = count === parents.length || !known?.deleted;
    if (here && known?.path === path) items.set(key, { ...known, deleted: deletionIn(commit, path) });
  }
}

const madeIn = ({ author }: Commit): { by: Author; at: number } => ({
  by: { name: author.name, email: author.email },
  at: author.seconds * 1000,
});

const deletionIn = (commit: Commit, path: string): ItemDeletion => ({
  commit: commit.id,
  path,
  ...madeIn(commit),
});
