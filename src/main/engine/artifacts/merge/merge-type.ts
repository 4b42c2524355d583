import { textOfRaw, type JsonMap, type JsonNode } from '../json-document';
import { aboutStep, entryStep, keyStep, type MergeContext, type Way } from './merge-context';
import { mergeGroups, type TypeVersions } from './merge-groups';
import { asList, inOrder } from './merge-list';
import { asMap, memberOf, type MapVersions } from './merge-map';
import { mergePlaced, type MergedProperty } from './merge-placed';
import { noParts, readTypeParts } from './type-parts';
import { isUnknown, unknownNode } from './unknown';

/**
 * Groups and properties of a content, media or member type, by identity: a property that one side moves into another
 * group is the one that the other side edits.
 * @returns the values of both keys; null where the document is no type, or its lists cannot be read so
 */
export function mergeType(
  context: MergeContext,
  versions: MapVersions,
): ReadonlyMap<string, JsonNode | undefined> | null {
  if (![versions.ours, versions.theirs].some((root) => lists.some((key) => memberOf(root, key)))) return null;
  const parts = readVersions(versions);
  if (!parts) return null;
  const merged = mergeGroups(context, parts);
  const properties = mergePlaced(context, parts, merged);
  const { base, ours, theirs } = parts;
  const groups = new Map(
    [...merged.groups].map(([name, own]): [string, JsonNode] => {
      const nodes = {
        base: base?.groups.get(name),
        ours: ours.groups.get(name),
        theirs: theirs.groups.get(name),
      };
      const step = entryStep(name, 'PropertyGroups', nodes.ours ?? nodes.theirs);
      const inside = listOfPlace(context, [keyStep('PropertyGroups'), step], parts, name, properties, nodes);
      return [name, withList(own, inside, [nodes.ours, nodes.theirs])];
    }),
  );
  const ordered = inOrder(
    context,
    [keyStep('PropertyGroups'), aboutStep('order', 'PropertyGroups')],
    {
      base: base?.groupOrder ?? null,
      ours: ours.groupOrder ?? [],
      theirs: theirs.groupOrder ?? [],
    },
    groups,
    listsAt(versions, 'PropertyGroups', base?.groupOrder === undefined || base.groupOrder === null),
  );
  return new Map([
    ['PropertyGroups', listOrNothing(ordered, 'PropertyGroups', versions)],
    ['PropertyTypes', listOfPlace(context, [], parts, '', properties, versions)],
  ]);
}

const lists = ['PropertyGroups', 'PropertyTypes'];

function readVersions(versions: MapVersions): TypeVersions | null {
  const base = isUnknown(versions.base) ? null : versions.base ? readTypeParts(versions.base) : noParts;
  const [ours, theirs] = [readTypeParts(versions.ours), readTypeParts(versions.theirs)];
  if (!ours || !theirs || (!base && !isUnknown(versions.base))) return null;
  return { base, ours, theirs };
}

interface Owners {
  readonly base: JsonNode | undefined;
  readonly ours: JsonNode | undefined;
  readonly theirs: JsonNode | undefined;
}

/** The properties of one group, '' for those outside. */
function listOfPlace(
  context: MergeContext,
  way: Way,
  { base, ours, theirs }: TypeVersions,
  place: string,
  properties: ReadonlyMap<string, MergedProperty>,
  owners: Owners,
): JsonNode | undefined {
  const inside = [...properties].filter(([, property]) => property.place === place);
  const items = inOrder(
    context,
    [...way, keyStep('PropertyTypes'), aboutStep('order', 'PropertyTypes')],
    {
      base: base?.orders.get(place) ?? null,
      ours: ours.orders.get(place) ?? [],
      theirs: theirs.orders.get(place) ?? [],
    },
    new Map(inside.map(([identity, { node }]) => [identity, node])),
    listsAt(owners, 'PropertyTypes', base === null || (owners.base !== undefined && !base.orders.has(place))),
  );
  return listOrNothing(items, 'PropertyTypes', owners);
}

const listsAt = ({ base, ours, theirs }: Owners, key: string, isUnknownOrder: boolean): Owners => ({
  base: isUnknownOrder ? unknownNode : memberOf(base, key),
  ours: memberOf(ours, key),
  theirs: memberOf(theirs, key),
});

/** An empty list stays as it was written: as such, or left out as newer versions do. */
function listOrNothing(items: readonly JsonNode[], key: string, owners: Owners): JsonNode | undefined {
  const [base, ours, theirs] = [owners.base, owners.ours, owners.theirs].map((owner) => memberOf(owner, key));
  if (items.length > 0) return asList(items, [ours, theirs]);
  const isLeftOut = ours === undefined || theirs === undefined;
  if (isLeftOut && (base !== undefined || (ours ?? theirs) === undefined)) return undefined;
  const empty = [ours, theirs].find((node) => node?.kind === 'list' && node.items.length === 0);
  return empty ?? { kind: 'list', items };
}

/** A group with its properties where they stood. */
function withList(own: JsonMap, list: JsonNode | undefined, like: readonly (JsonMap | undefined)[]): JsonMap {
  if (list === undefined) return asMap(own.members, like);
  const pattern = like.find((group) => memberOf(group, 'PropertyTypes'))?.members ?? [];
  const at = pattern.findIndex(({ key }) => key === 'PropertyTypes');
  const rawKey = pattern[at]?.rawKey ?? '"PropertyTypes"';
  const before = new Set(pattern.slice(0, at).map(({ key }) => key));
  const place = at < 0 ? own.members.length : own.members.findLastIndex(({ key }) => before.has(key)) + 1;
  const member = { rawKey, key: textOfRaw(rawKey), value: list };
  return asMap(own.members.toSpliced(place, 0, member), like);
}
