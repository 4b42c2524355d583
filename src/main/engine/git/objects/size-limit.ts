import { fail } from '../../errors';
import type { ObjectId } from '../model';

/** What one read of a file and one stream of zlib can give. */
const largestBytes = 2 ** 31 - 1;

/** @throws EngineError `file-unreadable` for an object that does not fit into memory as a whole */
export function checkObjectSize(id: ObjectId, sizeBytes: number): void {
  if (sizeBytes > largestBytes)
    fail('file-unreadable', { path: `object ${id}`, reason: 'it is larger than 2 GiB' });
}
