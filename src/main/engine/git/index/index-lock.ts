import { join } from 'node:path';
import { acquireFileLock, type LockOptions } from '../locks/file-lock';
import type { RecordedLock } from '../locks/recorded-lock';
import type { Repository } from '../repository/repository';
import { readFullIndex } from './full-index';
import type { Index } from './read-index';
import { fileLooksSame } from './file-looks-same';
import { serializeIndex, type IndexChanges, type SerializeOptions } from './write-index';

/** `index.lock`, held: no other program can change the index, and so none can commit, until it is given back. */
export interface IndexLock {
  readonly lock: RecordedLock;
  /** The index as it is; nobody else can change it now. */
  readIndex(): Index;
  /** Puts the new index into the lock file. Once per lock. Options as {@link serializeIndex}. */
  write(changes: IndexChanges, options?: SerializeOptions): void;
  /** Makes what was written the index (rename) and gives the lock back. @throws EngineError `lock-held` */
  commit(): void;
  /** Gives the lock back and leaves the index as it was; harmless after commit. */
  release(): void;
}

/**
 * Takes `index.lock` of a working tree as git does; the new index is written into the lock's own file and renamed
 * from it, so that there is no moment at which another program could slip in.
 * @throws EngineError `lock-held` naming age and likely owner, after `waitMilliseconds`
 */
export function lockIndex(
  repository: Pick<Repository, 'gitDir' | 'folder' | 'objects'>,
  options: LockOptions = {},
): IndexLock {
  const held = acquireFileLock(join(repository.gitDir, 'index.lock'), options);
  const looksSame: SerializeOptions['looksSame'] = (index, i) => fileLooksSame(repository.folder, index, i);
  const read = (): Index => readFullIndex(repository);
  let written = false;
  return {
    lock: held,
    readIndex: read,
    write(changes, more) {
      if (written) throw new Error('the index can be written once per lock');
      held.write(serializeIndex(read(), changes, { looksSame, ...more }));
      written = true;
    },
    commit() {
      if (!written) throw new Error('nothing was written into the index lock');
      held.commit();
    },
    release: () => held.release(),
  };
}
