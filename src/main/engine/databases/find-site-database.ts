import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { fail, systemCode } from '../errors';
import { siteDatabaseName } from './site-copy';

/** A site lies at most this deep below what people name, and its data two folders deeper. */
const deepest = 5;
const mostFolders = 2000;

/**
 * The site's database that a person means by a path: the file itself, else the nearest one in the folder, which may be
 * that of the site, of its clone, or a backup. Hidden folders and `node_modules` are not looked into.
 * @throws EngineError `folder-missing` where nothing is there, `site-database-missing` where a folder has none
 */
export function findSiteDatabase(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return fail('folder-missing', { path });
  if (!stat.isDirectory()) return path;
  let level: readonly string[] = [path];
  let looked = 0;
  for (let depth = 0; depth <= deepest; depth++) {
    const below: string[] = [];
    for (const folder of level) {
      if (++looked > mostFolders) return fail('site-database-missing', { path });
      for (const entry of entriesIn(folder)) {
        if (entry.isFile() && entry.name.toLowerCase() === siteDatabaseName.toLowerCase())
          return join(folder, entry.name);
        if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
          below.push(join(folder, entry.name));
      }
    }
    level = below;
  }
  return fail('site-database-missing', { path });
}

function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    if (systemCode(cause) === undefined) throw cause;
    return []; // what may not be read has no database to offer
  }
}
