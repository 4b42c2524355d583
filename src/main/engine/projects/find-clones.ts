import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../errors';
import { isFolder } from './is-folder';
import { isClone } from './list-folders';

const mostFolders = 2000;
const deepest = 2;

/**
 * The clones that a person may have meant by a folder: itself, else those up to two levels below it. Hidden folders
 * and `node_modules` are not looked into, nor is the inside of a clone. Bounded: at most 2,000 folders are looked at.
 * @returns absolute paths, in order of names.
 */
export function findClones(folder: string): readonly string[] {
  if (isClone(folder)) return [folder];
  const found: string[] = [];
  let level: readonly string[] = [folder];
  let looked = 0;
  for (let depth = 0; depth < deepest; depth++) {
    const below: string[] = [];
    for (const child of level.flatMap(foldersIn)) {
      if (++looked > mostFolders) return found;
      (isClone(child) ? found : below).push(child);
    }
    level = below;
  }
  return found;
}

function foldersIn(folder: string): readonly string[] {
  return namesIn(folder)
    .filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .sort()
    .map((name) => join(folder, name))
    .filter(isFolder);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (systemCode(cause) === undefined) throw cause;
    return []; // a folder that may not be read has nothing to propose
  }
}
