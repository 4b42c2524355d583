import type { JsonMap, JsonMember, JsonNode } from '../json-document';
import { keyStep, type MergeContext, type Way } from './merge-context';
import { meaningInside, type Meaning } from './same-node';
import { isUnknown, unknownNode } from './unknown';

/** A map in three versions; the base may be unknown or no map. */
export interface MapVersions {
  readonly base: JsonNode | undefined;
  readonly ours: JsonMap;
  readonly theirs: JsonMap;
}

/**
 * Merges maps key by key. The order of keys is ours, with theirs behind what they stand behind.
 * @param special what has been merged already: key -> value, undefined where it is gone
 */
export function mergeMap(
  context: MergeContext,
  way: Way,
  meaning: Meaning,
  { base, ours, theirs }: MapVersions,
  special: ReadonlyMap<string, JsonNode | undefined> = new Map(),
): JsonMap {
  const members = mergedKeys(ours, theirs).flatMap((member): JsonMember[] => {
    const { key } = member;
    const value = special.has(key)
      ? special.get(key)
      : context.merge(context, [...way, keyStep(key)], meaningInside(meaning, key), {
          base: insideBase(base, key),
          ours: memberOf(ours, key),
          theirs: memberOf(theirs, key),
        });
    return value === undefined ? [] : [{ ...member, value }];
  });
  return asMap(members, [ours, theirs]);
}

/** In something unknown everything is. */
const insideBase = (base: JsonNode | undefined, key: string): JsonNode | undefined =>
  isUnknown(base) ? unknownNode : memberOf(base, key);

export const memberOf = (node: JsonNode | undefined, key: string): JsonNode | undefined =>
  node?.kind === 'map' ? node.members.find((member) => member.key === key)?.value : undefined;

/** The map itself where nothing changed in it, which keeps its layout; else a new one. */
export function asMap(members: readonly JsonMember[], candidates: readonly (JsonMap | undefined)[]): JsonMap {
  const as = candidates.find(
    (map) =>
      map?.members.length === members.length &&
      map.members.every(({ key, value }, at) => key === members[at]?.key && value === members[at].value),
  );
  return as ?? { kind: 'map', members };
}

function mergedKeys(ours: JsonMap, theirs: JsonMap): readonly JsonMember[] {
  const keys = new Set(ours.members.map(({ key }) => key));
  const members = [...ours.members];
  let behind = 0;
  for (const member of theirs.members) {
    if (keys.has(member.key)) behind = members.findIndex(({ key }) => key === member.key) + 1;
    else members.splice(behind++, 0, member);
  }
  return members;
}
