import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fail, systemCode } from '../errors';

/** The database's own file, and where what was written last may still be. */
const parts = ['', '-wal', '-shm'] as const;
const attempts = 3;

export const siteDatabaseName = 'Umbraco.sqlite.db';

/** Where a site keeps its own database, in its folder: v9 and later. */
export function siteDatabasePath(folder: string, base: string): string | null {
  const path = join(folder, base, 'umbraco', 'Data', siteDatabaseName);
  return existsSync(path) ? path : null;
}

/** Another value whenever one of the three files was written; '' where there is no database. */
export function siteDatabaseStamp(path: string): string {
  if (!existsSync(path)) return '';
  return parts
    .map((part) => {
      const stat = statSync(`${path}${part}`, { bigint: true, throwIfNoEntry: false });
      return stat ? `${stat.mtimeNs} ${stat.size} ${stat.ino}` : '-';
    })
    .join(' ');
}

/**
 * Lets `work` read a copy of a site's database in a folder that only this person may read, and takes it away again. The
 * site may be writing: a copy counts only if the files were the same before and after. Nothing is ever written beside
 * the site's own file.
 * @throws EngineError `site-database-unreadable`, `disk-full`, `not-permitted`
 */
export function withCopy<T>(path: string, work: (copy: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'laneway-'));
  try {
    const copy = join(folder, basename(path));
    for (let attempt = 1; ; attempt++) {
      const before = siteDatabaseStamp(path);
      copyParts(path, copy);
      if (before === siteDatabaseStamp(path)) return work(copy);
      if (attempt === attempts)
        fail('site-database-unreadable', { path, reason: 'the site is writing to it' });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyParts(path: string, copy: string): void {
  // The third file is only an index of the second; it is made again by whoever opens the copy.
  for (const part of ['', '-wal']) {
    rmSync(`${copy}${part}`, { force: true });
    try {
      copyFileSync(`${path}${part}`, `${copy}${part}`);
    } catch (cause) {
      if (part === '-wal' && systemCode(cause) === 'ENOENT') continue;
      throw cause;
    }
  }
}
