import { existsSync, copyFileSync, linkSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LowSync } from 'lowdb';
import type { ErrorAnswer } from '../../../shared/contract/errors';
import type { DataPlace } from '../environments/environment-data';
import { fail, systemCode, toErrorAnswer } from '../errors';
import { writeFileAtomic } from '../files/atomic-write';
import { takeShortLock } from '../files/short-lock';
import { previousPath, readStoreFile, setAside, storeText } from '../files/store-file';
import type { Clock } from '../ports';
import type { DatabaseRows } from './database';
import { newestDatabaseBackup, newestDatabaseGeneration, saveDatabaseBackup } from './database-backups';
import { databaseFile, databaseShape, rowsOf, type DatabaseDocument } from './embedded-file';

/** The rows as they are on disk. */
export interface StoredRows {
  readonly rows: DatabaseRows;
  readonly generation: number;
  /** A damaged document was set aside; what stands in its place still has to be compared with the artifacts. */
  readonly report: ErrorAnswer | null;
}

/**
 * The embedded database of one environment: one document in the clone, by lowdb over an atomic adapter. Every change
 * is one write, of a generation higher than any before; ten versions are kept outside the clone.
 */
export interface EmbeddedStore {
  /** Null where there is none yet. @throws EngineError `store-too-new`, `not-permitted`, `lock-held` */
  read(): StoredRows | null;
  /**
   * Reads again under the lock, lets `change` make the new rows, writes them; writes nothing when it throws or gives
   * back what it got. @throws EngineError as {@link read}; `disk-full`, `read-only-folder`, `folder-missing`
   */
  change(change: (rows: DatabaseRows) => DatabaseRows): StoredRows;
}

interface Cached {
  readonly stamp: string;
  readonly stored: StoredRows;
}

export function openEmbeddedStore(place: DataPlace, clock: Clock): EmbeddedStore {
  const path = databaseFile(place.folder);
  let cached: Cached | null = null;
  let report: ErrorAnswer | null = null;

  const keep = (rows: DatabaseRows, generation: number): StoredRows => {
    const stored = { rows, generation, report };
    cached = { stamp: stampOf(path), stored };
    return stored;
  };
  const readGood = (): StoredRows | 'missing' | 'damaged' => {
    const stamp = stampOf(path);
    if (cached?.stamp === stamp && stamp !== '') return cached.stored;
    const state = readStoreFile(path, databaseShape);
    if (state.kind !== 'good') return state.kind;
    const stored = { rows: rowsOf(state.content), generation: state.content.generation, report };
    cached = { stamp, stored };
    return stored;
  };
  const locked = <R>(work: (database: LowSync<DatabaseDocument>) => R): R => {
    // Taking the lock would make the folders above it, in the place of a drive that is not there.
    if (!existsSync(dirname(dirname(place.folder)))) fail('folder-missing', { path: place.folder });
    const lock = takeShortLock(`${path}.lock`);
    try {
      const write = (document: DatabaseDocument): void => {
        // Outside first: then a full disk there leaves the document as it was.
        const text = storeText(databaseShape, document);
        saveDatabaseBackup(place.dataFolder, place.id, document.generation, text);
        keepPrevious(path);
        // The lock of a process that stood still for long may have been taken over.
        if (!lock.isOurs()) fail('lock-held', { path: `${path}.lock`, ageSeconds: 0, owner: null });
        writeFileAtomic(path, text);
      };
      return work(new LowSync<DatabaseDocument>({ read: () => null, write }, databaseShape.empty()));
    } finally {
      lock.release();
    }
  };
  const save = (
    database: LowSync<DatabaseDocument>,
    before: number,
    { extracted, applied, items, content }: DatabaseRows,
  ): StoredRows => {
    database.data = {
      generation: Math.max(before, newestDatabaseGeneration(place.dataFolder, place.id)) + 1,
      savedAt: Math.round(clock.now()),
      extracted,
      applied,
      items: [...items.values()],
      content: [...content.values()],
    };
    database.write();
    return keep({ extracted, applied, items, content }, database.data.generation);
  };

  /** The last good version in the place of a damaged or missing document; its files are not known to be extracted. */
  const repair = (database: LowSync<DatabaseDocument>): StoredRows | null => {
    const state = readStoreFile(path, databaseShape);
    if (state.kind === 'good') return keep(rowsOf(state.content), state.content.generation);
    const best = lastGood(place, path);
    if (state.kind === 'damaged') report = toErrorAnswer(setAside(path, databaseShape, state.bytes));
    if (best === null && state.kind === 'missing') return null;
    return save(database, best?.generation ?? 0, {
      ...rowsOf(best ?? databaseShape.empty()),
      extracted: null,
    });
  };

  return {
    read() {
      const good = readGood();
      if (good === 'missing' && newestDatabaseGeneration(place.dataFolder, place.id) === 0) return null;
      return typeof good === 'string' ? locked(repair) : good;
    },
    change: (change) =>
      locked((database) => {
        const good = readGood();
        const before = typeof good === 'string' ? repair(database) : good;
        const rows = before?.rows ?? rowsOf(databaseShape.empty());
        const after = change(rows);
        return before && after === rows ? before : save(database, before?.generation ?? 0, after);
      }),
  };
}

/** What a file is told by from its earlier versions; '' where there is none. */
function stampOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.mtimeNs} ${stat.size} ${stat.ino}` : '';
}

/** The version before, beside the document: the same bytes under a second name, since a write makes a new file. */
function keepPrevious(path: string): void {
  const previous = previousPath(path);
  rmSync(previous, { force: true });
  try {
    linkSync(path, previous);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return; // the first version
    copyFileSync(path, previous); // a file system without hard links
  }
}

function lastGood(place: DataPlace, path: string): DatabaseDocument | null {
  const beside = readStoreFile(previousPath(path), databaseShape);
  const previous = beside.kind === 'good' ? beside.content : null;
  const backup = newestDatabaseBackup(place.dataFolder, place.id);
  return (backup?.generation ?? -1) > (previous?.generation ?? -1) ? backup : previous;
}
