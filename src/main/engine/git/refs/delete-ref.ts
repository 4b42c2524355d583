import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, fromSystem } from '../../errors';
import { fsyncFolder, writeFileAtomic } from '../../files/atomic-write';
import { acquireFileLock } from '../locks/file-lock';
import type { LockOptions } from '../locks/file-lock';
import type { ObjectId } from '../model';
import type { Repository } from '../repository/repository';
import { removeEmptyParents } from './empty-folders';
import { lockRef, refPath } from './lock-ref';
import { packedRefsPath, readPackedRefs, withoutPackedRefs } from './packed-refs';
import { readRawRef } from './read-ref';
import { refFolder } from './ref-place';
import { removeReflog } from './reflog';

export interface RefDeletion {
  /** What it must hold now; anything by default. */
  readonly expected?: ObjectId | undefined;
  /** Told of each lock before it exists (see acquireFileLock). */
  readonly onLock?: LockOptions['record'];
  readonly waitMilliseconds?: number | undefined;
}

/**
 * Deletes a ref with its reflog, from packed-refs too. Durable when it returns.
 * @param ref full name; one that names another ref is deleted itself
 * @returns whether there was one
 * @throws EngineError `ref-moved` (it is not what was expected; nothing changed), `lock-held`, `ref-invalid`, `ref-damaged`
 */
export function deleteRef(repository: Repository, ref: string, deletion: RefDeletion = {}): boolean {
  const options: LockOptions = { record: deletion.onLock, waitMilliseconds: deletion.waitMilliseconds };
  const path = refPath(repository, ref);
  const lock = lockRef(repository, ref, options);
  let there: boolean;
  try {
    const raw = readRawRef(repository, ref);
    const actual = raw === null ? null : raw.kind === 'id' ? raw.id : raw.to;
    if (deletion.expected !== undefined && actual !== deletion.expected)
      fail('ref-moved', { ref, expected: deletion.expected, actual });
    there = raw !== null;
    if (there) {
      removeRefs(
        repository.commonDir,
        (name) => name === ref,
        options,
        () => {
          rmSync(path, { force: true });
          fsyncFolder(dirname(path));
          removeReflog(repository, ref);
        },
      );
    }
  } catch (cause) {
    throw fromSystem(cause, path);
  } finally {
    lock.release();
  }
  const top = topFolder(ref);
  if (top !== null) {
    const folder = refFolder(repository, ref);
    removeEmptyParents(path, `${folder}/${top}`);
    removeEmptyParents(`${folder}/logs/${ref}`, `${folder}/logs/${top}`);
  }
  return there;
}

/** `refs/heads` of `refs/heads/a/b`: what git keeps even when it is empty. */
const topFolder = (ref: string): string | null => /^refs\/[^/]+(?=\/)/.exec(ref)?.[0] ?? null;

/**
 * Removes refs from packed-refs, all at once, and then their own files. Packed first: removed the other way round, the
 * old packed value would show for a moment. The lock of packed-refs is held to the end, also where none is in there:
 * else `git pack-refs` could pack one that is just going away, and it would be back (as in git's files backend).
 * @param isGone whether a packed ref goes @param removeLoose takes away the files @throws EngineError `lock-held`
 */
export function removeRefs(
  commonDir: string,
  isGone: (ref: string) => boolean,
  options: LockOptions,
  removeLoose: () => void,
): void {
  const lock = acquireFileLock(`${packedRefsPath(commonDir)}.lock`, options);
  try {
    const names = new Set([...readPackedRefs(commonDir).keys()].filter(isGone));
    const bytes = names.size > 0 ? withoutPackedRefs(commonDir, names) : null;
    if (bytes !== null) writeFileAtomic(packedRefsPath(commonDir), bytes);
    removeLoose();
  } finally {
    lock.release();
  }
}
