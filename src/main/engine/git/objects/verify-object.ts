import { fail } from '../../errors';
import type { GitObject, ObjectId, ObjectReader } from '../model';
import { hashObject } from './hash-object';

/**
 * Reads an object and hashes it again.
 * @param place what the error names as the place of the object
 * @throws EngineError `object-damaged` when its content is not what its id promises, `object-missing`
 */
export function verifyObject(reader: ObjectReader, id: ObjectId, place = 'the clone'): GitObject {
  const object = reader.read(id);
  const actual = hashObject(reader.format, object.type, object.body);
  if (actual !== id) fail('object-damaged', { id, path: place, reason: `its content is that of ${actual}` });
  return object;
}
