import type { PropertyChange } from '../../../shared/domain/proposal';
import { artifactText } from '../../../shared/text/artifact-words';
import { describeProperties } from './describe-properties';
import { describeKeys } from './describe-values';
import { textOf, type JsonObject } from './json-value';
import { sameMeaning } from './same-meaning';
import type { NameOf } from './values-in-words';

const isProperties = (key: string): boolean => key === 'PropertyGroups' || key === 'PropertyTypes';
/** First what a person named, last what the platform needs. */
const last = ['Dependencies', 'Udi', '__type'];

/**
 * What changed in an item, in an editor's words. Every difference has a row; only the format version, the order of keys
 * and keys that newer versions leave out (nothing, no, 0 and empty ones) are none.
 * @param before what the file said; null where the item is new
 * @param after what it says; null where it goes away
 * @param nameOf the names of items that are pointed to
 */
export function describeDifference(
  before: JsonObject | null,
  after: JsonObject | null,
  nameOf: NameOf,
): PropertyChange[] {
  const was = before ?? {};
  const is = after ?? {};
  const rows = [
    ...describeKeys(was, is, '', nameOf, (key) => isProperties(key) || last.includes(key)),
    ...describeProperties(was, is, nameOf),
    ...describeKeys(was, is, '', nameOf, (key) => !last.includes(key)),
  ];
  const told = rows.map((row) => oneSided(row, before, after));
  const same = sameMeaning({ ...was, __version: null }, { ...is, __version: null }, true);
  if (told.length > 0 || same) return told;
  const by = (content: JsonObject): string =>
    artifactText.formatWas(textOf(content['__version']) ?? artifactText.unknownVersion);
  return [{ about: artifactText.format, kind: 'changed', was: by(was), is: by(is) }];
}

/** Of a new item nothing was, and of one that goes away nothing is: not even a no. */
function oneSided(row: PropertyChange, before: JsonObject | null, after: JsonObject | null): PropertyChange {
  if (before === null) return { ...row, kind: 'added', was: null };
  return after === null ? { ...row, kind: 'removed', is: null } : row;
}
