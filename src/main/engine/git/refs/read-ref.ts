import { readFileSync } from 'node:fs';
import { fail, systemCode } from '../../errors';
import type { ObjectId } from '../model';
import { idPattern } from '../object-format';
import { decodePath, systemPath } from '../path-codec';
import { readPackedRefs } from './packed-refs';
import { refFolder } from './ref-place';
import type { RefPlace } from './ref-place';

/** As deep as git follows refs that name other refs. */
const deepest = 5;

export type RawRef =
  { readonly kind: 'id'; readonly id: ObjectId } | { readonly kind: 'symbolic'; readonly to: string };

/** Where names lead: the last name in the chain, and what it holds (null: nothing yet). */
export interface ResolvedRef {
  readonly name: string;
  readonly id: ObjectId | null;
}

/**
 * What a ref points to, through other refs if it names one. Null when there is no such ref.
 * @throws EngineError `ref-damaged`
 */
export function readRef(place: RefPlace, name: string): ObjectId | null {
  return resolveRef(place, name).id;
}

/** Follows a ref to the name that holds an id. @throws EngineError `ref-damaged` */
export function resolveRef(place: RefPlace, name: string): ResolvedRef {
  let current = name;
  for (let depth = 0; depth <= deepest; depth++) {
    const raw = readRawRef(place, current);
    if (raw === null) return { name: current, id: null };
    if (raw.kind === 'id') return { name: current, id: raw.id };
    current = raw.to;
  }
  return fail('ref-damaged', { ref: name, path: refFolder(place, name) });
}

/**
 * One ref without following it: its own file first, then packed-refs. In this order nothing is missed
 * while another program packs refs, because that writes packed-refs before it removes the file.
 */
export function readRawRef(place: RefPlace, name: string): RawRef | null {
  const loose = readLooseRef(place, name);
  if (loose !== null) return loose;
  const id = name.startsWith('refs/') ? readPackedRefs(place.commonDir).get(name) : undefined;
  return id === undefined ? null : { kind: 'id', id };
}

const idAlone = new RegExp(`^${idPattern}(?=\\s|$)`);

function readLooseRef(place: RefPlace, name: string): RawRef | null {
  const folder = refFolder(place, name);
  let text: string;
  try {
    text = decodePath(readFileSync(systemPath(folder, name)));
  } catch (cause) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return null;
    throw cause;
  }
  const id = idAlone.exec(text)?.[0];
  if (id !== undefined) return { kind: 'id', id };
  const to = /^ref:\s*(\S(?:.*\S)?)\s*$/.exec(text)?.[1];
  if (to !== undefined) return { kind: 'symbolic', to };
  return fail('ref-damaged', { ref: name, path: `${folder}/${name}` });
}
