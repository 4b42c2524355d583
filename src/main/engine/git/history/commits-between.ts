import type { Commit, ObjectId, ObjectReader } from '../model';
import { createCommitQueue } from './commit-queue';
import { isAncestor } from './is-ancestor';
import { paintHistory, Side } from './paint';

/**
 * The commits that `tip` contains and none of `exclude` does, children before parents, else newest first
 * (`git rev-list --date-order tip --not exclude...`). Exact whatever the commits' dates are.
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function commitsBetween(reader: ObjectReader, tip: ObjectId, exclude: readonly ObjectId[]): Commit[] {
  const colours = paintHistory(reader, [tip], exclude);
  const only = new Map<ObjectId, Commit>();
  for (const [id, colour] of colours) if (colour === Side.left) only.set(id, reader.commit(id));
  if (!isRight(reader, only, colours)) removeContained(reader, only, exclude);
  return newestFirst(only);
}

/**
 * With wrong dates a commit may have been painted before it was reached from a common one. If any was, so was one
 * at the bottom of the painted part; those are few.
 */
function isRight(
  reader: ObjectReader,
  only: ReadonlyMap<ObjectId, Commit>,
  colours: ReadonlyMap<ObjectId, number>,
): boolean {
  const common = [...colours].flatMap(([id, colour]) => (colour === Side.both ? [id] : []));
  const bottoms = [...only.values()].filter(({ parents }) => !parents.some((parent) => only.has(parent)));
  return bottoms.every(({ id }) => !common.some((base) => isAncestor(reader, id, base)));
}

/** Walks everything the others contain: slow, but right. */
function removeContained(
  reader: ObjectReader,
  only: Map<ObjectId, Commit>,
  exclude: readonly ObjectId[],
): void {
  const seen = new Set<ObjectId>(exclude);
  for (const id of seen) {
    only.delete(id);
    for (const parent of reader.commit(id).parents) seen.add(parent);
  }
}

function newestFirst(commits: ReadonlyMap<ObjectId, Commit>): Commit[] {
  const children = new Map<ObjectId, number>();
  for (const { parents } of commits.values())
    for (const parent of new Set(parents)) children.set(parent, (children.get(parent) ?? 0) + 1);
  const queue = createCommitQueue();
  for (const commit of commits.values()) if (!children.has(commit.id)) queue.push(commit);
  const order: Commit[] = [];
  for (let commit = queue.pop(); commit !== undefined; commit = queue.pop()) {
    order.push(commit);
    for (const id of new Set(commit.parents)) {
      const parent = commits.get(id);
      const left = (children.get(id) ?? 0) - 1;
      children.set(id, left);
      if (left === 0 && parent !== undefined) queue.push(parent);
    }
  }
  return order;
}
