import { readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { systemCode } from '../../errors';
import type { ObjectId } from '../model';
import { comparePaths, decodePath, systemPath } from '../path-codec';
import { readPackedRefs } from './packed-refs';
import { readRawRef, readRef } from './read-ref';
import { isRefName } from './ref-name';
import { refFolder } from './ref-place';
import type { RefPlace } from './ref-place';

export interface ListedRef {
  readonly name: string;
  readonly id: ObjectId;
}

/**
 * All refs below a prefix (`refs`, `refs/heads/`, `refs/laneway`), by name. The prefix is a folder or a whole name, as for
 * `git for-each-ref`. Refs that name a branch without commits are left out.
 * @throws EngineError `ref-damaged`
 */
export function listRefs(place: RefPlace, prefix: string): ListedRef[] {
  return listRefNames(place, prefix).flatMap((name) => {
    const id = readRef(place, name);
    return id === null ? [] : [{ name, id }];
  });
}

/** The names only, without opening a file for each below the prefix. Some may lead nowhere. */
export function listRefNames(place: RefPlace, prefix: string): string[] {
  const start = prefix.replace(/\/+$/, '');
  const below = (name: string): boolean => name === start || name.startsWith(`${start}/`);
  // Files first, then packed-refs: see readRawRef.
  const names = new Set<string>();
  if (isRefName(start) && readRawRef(place, start) !== null) names.add(start);
  for (const base of new Set([place.commonDir, place.gitDir])) walk(place, base, start, names);
  for (const name of readPackedRefs(place.commonDir).keys()) if (below(name)) names.add(name);
  return [...names].sort(comparePaths);
}

/** Collects the ref files below a folder; names that are no refs (locks, temporary files) are left out. */
function walk(place: RefPlace, base: string, folder: string, names: Set<string>): void {
  for (const entry of entriesOf(base, folder)) {
    const name = `${folder}/${decodePath(entry.name)}`;
    if (entry.isDirectory()) walk(place, base, name, names);
    else if (isRefName(name) && refFolder(place, name) === base) names.add(name);
  }
}

function entriesOf(base: string, folder: string): Dirent<Buffer>[] {
  try {
    return readdirSync(systemPath(base, folder), { withFileTypes: true, encoding: 'buffer' });
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return [];
    throw cause;
  }
}
