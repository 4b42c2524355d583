import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NewObject, ObjectId } from '../../../../src/main/engine/git/model';
import { hashObject } from '../../../../src/main/engine/git/objects/hash-object';
import { testFormat } from '../../../fixtures/object-format';
import { git, tryGit } from '../../../fixtures/git-oracle';

export const objectsOf = (folder: string): string => join(folder, '.git', 'objects');

/** Paths of all files among the packs. */
export const packsOf = (folder: string): string[] => {
  const packs = join(objectsOf(folder), 'pack');
  return readdirSync(packs)
    .sort()
    .map((name) => join(packs, name));
};

export const blobs = (count: number, tag: string): NewObject[] =>
  Array.from({ length: count }, (_, n) => {
    const body = Buffer.from(`${tag} ${n} ${'content '.repeat(n % 30)}`);
    return { id: hashObject(testFormat, 'blob', body), type: 'blob', body };
  });

/** Every object that native git finds, once. */
export const idsIn = (folder: string): ObjectId[] =>
  git(folder, 'cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n').sort();

/** Those that native git cannot read whole, of which there should be none. */
export function unreadableByGit(folder: string, ids: Iterable<ObjectId>): string[] {
  const all = [...ids];
  if (all.length === 0) return [];
  const { stdout, stderr } = tryGit(
    folder,
    ['cat-file', '--batch=%(objectname) %(objecttype)'],
    all.join('\n'),
  );
  const text = stdout.toString('latin1');
  return [...text.matchAll(/^[0-9a-f]{40,64} missing$/gm)].map(([line]) => line).concat(stderr || []);
}
