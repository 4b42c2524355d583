import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { EngineError, fail } from '../errors';
import { writeFileAtomic } from '../files/atomic-write';
import { takeShortLock } from '../files/short-lock';
import { previousPath, setAside, writeStoreFile } from '../files/store-file';
import type { Clock } from '../ports';
import { newestBackup, newestGeneration, saveBackup } from './backups';
import {
  environmentFile,
  environmentShape,
  readEnvironmentFile,
  type EnvironmentData as Data,
} from './environment-file';

export type EnvironmentData = Data;

/** Where the data of an environment is, and where its backups are. */
export interface DataPlace {
  readonly id: string;
  /** `<common git dir>/laneway/<id>` */
  readonly folder: string;
  /** The app's own data folder. */
  readonly dataFolder: string;
}

export interface UpdateOptions {
  readonly clock: Clock;
}

/**
 * What an environment knows of itself, as it is on disk now. A damaged document is set aside, and the newest readable
 * version takes its place.
 * @throws EngineError `store-too-new`, `not-permitted`; `store-damaged` when no version can be read
 */
export function readEnvironmentData(place: DataPlace): Data {
  const state = readEnvironmentFile(environmentFile(place.folder));
  return state.kind === 'good' ? state.content : locked(place, () => current(place));
}

/**
 * Changes it so that no process loses another's change: under a short lock the document is read again, `update` makes
 * the new content of that, and it is written only if the generation on disk is still the one that was read.
 * @param update pure; may be called again. Nothing is written when it throws or returns what it was given.
 * @returns the new content
 * @throws EngineError as {@link readEnvironmentData}; `lock-held`, `disk-full`, `read-only-folder`
 */
export function updateEnvironmentData(
  place: DataPlace,
  update: (data: Data) => Data,
  { clock }: UpdateOptions,
): Data {
  for (;;) {
    const written = locked(place, (isOurs) => {
      const before = current(place);
      const after = update(before);
      if (after === before) return before;
      const generation = Math.max(before.generation, newestGeneration(place.dataFolder, place.id)) + 1;
      const next: Data = { ...after, id: place.id, generation, savedAt: Math.round(clock.now()) };
      // Outside first: then a full disk there leaves the document as it was.
      saveBackup(place.dataFolder, next);
      // A process that stood still for long may have lost the lock, and another may have written.
      return isOurs() && generationOnDisk(place) === before.generation
        ? writeVersion(place.folder, next)
        : null;
    });
    if (written !== null) return written;
  }
}

/** Writes one version, keeping the one before beside it. The caller holds the lock or made the folder itself. */
export function writeVersion(folder: string, data: Data): Data {
  const path = environmentFile(folder);
  const before = readEnvironmentFile(path);
  if (before.kind === 'good') writeFileAtomic(previousPath(path), before.bytes);
  writeStoreFile(
    path,
    environmentShape(() => data),
    data,
  );
  return data;
}

function locked<R>(place: DataPlace, work: (isOurs: () => boolean) => R): R {
  // Taking the lock would make the folders above it, in the place of a drive that is not there.
  if (!existsSync(dirname(dirname(place.folder)))) fail('folder-missing', { path: place.folder });
  const lock = takeShortLock(`${environmentFile(place.folder)}.lock`);
  try {
    return work(() => lock.isOurs());
  } finally {
    lock.release();
  }
}

function generationOnDisk(place: DataPlace): number {
  const state = readEnvironmentFile(environmentFile(place.folder));
  return state.kind === 'good' ? state.content.generation : -1;
}

function current(place: DataPlace): Data {
  const path = environmentFile(place.folder);
  const state = readEnvironmentFile(path);
  if (state.kind === 'good') return state.content;
  const rebuilt = rebuildEnvironmentFile(place);
  if (rebuilt === null) return fail('store-damaged', { path, setAside: path });
  return rebuilt.data;
}

/** A document that was put together again, and the report of what happened to the damaged one. */
export interface Rebuilt {
  readonly data: Data;
  /** Null when the document was not damaged but gone. */
  readonly report: EngineError<'store-damaged'> | null;
}

/**
 * Puts the newest readable version (beside it, or outside the clone) in the place of a damaged or missing document;
 * the damaged bytes are kept. Null, and nothing changed, when there is no such version.
 */
export function rebuildEnvironmentFile(place: DataPlace): Rebuilt | null {
  const path = environmentFile(place.folder);
  const beside = existsSync(previousPath(path)) ? readEnvironmentFile(previousPath(path)) : null;
  const previous = beside?.kind === 'good' && beside.content.id === place.id ? beside.content : null;
  const backup = newestBackup(place.dataFolder, place.id);
  const best = (backup?.generation ?? -1) > (previous?.generation ?? -1) ? backup : previous;
  if (best === null) return null;
  const state = readEnvironmentFile(path);
  if (state.kind === 'good') return { data: state.content, report: null };
  const shape = environmentShape(() => best);
  const report = state.kind === 'damaged' ? setAside(path, shape, state.bytes) : null;
  writeStoreFile(path, shape, best);
  return { data: best, report };
}
