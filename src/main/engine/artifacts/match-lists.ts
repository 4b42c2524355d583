import { isObject, textOf } from './json-value';

export interface MatchedLists {
  readonly pairs: readonly { readonly name: string; readonly was?: unknown; readonly is?: unknown }[];
  /** What is on both sides stands in another order. */
  readonly moved: boolean;
}

/** By what entries of lists are the same ones, the surest first. */
export const identities = [
  'Udi',
  'LanguageIsoCode',
  'Key',
  'key',
  'contentElementTypeKey',
  'id',
  'Id',
  'Alias',
  'alias',
  'name',
  'Name',
];

/**
 * Finds what became of each entry of a list: plain values by themselves, objects by what identifies all of them.
 * @returns null where nothing tells the entries apart
 */
export function matchLists(was: readonly unknown[], is: readonly unknown[]): MatchedLists | null {
  const nameOf = plainName(was, is) ?? identity(was, is);
  if (!nameOf) return null;
  const before = new Map(was.map((entry) => [nameOf(entry), entry]));
  const after = new Map(is.map((entry) => [nameOf(entry), entry]));
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const kept = (list: readonly unknown[]): string =>
    JSON.stringify(list.map(nameOf).filter((name) => before.has(name) && after.has(name)));
  return {
    pairs: names.map((name) => ({
      name,
      ...(before.has(name) ? { was: before.get(name) } : {}),
      ...(after.has(name) ? { is: after.get(name) } : {}),
    })),
    moved: kept(was) !== kept(is),
  };
}

type Name = (entry: unknown) => string;

function plainName(was: readonly unknown[], is: readonly unknown[]): Name | null {
  const name: Name = (entry) => JSON.stringify(entry) ?? '';
  const all = [...was, ...is];
  const isPlain = all.every((entry) => typeof entry !== 'object' && entry !== undefined);
  return isPlain && tellsApart(was, name) && tellsApart(is, name) ? name : null;
}

function identity(was: readonly unknown[], is: readonly unknown[]): Name | null {
  for (const key of identities) {
    const name: Name = (entry) => (isObject(entry) ? (textOf(entry[key]) ?? '') : '');
    if ([...was, ...is].every((entry) => name(entry) !== '') && tellsApart(was, name) && tellsApart(is, name))
      return name;
  }
  return null;
}

const tellsApart = (list: readonly unknown[], name: Name): boolean =>
  new Set(list.map(name)).size === list.length;
