import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { EngineError, fail, systemCode } from '../../errors';
import { acquireFileLock } from '../locks/file-lock';
import type { FileLock, LockOptions } from '../locks/file-lock';
import { readPackedRefs } from './packed-refs';
import { listRefs } from './list-refs';
import { readRawRef } from './read-ref';
import { checkRefName } from './ref-name';
import { refFolder } from './ref-place';
import type { RefPlace } from './ref-place';

export const refPath = (place: RefPlace, name: string): string => `${refFolder(place, name)}/${name}`;

/** Another program may remove the empty folder between our making it and our locking in it. */
const attempts = 5;

/**
 * Locks a ref as git does: `<ref>.lock`, created exclusively.
 * @throws EngineError `lock-held`, `ref-invalid`, `ref-in-the-way` (a ref above it is where its folder would be)
 */
export function lockRef(place: RefPlace, name: string, options: LockOptions): FileLock {
  checkRefName(name);
  // Names that are not UTF-8 can be read, but nobody needs Laneway to write them.
  if (Buffer.from(name).toString() !== name) fail('ref-invalid', { ref: name });
  const path = refPath(place, name);
  for (let attempt = 1; ; attempt++) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      return acquireFileLock(`${path}.lock`, options);
    } catch (cause) {
      if (cause instanceof EngineError) throw cause;
      const above = refAbove(place, name);
      if (above !== null) fail('ref-in-the-way', { ref: name, other: above }, cause);
      if (systemCode(cause) !== 'ENOENT' || attempt === attempts) throw cause;
    }
  }
}

/** @throws EngineError `ref-in-the-way` when a ref above or below the name exists */
export function checkNoRefInTheWay(place: RefPlace, name: string): void {
  const other = refAbove(place, name) ?? listRefs(place, name).find((ref) => ref.name !== name)?.name;
  if (other !== undefined) fail('ref-in-the-way', { ref: name, other });
}

function refAbove(place: RefPlace, name: string): string | null {
  const parts = name.split('/');
  for (let length = 2; length < parts.length; length++) {
    const above = parts.slice(0, length).join('/');
    if (readPackedRefs(place.commonDir).has(above) || readRawRef(place, above) !== null) return above;
  }
  return null;
}
