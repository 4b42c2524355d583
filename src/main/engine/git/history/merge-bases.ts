import type { ObjectId, ObjectReader } from '../model';
import { isAncestor } from './is-ancestor';
import { paintHistory, Side } from './paint';

/**
 * All best common ancestors of two commits: those that are not contained in another one. Sorted by id;
 * empty when the two share no history. Exact whatever the commits' dates are.
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function mergeBases(reader: ObjectReader, a: ObjectId, b: ObjectId): ObjectId[] {
  if (a === b) return [a];
  const candidates: ObjectId[] = [];
  for (const [id, colour] of paintHistory(reader, [a], [b])) if (colour === Side.both) candidates.push(id);
  // With wrong dates a commit may have been reached before the one that contains it.
  return candidates
    .filter((id) => !candidates.some((other) => other !== id && isAncestor(reader, id, other)))
    .sort();
}
