import { fail } from '../../errors';
import type { ObjectId } from '../model';
import { readRawRef, readRef } from './read-ref';
import type { RefPlace } from './ref-place';

/** HEAD of a working tree: its branch (null: on no branch) and its commit (null: the branch has none yet). */
export interface Head {
  /** Full name, `refs/heads/...`. */
  readonly branch: string | null;
  readonly commit: ObjectId | null;
}

/** @throws EngineError `ref-damaged` */
export function readHead(place: RefPlace): Head {
  const raw = readRawRef(place, 'HEAD') ?? fail('ref-damaged', { ref: 'HEAD', path: place.gitDir });
  return raw.kind === 'id'
    ? { branch: null, commit: raw.id }
    : { branch: raw.to, commit: readRef(place, raw.to) };
}
