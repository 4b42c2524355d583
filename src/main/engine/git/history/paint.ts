import type { Commit, ObjectId, ObjectReader } from '../model';
import { createCommitQueue } from './commit-queue';

/** From which side a commit can be reached, as bits. */
export const Side = { left: 1, right: 2, both: 3, /** below a commit that both reach */ stale: 4 } as const;

/**
 * Walks the history of both sides, newest first, until everything left to walk is below something both sides reach.
 * Dates only decide the order: whatever they say,
 * - a commit that only one side reaches through commits of its own is walked and painted with that side, and
 * - a *best* common commit (not below another common one) is painted with both sides, because no commit on the way
 *   to it is common, and so the walk cannot end before it.
 * What lies below a common commit may be painted too little.
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function paintHistory(
  reader: ObjectReader,
  left: readonly ObjectId[],
  right: readonly ObjectId[],
): ReadonlyMap<ObjectId, number> {
  const colours = new Map<ObjectId, number>();
  const queue = createCommitQueue();
  const queued = new Set<ObjectId>();
  let fresh = 0; // queued commits that are not stale

  const isStale = (id: ObjectId): boolean => ((colours.get(id) ?? 0) & Side.stale) !== 0;
  const add = (id: ObjectId, colour: number): void => {
    const known = colours.get(id) ?? 0;
    if ((known & colour) === colour) return;
    const wasStale = isStale(id);
    colours.set(id, known | colour);
    if (queued.has(id)) {
      if (!wasStale && isStale(id)) fresh--;
      return;
    }
    queued.add(id);
    queue.push(reader.commit(id));
    if (!isStale(id)) fresh++;
  };
  const take = (): Commit | undefined => {
    const commit = queue.pop();
    if (commit === undefined) return undefined;
    queued.delete(commit.id);
    if (!isStale(commit.id)) fresh--;
    return commit;
  };

  for (const id of left) add(id, Side.left);
  for (const id of right) add(id, Side.right);
  while (fresh > 0) {
    const commit = take();
    if (commit === undefined) break;
    const colour = colours.get(commit.id) ?? 0;
    const passedOn = (colour & Side.both) === Side.both ? colour | Side.stale : colour;
    for (const parent of commit.parents) add(parent, passedOn);
  }
  return colours;
}
