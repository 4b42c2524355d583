import type { PropertyChange } from '../../../shared/domain/proposal';
import { artifactText, keyInWords } from '../../../shared/text/artifact-words';
import { isSecretKey, mask } from '../secrets/secret-key';
import { isObject, listOf, textOf, type JsonObject } from './json-value';
import { matchLists } from './match-lists';
import { sameMeaning } from './same-meaning';
import { toUdi } from './udi';
import { inWords, type NameOf } from './values-in-words';

/** The rows of an object's keys. `prefix` says what the object is: '' or words. */
export function describeKeys(
  was: JsonObject,
  is: JsonObject,
  prefix: string,
  nameOf: NameOf,
  skip: (key: string) => boolean,
): PropertyChange[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((key) => key !== '__version' && !skip(key))
    .flatMap((key) => {
      const [a, b] = [valueAt(was, key), valueAt(is, key)];
      if (sameMeaning(a, b, !isSettings(prefix))) return [];
      const about = [prefix, keyInWords(key)].filter((part) => part !== '').join(': ');
      return describeValue(a, b, about, key, nameOf);
    });
}

const valueAt = (content: JsonObject, key: string): unknown =>
  Object.hasOwn(content, key) ? content[key] : undefined;

/** Inside settings nothing, no and 0 are different things. */
const isSettings = (prefix: string): boolean => prefix.startsWith(keyInWords('Configuration'));

function describeValue(
  was: unknown,
  is: unknown,
  words: string,
  key: string,
  nameOf: NameOf,
): PropertyChange[] {
  const about = words === '' ? key : words; // some keys only hold others together and say nothing
  if (isSecretKey(key) && typeof (was ?? is) !== 'boolean') return [secretRow(was, is, about)];
  if (isList(was) && isList(is) && (listOf(was).length > 0 || listOf(is).length > 0))
    return describeLists(listOf(was), listOf(is), about, key, nameOf);
  const map = (value: unknown): JsonObject | null =>
    isObject(value) ? value : value === undefined || value === null ? {} : null;
  const [a, b] = [map(was), map(is)];
  if (a && b && (isObject(was) || isObject(is)) && Object.keys(a).length + Object.keys(b).length > 0)
    return describeKeys(a, b, words, nameOf, () => false);
  return [row(was, is, about, key, nameOf)];
}

const isList = (value: unknown): boolean => Array.isArray(value) || value === undefined || value === null;

function row(was: unknown, is: unknown, about: string, key: string, nameOf: NameOf): PropertyChange {
  const other = (value: unknown, beside: unknown): unknown =>
    (value === undefined || value === null) && beside === true ? false : value;
  const [a, b] = [other(was, is), other(is, was)];
  const words = (value: unknown): string | null =>
    value === undefined || value === null ? null : inWords(value, key, nameOf);
  return {
    about,
    kind: words(a) === null ? 'added' : words(b) === null ? 'removed' : 'changed',
    was: words(a),
    is: words(b),
  };
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';

/** That a secret is another one is told, and never which. */
function secretRow(was: unknown, is: unknown, about: string): PropertyChange {
  if (isNothing(was)) return { about, kind: 'added', was: null, is: mask };
  if (isNothing(is)) return { about, kind: 'removed', was: mask, is: null };
  return { about, kind: 'changed', was: mask, is: artifactText.secretChanged(mask) };
}

function describeLists(
  was: readonly unknown[],
  is: readonly unknown[],
  about: string,
  key: string,
  nameOf: NameOf,
): PropertyChange[] {
  const matched = matchLists(was, is);
  if (!matched) return [row(was, is, about, key, nameOf)];
  const rows = matched.pairs.flatMap(({ was: a, is: b, name }): PropertyChange[] => {
    if (a === undefined || b === undefined)
      return [
        {
          about,
          kind: a === undefined ? 'added' : 'removed',
          was: a === undefined ? null : entryInWords(a, key, nameOf),
          is: b === undefined ? null : entryInWords(b, key, nameOf),
        },
      ];
    if (!isObject(a) || !isObject(b)) return [];
    const named = `${about} "${toUdi(name) === null ? name : inWords(name, key, nameOf)}"`;
    return describeKeys(a, b, named, nameOf, (inner) => key === 'Dependencies' && inner === 'Udi').map(
      (entry) => (key === 'Dependencies' ? needsInWords(entry) : entry),
    );
  });
  if (!matched.moved || (key === 'Dependencies' && rows.length > 0)) return rows;
  const order = (list: readonly unknown[]): string =>
    list.map((entry) => shortName(entry, key, nameOf)).join(', ');
  return [
    ...rows,
    { about: `${about}: ${artifactText.order}`, kind: 'changed', was: order(was), is: order(is) },
  ];
}

function entryInWords(entry: unknown, key: string, nameOf: NameOf): string {
  if (key !== 'Dependencies' || !isObject(entry)) return inWords(entry, key, nameOf);
  return [
    inWords(entry['Udi'], 'Udi', nameOf),
    needed(entry['Mode']),
    ...(entry['Ordering'] === true ? [artifactText.before] : []),
    ...Object.keys(entry)
      .filter((inner) => !['Udi', 'Mode', 'Ordering'].includes(inner))
      .map((inner) => `${keyInWords(inner)}: ${inWords(entry[inner], inner, nameOf)}`),
  ].join(', ');
}

const needed = (mode: unknown): string =>
  mode === 1 || mode === 'Exist' ? artifactText.mustExist : artifactText.mustMatch;

function needsInWords(entry: PropertyChange): PropertyChange {
  if (!entry.about.endsWith(`: ${keyInWords('Mode')}`)) return entry;
  const exist = (words: string | null): string =>
    needed(words === 'Exist' || words === '1' ? 'Exist' : 'Match');
  return { ...entry, kind: 'changed', was: exist(entry.was), is: exist(entry.is) };
}

function shortName(entry: unknown, key: string, nameOf: NameOf): string {
  if (!isObject(entry)) return inWords(entry, key, nameOf);
  const name =
    textOf(entry['Name']) ?? textOf(entry['name']) ?? textOf(entry['Alias']) ?? textOf(entry['alias']);
  return name ?? inWords(entry['Udi'] ?? entry, key, nameOf);
}
