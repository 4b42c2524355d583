import type { ObjectId, ObjectReader } from '../model';
import { FileMode } from '../model';
import { parseAttributeFile, type AttributeList } from '../status/attribute-file';
import { attributesOf, builtInMacros } from '../status/attributes';
import { byteString } from '../status/path-pattern';
import { findEntry } from './find-entry';
import type { MergeAttribute } from './merge-content';
import { folderOf } from './path-state';

/**
 * How the `.gitattributes` files of a tree want contents to be merged (attribute `merge`). Read when first needed;
 * drivers of the user's own configuration are not known here and count as text.
 * @see https://git-scm.com/docs/gitattributes#_performing_a_three_way_merge
 */
export function treeAttributes(reader: ObjectReader, root: ObjectId): MergeAttribute {
  const macros = builtInMacros();
  const known = new Map<string, readonly AttributeList[]>();
  const lists = (folder: string): readonly AttributeList[] => {
    const before = known.get(folder);
    if (before) return before;
    const above = folder === '' ? [] : lists(folderOf(folder));
    const base = folder === '' ? '' : `${folder}/`;
    const entry = findEntry(reader, root, `${base}.gitattributes`);
    const own =
      entry && entry.mode !== FileMode.tree
        ? [parseAttributeFile(reader.blob(entry.id), byteString(base), false, folder === '' ? macros : null)]
        : [];
    const all = [...above, ...own];
    known.set(folder, all);
    return all;
  };
  return (path) => {
    const value = attributesOf({ lists, macros }, path).get('merge');
    return value === false || value === 'binary' ? 'binary' : value === 'union' ? 'union' : 'text';
  };
}
