import { createRequire } from 'node:module';
import type * as Sqlite from 'node-sqlite3-wasm';

type Library = typeof Sqlite;
export type Row = Readonly<Record<string, unknown>>;

let library: Library | null = null;

/** Loaded when the first site with a database of its own is met: most have none. */
function load(): Library {
  library ??= createRequire(import.meta.url)('node-sqlite3-wasm') as Library;
  return library;
}

/** A database that is only asked. */
export interface Reader {
  /** Names of the columns of a table, in lower case; empty where there is no such table. */
  columns(table: string): ReadonlySet<string>;
  all(sql: string): readonly Row[];
}

/** Opens a private copy. In exclusive mode no shared memory is needed, so that what is in its `-wal` is read, too. */
export function readSqlite<T>(path: string, work: (reader: Reader) => T): T {
  const { Database } = load();
  const database = new Database(path, { fileMustExist: true });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA query_only = ON');
    return work({
      all: (sql) => database.all(sql),
      columns: (table) =>
        new Set(
          (database.all(`PRAGMA table_info("${table}")`) as readonly Row[]).map(({ name }) =>
            String(name).toLowerCase(),
          ),
        ),
    });
  } finally {
    database.close();
  }
}
