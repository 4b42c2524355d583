import { textOfRaw, type JsonMap, type JsonNode } from '../json-document';
import { identities } from '../match-lists';
import { memberOf } from './merge-map';
import { says } from './same-node';

/** By what the entries of a list are the same ones in other versions of it. */
export interface ListNames {
  /** Entries are texts; else maps. */
  readonly arePlain: boolean;
  nameOf(entry: JsonNode): string;
}

/** What tells the entries of all these lists apart; null where nothing does. Numbers may mean their place: no names. */
export function namesFor(lists: readonly (readonly JsonNode[])[]): ListNames | null {
  const all = lists.flat();
  const tellsApart = (nameOf: (entry: JsonNode) => string): boolean =>
    lists.every((list) => new Set(list.map(nameOf)).size === list.length);
  if (all.every((entry) => entry.kind === 'scalar' && entry.raw.startsWith('"'))) {
    const nameOf = (entry: JsonNode): string => says(entry, 'exact');
    return tellsApart(nameOf) ? { arePlain: true, nameOf } : null;
  }
  for (const key of identities) {
    const nameOf = (entry: JsonNode): string => identityAt(entry, key);
    if (all.every((entry) => nameOf(entry) !== '') && tellsApart(nameOf)) return { arePlain: false, nameOf };
  }
  return null;
}

/** '' where it has none. Keys and addresses are the same in any case. */
function identityAt(entry: JsonNode, key: string): string {
  const value = memberOf(entry, key);
  if (value?.kind !== 'scalar' || !/^["\d-]/.test(value.raw)) return '';
  const text = value.raw.startsWith('"') ? textOfRaw(value.raw).trim() : value.raw;
  return ['Udi', 'Key', 'key'].includes(key) ? text.toLowerCase() : text;
}

/** What remains known of an entry on which the bases disagree: by what it is found. */
export const identityMembers = (...versions: readonly (JsonNode | undefined)[]): JsonMap['members'] => {
  const maps = versions.filter((node): node is JsonMap => node?.kind === 'map');
  return (maps[0]?.members ?? []).filter(
    ({ key, value }) =>
      identities.includes(key) &&
      value.kind === 'scalar' &&
      maps.every((map) => {
        const other = memberOf(map, key);
        return other !== undefined && says(other, 'exact') === says(value, 'exact');
      }),
  );
};
