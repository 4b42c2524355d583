import { existsSync, readFileSync, statSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { fail, systemCode } from '../../errors';
import type { GitObject, ObjectId, ObjectType } from '../model';
import { checkObjectSize } from './size-limit';

/** Where a loose object lies: the first two digits are a folder. */
export const loosePath = (objectsFolder: string, id: ObjectId): string =>
  `${objectsFolder}/${id.slice(0, 2)}/${id.slice(2)}`;

export const hasLoose = (objectsFolder: string, id: ObjectId): boolean =>
  existsSync(loosePath(objectsFolder, id));

const header = /^(commit|tree|blob|tag) (\d{1,15})$/;

/**
 * Reads a loose object, null when there is none.
 * @throws EngineError `object-damaged`, `file-unreadable` (over 2 GiB)
 */
export function readLoose(objectsFolder: string, id: ObjectId): GitObject | null {
  const path = loosePath(objectsFolder, id);
  let packed: Buffer;
  try {
    packed = readFileSync(path);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') return null;
    if (systemCode(cause) === 'ERR_FS_FILE_TOO_LARGE') checkObjectSize(id, statSync(path).size);
    throw cause;
  }
  const damaged = (reason: string, cause?: unknown): never =>
    fail('object-damaged', { id, path, reason }, cause);
  if (packed.length === 0) damaged('its file is empty');
  let bytes: Buffer;
  try {
    // Room for what such objects mostly become; more is made as it is needed.
    bytes = inflateSync(packed, { chunkSize: Math.max(1024, packed.length * 4) });
  } catch (cause) {
    return damaged(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const end = bytes.indexOf(0);
  const found = header.exec(bytes.toString('latin1', 0, Math.min(Math.max(end, 0), 64)));
  if (found === null) return damaged('its header cannot be read');
  const body = bytes.subarray(end + 1);
  if (body.length !== Number(found[2])) damaged(`it has ${body.length} bytes instead of ${found[2]}`);
  return { type: found[1] as ObjectType, body };
}
