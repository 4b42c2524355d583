import { LowSync } from 'lowdb';
import { fail, toErrorAnswer } from '../errors';
import type { ErrorAnswer } from '../../../shared/contract/errors';
import { writeFileAtomic } from './atomic-write';
import { takeShortLock } from './short-lock';
import { previousPath, readStoreFile, setAside, writeStoreFile } from './store-file';
import type { StoreShape } from './store-file';

/** One JSON document that several processes may read and change at the same time. */
export interface JsonStore<T extends object> {
  /** The content now on disk. @throws EngineError `store-too-new`, `not-permitted`. */
  read(): T;
  /**
   * Reads again under the lock, lets `change` make the new content, and writes it. When `change` throws, nothing
   * is written. @returns the new content.
   * @throws EngineError as {@link read}; `lock-held`, `disk-full`, `read-only-folder`.
   */
  update(change: (content: T) => T): T;
  /** What was set aside since the store was made. */
  damaged(): readonly ErrorAnswer[];
}

/**
 * A store on one file, by lowdb over an atomic adapter. The version before the last write stays beside it as
 * `<name>.previous`; the last file of an older format as `<name>.format-<n>`; a file that cannot be understood is
 * kept as `<name>.damaged-<time>` and reported. A file of a newer format is never written.
 * @param path absolute path of the JSON file; its folder is made when first written.
 */
export function openJsonStore<T extends object>(path: string, shape: StoreShape<T>): JsonStore<T> {
  const damaged: ErrorAnswer[] = [];

  const readRepaired = (): T | null => {
    const state = readStoreFile(path, shape);
    if (state.kind === 'missing') return null;
    if (state.kind === 'good') return state.content;
    damaged.push(toErrorAnswer(setAside(path, shape, state.bytes)));
    const repaired = readStoreFile(path, shape);
    return repaired.kind === 'good' ? repaired.content : null;
  };

  const keepPrevious = (): void => {
    const state = readStoreFile(path, shape);
    if (state.kind !== 'good') return;
    writeFileAtomic(previousPath(path), state.bytes);
    if (state.format < shape.format) writeFileAtomic(`${path}.format-${state.format}`, state.bytes);
  };

  const open = (isOurs: () => boolean): LowSync<T> =>
    new LowSync<T>(
      {
        read: readRepaired,
        write(content) {
          keepPrevious();
          // The lock of a process that stood still for long may have been taken over.
          if (!isOurs()) fail('lock-held', { path: `${path}.lock`, ageSeconds: 0, owner: null });
          writeStoreFile(path, shape, content);
        },
      },
      shape.empty(),
    );

  const locked = <R>(work: (database: LowSync<T>) => R): R => {
    const lock = takeShortLock(`${path}.lock`);
    try {
      const database = open(() => lock.isOurs());
      database.read();
      return work(database);
    } finally {
      lock.release();
    }
  };

  return {
    read() {
      const state = readStoreFile(path, shape);
      if (state.kind === 'good') return state.content;
      if (state.kind === 'missing') return shape.empty();
      return locked((database) => database.data); // sets it aside
    },
    update: (change) =>
      locked((database) => {
        database.data = change(database.data);
        database.write();
        return database.data;
      }),
    damaged: () => [...damaged],
  };
}
