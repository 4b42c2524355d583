import { textOfRaw, type JsonMap, type JsonNode } from '../json-document';
import { memberOf } from './merge-map';
import { isUnknown, unknownWord, withoutOrderMark } from './unknown';

/** Says of a property in a base that nobody knows in which group it is. */
export const unknownPlace = `${unknownWord}place`;

export interface PlacedProperty {
  readonly node: JsonMap;
  /** Identity of its group; '' outside of groups. Null: not known. */
  readonly place: string | null;
}

/** The groups and properties of a type by identity, so that they stay the same ones when they are moved. */
export interface TypeParts {
  readonly groups: ReadonlyMap<string, JsonMap>;
  readonly properties: ReadonlyMap<string, PlacedProperty>;
  /** Null where it is not known. */
  readonly groupOrder: readonly string[] | null;
  /** Group, or '' -> the properties in it; what is not known is missing. */
  readonly orders: ReadonlyMap<string, readonly string[]>;
}

export const noParts: TypeParts = {
  groups: new Map(),
  properties: new Map(),
  groupOrder: [],
  orders: new Map(),
};

/** Null where something else stands in the lists, or two things have one identity. */
export function readTypeParts(root: JsonNode | undefined): TypeParts | null {
  const groups = new Map<string, JsonMap>();
  const properties = new Map<string, PlacedProperty>();
  const orders = new Map<string, readonly string[]>();
  const grouped = listAt(root, 'PropertyGroups');
  if (!grouped) return null;
  for (const group of grouped.items) {
    const identity = identityOf(group);
    if (group.kind !== 'map' || identity === '' || groups.has(identity)) return null;
    groups.set(identity, group);
    if (!readProperties(group, identity, properties, orders)) return null;
  }
  if (!readProperties(root, '', properties, orders)) return null;
  return { groups, properties, orders, groupOrder: grouped.known ? [...groups.keys()] : null };
}

function readProperties(
  owner: JsonNode | undefined,
  place: string,
  properties: Map<string, PlacedProperty>,
  orders: Map<string, readonly string[]>,
): boolean {
  const list = listAt(owner, 'PropertyTypes');
  if (!list) return false;
  const names = list.items.map(identityOf);
  for (const [at, node] of list.items.entries()) {
    const identity = names[at] ?? '';
    if (node.kind !== 'map' || identity === '' || properties.has(identity)) return false;
    const isPlaced = memberOf(node, unknownPlace) === undefined;
    properties.set(identity, {
      node: isPlaced ? node : without(node, unknownPlace),
      place: isPlaced ? place : null,
    });
  }
  if (list.known) orders.set(place, names);
  return true;
}

function listAt(owner: JsonNode | undefined, key: string): ReturnType<typeof withoutOrderMark> | null {
  const node = memberOf(owner, key);
  if (node === undefined || (node.kind === 'scalar' && node.raw === 'null'))
    return { items: [], known: true };
  return node.kind === 'list' && !isUnknown(node) ? withoutOrderMark(node.items) : null;
}

/** As `identityOf` of property-groups. */
function identityOf(node: JsonNode): string {
  const key = textAt(node, 'Key');
  return key === '' ? textAt(node, 'Alias') || textAt(node, 'Name') : key.toLowerCase();
}

/** '' where there is none. */
export function textAt(node: JsonNode | undefined, key: string): string {
  const value = memberOf(node, key);
  return value?.kind === 'scalar' && value.raw.startsWith('"') ? textOfRaw(value.raw).trim() : '';
}

export const without = (map: JsonMap, key: string): JsonMap => ({
  kind: 'map',
  members: map.members.filter((member) => member.key !== key),
});
