import type { ObjectId, ObjectType } from '../model';
import type { ObjectFormat } from '../object-format';

/** What git puts before a body when it hashes or stores an object: type, space, size, NUL. */
export const objectHeader = (type: ObjectType, sizeBytes: number): Buffer =>
  Buffer.from(`${type} ${sizeBytes}\0`, 'latin1');

/** The id of an object with that body. */
export function hashObject(format: ObjectFormat, type: ObjectType, body: Uint8Array): ObjectId {
  return format.createHash().update(objectHeader(type, body.length)).update(body).digest('hex');
}
