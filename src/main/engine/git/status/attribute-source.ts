import { join } from 'node:path';
import { findInIndex, idAt, type Index } from '../index/read-index';
import { systemPath } from '../path-codec';
import { systemAttributeFiles } from '../repository/config-files';
import type { Repository } from '../repository/repository';
import { parseAttributeFile, type AttributeList } from './attribute-file';
import { builtInMacros, type AttributeSource } from './attributes';
import { byteString } from './path-pattern';
import { personalRuleFile, readRuleFile } from './rule-files';

/** The bytes of `.gitattributes` at a path of the tree, or null. */
export type AttributeReader = (path: string) => Buffer | null;

/** Reads `.gitattributes` of the working tree; where it was deleted, what the index has (as git does when adding). */
export function workTreeAttributes(repository: Repository, index: Index): AttributeReader {
  return (path) => {
    const bytes = readRuleFile(systemPath(repository.folder, path), false);
    if (bytes) return bytes;
    const i = findInIndex(index, path);
    return i >= 0 && index.stages[i] === 0 ? repository.objects.blob(idAt(index, i)) : null;
  };
}

/** Attributes of the paths of a working tree; each folder's file is read once, when first needed. */
export function attributeSource(
  repository: Repository,
  ignoreCase: boolean,
  read: AttributeReader,
): AttributeSource {
  const macros = builtInMacros();
  const byFolder = new Map<string, readonly AttributeList[]>();
  const outer: AttributeList[] = [];
  const outside = (path: string | null): AttributeList[] => {
    const bytes = path === null ? null : readRuleFile(path, true);
    return bytes ? [parseAttributeFile(bytes, '', ignoreCase, macros)] : [];
  };
  for (const file of systemAttributeFiles(repository.environment)) outer.push(...outside(file));
  outer.push(...outside(personalRuleFile(repository, 'core.attributesfile', 'attributes')));
  const inside = (folder: string): readonly AttributeList[] => {
    const known = byFolder.get(folder);
    if (known) return known;
    const above = folder === '' ? outer : inside(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
    const bytes = read(folder === '' ? '.gitattributes' : `${folder}/.gitattributes`);
    const base = folder === '' ? '' : `${byteString(folder)}/`;
    const own = bytes ? [parseAttributeFile(bytes, base, ignoreCase, folder === '' ? macros : null)] : [];
    const all = own.length ? [...above, ...own] : above;
    byFolder.set(folder, all);
    return all;
  };
  inside('');
  const last = outside(join(repository.commonDir, 'info', 'attributes'));
  return { macros, lists: (folder) => (last.length ? [...inside(folder), ...last] : inside(folder)) };
}
