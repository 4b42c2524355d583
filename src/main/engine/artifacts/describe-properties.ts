import type { PropertyChange } from '../../../shared/domain/proposal';
import { artifactText, keyInWords } from '../../../shared/text/artifact-words';
import { describeKeys } from './describe-values';
import { isObject, listOf, textOf, type JsonObject } from './json-value';
import { identityOf, isTab } from './property-groups';
import { inWords, type NameOf } from './values-in-words';

interface Placed {
  readonly entry: JsonObject;
  /** Null outside of groups. */
  readonly group: JsonObject | null;
}

/**
 * What changed in the tabs, groups and properties of a type. They stay the same ones when they are renamed or moved
 * (umbraco.md, "Nested").
 */
export function describeProperties(was: JsonObject, is: JsonObject, nameOf: NameOf): PropertyChange[] {
  const [groupsBefore, groupsAfter] = [groupsOf(was), groupsOf(is)];
  const [before, after] = [propertiesOf(was), propertiesOf(is)];
  // Where two have one identity, or something else stands in the lists, nothing says which is which.
  if (!groupsBefore || !groupsAfter || !before || !after)
    return describeKeys(was, is, '', nameOf, (key) => key !== 'PropertyGroups' && key !== 'PropertyTypes');
  return [
    ...eachOf(groupsBefore, groupsAfter).flatMap(([a, b]) => describeGroup(a, b, nameOf)),
    ...eachOf(before, after).flatMap(([a, b]) => describeProperty(a, b, nameOf)),
  ];
}

function groupsOf(content: JsonObject): Map<string, JsonObject> | null {
  return byIdentity(listOf(content['PropertyGroups']), (group) => group);
}

function propertiesOf(content: JsonObject): Map<string, Placed> | null {
  const groups = listOf(content['PropertyGroups']).filter(isObject);
  const placed = [
    ...groups.flatMap((group) => listOf(group['PropertyTypes']).map((entry) => ({ entry, group }))),
    ...listOf(content['PropertyTypes']).map((entry) => ({ entry, group: null })),
  ];
  return byIdentity(
    placed.map(({ entry }) => entry),
    (entry, at) => ({ entry, group: placed[at]?.group ?? null }),
  );
}

function byIdentity<T>(
  list: readonly unknown[],
  make: (entry: JsonObject, at: number) => T,
): Map<string, T> | null {
  const found = new Map<string, T>();
  for (const [at, entry] of list.entries()) {
    const identity = isObject(entry) ? identityOf(entry) : '';
    if (!isObject(entry) || identity === '' || found.has(identity)) return null;
    found.set(identity, make(entry, at));
  }
  return found;
}

/** Pairs in order of the later state; what is gone comes last. */
function eachOf<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): [T | undefined, T | undefined][] {
  const pairs = [...after].map(([key, entry]): [T | undefined, T | undefined] => [before.get(key), entry]);
  const gone = [...before].flatMap(([key, entry]): [T | undefined, T | undefined][] =>
    after.has(key) ? [] : [[entry, undefined]],
  );
  return [...pairs, ...gone];
}

function describeGroup(
  was: JsonObject | undefined,
  is: JsonObject | undefined,
  nameOf: NameOf,
): PropertyChange[] {
  const about = groupName(is ?? was ?? null);
  const inside = (key: string): boolean => key === 'PropertyTypes';
  if (!was || !is) return [whole(about, was, is, inside, nameOf)];
  return describeKeys(was, is, about, nameOf, inside);
}

function describeProperty(was: Placed | undefined, is: Placed | undefined, nameOf: NameOf): PropertyChange[] {
  const about = propertyName((is ?? was)?.entry ?? {});
  if (!was || !is) {
    const row = whole(about, was?.entry, is?.entry, () => false, nameOf);
    const place = groupName((is ?? was)?.group ?? null);
    return [
      {
        ...row,
        was: row.was === null ? null : `${place}; ${row.was}`,
        is: row.is === null ? null : `${place}; ${row.is}`,
      },
    ];
  }
  const rows = describeKeys(was.entry, is.entry, about, nameOf, () => false);
  const place = (group: JsonObject | null): string => (group ? identityOf(group) : '');
  if (place(was.group) === place(is.group)) return rows;
  const moved: PropertyChange = {
    about: `${about}: ${artifactText.place}`,
    kind: 'changed',
    was: groupName(was.group),
    is: groupName(is.group),
  };
  return [moved, ...rows];
}

/** One row with all that a new or gone thing says. */
function whole(
  about: string,
  was: JsonObject | undefined,
  is: JsonObject | undefined,
  skip: (key: string) => boolean,
  nameOf: NameOf,
): PropertyChange {
  const said = (entry: JsonObject): string =>
    Object.keys(entry)
      .filter((key) => !skip(key) && !isSaidByName(key) && entry[key] !== null && entry[key] !== false)
      .map((key) => `${keyInWords(key)}: ${inWords(entry[key], key, nameOf)}`)
      .join('; ');
  return is
    ? { about, kind: 'added', was: null, is: said(is) }
    : { about, kind: 'removed', was: said(was ?? {}), is: null };
}

/** Name and alias stand before it already, and the key is for machines. */
const isSaidByName = (key: string): boolean => ['Key', 'Name', 'Alias'].includes(key);

export function groupName(group: JsonObject | null): string {
  if (!group) return artifactText.noGroup;
  const kind = isTab(group) ? artifactText.tab : artifactText.group;
  return `${kind} "${textOf(group['Name']) ?? textOf(group['Alias']) ?? identityOf(group)}"`;
}

export function propertyName(property: JsonObject): string {
  const alias = textOf(property['Alias']);
  const name = textOf(property['Name']) ?? alias ?? identityOf(property);
  return `${artifactText.property} "${name}"${alias === null || alias === name ? '' : ` (${alias})`}`;
}
