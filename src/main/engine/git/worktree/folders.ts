import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { fail, systemCode } from '../../errors';
import { decodePath, systemPath } from '../path-codec';
import { lookAt } from './lstat';

/** What stands above a path: real folders all the way, something missing, or something that is no folder. */
export type Above =
  { readonly kind: 'folders' | 'missing' } | { readonly kind: 'link' | 'file'; readonly path: string };

/** Looks at every folder above a path; links are never followed. */
export function lookAbove(root: string, path: string): Above {
  for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
    const folder = path.slice(0, cut);
    const stat = lookAt(systemPath(root, folder));
    if (!stat) return { kind: 'missing' };
    if (!stat.isDirectory()) return { kind: stat.isSymbolicLink() ? 'link' : 'file', path: folder };
  }
  return { kind: 'folders' };
}

/**
 * Makes the folders above a path.
 * @throws EngineError `path-unsafe` when a link stands there, `files-in-the-way` when a file does
 */
export function makeFoldersAbove(root: string, path: string): void {
  for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
    const folder = path.slice(0, cut);
    const whole = systemPath(root, folder);
    if (lookAt(whole)?.isDirectory()) continue;
    try {
      mkdirSync(whole);
    } catch (cause) {
      if (systemCode(cause) !== 'EEXIST') throw cause;
      const stat = lookAt(whole);
      if (stat?.isSymbolicLink()) fail('path-unsafe', { path, reason: `"${folder}" is a link` });
      if (stat && !stat.isDirectory()) fail('files-in-the-way', { folder: root, paths: [folder] });
    }
  }
}

const stillUsed = new Set(['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR', 'EBUSY', 'EPERM', 'EACCES']);

/** Removes the folders above a path that are empty now, the innermost first. */
export function removeEmptyAbove(root: string, path: string): void {
  for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
    const folder = path.slice(0, cut);
    const above = lookAbove(root, `${folder}/x`);
    if (above.kind === 'link' || above.kind === 'file') return;
    if (above.kind === 'folders' && !removeFolder(systemPath(root, folder))) return;
  }
}

function removeFolder(whole: string | Buffer): boolean {
  try {
    rmdirSync(whole);
    return true;
  } catch (cause) {
    if (stillUsed.has(systemCode(cause) ?? '')) return false;
    throw cause;
  }
}

/** Removes a folder that has nothing but folders in it. @returns the files that stand in it, none when it is gone */
export function removeHollowFolder(root: string, folder: string): string[] {
  const files = filesBelow(root, folder);
  if (files.length === 0) removeFolders(root, folder);
  return files;
}

function removeFolders(root: string, folder: string): void {
  for (const name of namesIn(root, folder)) removeFolders(root, `${folder}/${name}`);
  removeFolder(systemPath(root, folder));
}

const namesIn = (root: string, folder: string): string[] =>
  readdirSync(systemPath(root, folder), { encoding: 'buffer' }).map((name) => decodePath(name));

/** All files below a folder (links are files); a clone inside it is one name with a slash at its end. */
export function filesBelow(root: string, folder: string): string[] {
  const names = namesIn(root, folder);
  if (names.includes('.git')) return [`${folder}/`];
  return names.flatMap((name) => {
    const path = `${folder}/${name}`;
    return lookAt(systemPath(root, path))?.isDirectory() ? filesBelow(root, path) : [path];
  });
}
