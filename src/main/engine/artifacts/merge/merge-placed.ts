import type { JsonMap, JsonNode } from '../json-document';
import { aliasPairs, type AliasPair } from './alias-pairs';
import { identityMembers } from './list-names';
import { aboutStep, chosen, entryStep, keyStep, type MergeContext, type Way } from './merge-context';
import type { MergedGroups, TypeVersions } from './merge-groups';
import { memberOf } from './merge-map';
import { unknownPlace, type PlacedProperty } from './type-parts';
import { isUnknown, unknownEntry, unknownNode } from './unknown';

interface Three {
  readonly base: PlacedProperty | undefined;
  readonly ours: PlacedProperty | undefined;
  readonly theirs: PlacedProperty | undefined;
}

export interface MergedProperty {
  readonly node: JsonMap;
  readonly place: string;
}

const way = [keyStep('PropertyTypes')];

/** What becomes of the properties, and into which group each comes. */
export function mergePlaced(
  context: MergeContext,
  { base, ours, theirs }: TypeVersions,
  merged: MergedGroups,
): ReadonlyMap<string, MergedProperty> {
  const nodes = (side: typeof ours): ReadonlyMap<string, JsonMap> =>
    new Map([...side.properties].map(([identity, { node }]) => [identity, node]));
  const pairs = aliasPairs(context, way, base ? nodes(base) : new Map(), nodes(ours), nodes(theirs));
  const rivalry = new Map(
    pairs.flatMap((pair) => [[pair.ours, pair] as const, [pair.theirs, pair] as const]),
  );
  const found = new Map<string, MergedProperty>();
  for (const identity of new Set([...ours.properties.keys(), ...theirs.properties.keys()])) {
    const versions = {
      base: base ? base.properties.get(identity) : { node: unknownEntry([]), place: null },
      ours: ours.properties.get(identity),
      theirs: theirs.properties.get(identity),
    };
    const property = mergeOne(context, identity, versions, merged, rivalry.get(identity));
    if (property) found.set(identity, property);
  }
  return found;
}

function mergeOne(
  context: MergeContext,
  identity: string,
  versions: Three,
  merged: MergedGroups,
  rivals: AliasPair | undefined,
): MergedProperty | null {
  const { ours, theirs } = versions;
  const step = entryStep(identity, 'PropertyTypes', (ours ?? theirs)?.node);
  const unknown = unknownEntry(identityMembers(ours?.node, theirs?.node));
  const placeOf = (place: string | null | undefined): string => {
    const to = merged.instead.get(place ?? '') ?? place ?? '';
    return merged.groups.has(to) ? to : '';
  };
  const only = ours && theirs ? null : (ours ?? theirs);
  const group = only?.place ?? '';
  if (only && merged.asWhole.get(group) === (ours ? 'ours' : 'theirs')) {
    const whole = merged.groups.get(group);
    if (!whole) return null;
    return { node: isUnknown(whole) ? unknown : only.node, place: group };
  }
  if (rivals?.keep === null && context.depth > 0)
    return { node: unknown, place: placeOf((ours ?? theirs)?.place) };
  if (rivals && only) {
    const isTheirs = rivals.keep === 'to';
    return isTheirs === (only === theirs) ? { node: only.node, place: placeOf(only.place) } : null;
  }
  const winner = rivals && (rivals.keep === 'to' ? theirs : ours)?.node;
  const node = (placed: PlacedProperty | undefined): JsonNode | undefined =>
    winner && placed ? withAlias(placed.node, winner) : placed?.node;
  const value = context.merge(context, [...way, step], 'lenient', {
    base: versions.base && isUnknown(versions.base.node) ? unknownNode : node(versions.base),
    ours: node(ours),
    theirs: node(theirs),
  });
  if (value === undefined) return null;
  const known = isUnknown(value) || value.kind !== 'map' ? unknown : value;
  const place = only ? only.place : mergePlace(context, [...way, step], versions, merged);
  if (place === null)
    return { node: { kind: 'map', members: [...known.members, placeMark] }, place: placeOf(ours?.place) };
  return { node: known, place: placeOf(place) };
}

const placeMark = { rawKey: JSON.stringify(unknownPlace), key: unknownPlace, value: unknownNode };

/** Where a property is that both sides have; null in a base whose bases disagree. */
function mergePlace(
  context: MergeContext,
  at: Way,
  versions: Three,
  { groups }: MergedGroups,
): string | null {
  const [base, ours, theirs] = [
    versions.base?.place,
    versions.ours?.place ?? null,
    versions.theirs?.place ?? null,
  ];
  if (ours === theirs) return ours;
  // A group that is gone is no place, whoever decided that.
  if (ours !== null && ours !== '' && !groups.has(ours)) return theirs;
  if (theirs !== null && theirs !== '' && !groups.has(theirs)) return ours;
  if (base !== null && base !== undefined && ours !== null && theirs !== null) {
    if (ours === base) return theirs;
    if (theirs === base) return ours;
  }
  const text = (place: string | null): JsonNode | undefined =>
    place === null ? undefined : { kind: 'scalar', raw: JSON.stringify(place) };
  const keep = chosen(context, 'group', [...at, aboutStep('group', 'PropertyGroups')], {
    base: base === null ? unknownNode : text(base ?? null),
    ours: text(ours),
    theirs: text(theirs),
  });
  if (keep === null && context.depth > 0) return null;
  return keep === 'to' ? theirs : ours;
}

/** Under the alias that `like` has. */
function withAlias(node: JsonMap, like: JsonMap): JsonMap {
  const alias = memberOf(like, 'Alias');
  if (!alias || isUnknown(node)) return node;
  return {
    kind: 'map',
    members: node.members.map((member) => (member.key === 'Alias' ? { ...member, value: alias } : member)),
  };
}
