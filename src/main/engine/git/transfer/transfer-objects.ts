import type { NewObject, ObjectId, ObjectReader } from '../model';
import { persistObjects } from '../objects/persist';
import { verifyObject } from '../objects/verify-object';
import type { DiskStore } from '../repository/repository';
import { missingObjects } from './missing-objects';

/**
 * Copies what another clone needs to have `tips` whole; durable there when it returns. Every object is hashed on the
 * way: damage does not spread.
 * @param from a clone's objects, or an overlay with a result that is nowhere on disk yet
 * @returns how many objects were new there
 * @throws EngineError `object-missing`, `object-damaged` of `from`; `disk-full`, `not-permitted`, `read-only-folder` of `to`
 */
export function transferObjects(from: ObjectReader, to: DiskStore, tips: Iterable<ObjectId>): number {
  if (from.format !== to.format) throw new Error('objects cannot go where they would be named otherwise');
  to.refresh(); // what another program removed meanwhile must not count as there
  const ids = missingObjects(from, tips, (id) => to.has(id));
  return persistObjects(to, read(from, ids));
}

function* read(from: ObjectReader, ids: Iterable<ObjectId>): Generator<NewObject> {
  for (const id of ids) yield { id, ...verifyObject(from, id) };
}
