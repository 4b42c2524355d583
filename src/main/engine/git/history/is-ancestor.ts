import type { ObjectId, ObjectReader } from '../model';
import { paintHistory, Side } from './paint';

/**
 * Whether `descendant` contains `ancestor` (also when both are the same). Exact whatever the commits' dates are:
 * an ancestor is the only best common commit of the two, and paintHistory never misses one.
 * @throws EngineError `object-missing`, `object-damaged`
 */
export function isAncestor(reader: ObjectReader, ancestor: ObjectId, descendant: ObjectId): boolean {
  if (ancestor === descendant) return true;
  const colours = paintHistory(reader, [ancestor], [descendant]);
  return ((colours.get(ancestor) ?? 0) & Side.right) !== 0;
}
