import type { JsonMap, JsonNode } from '../json-document';
import { identityMembers } from './list-names';
import { decide, entryStep, keyStep, type MergeContext } from './merge-context';
import { aliasPairs } from './alias-pairs';
import { sameNode } from './same-node';
import { without, type TypeParts } from './type-parts';
import { isUnknown, unknownEntry, unknownNode } from './unknown';

export interface TypeVersions {
  /** Null: nothing is known of it. */
  readonly base: TypeParts | null;
  readonly ours: TypeParts;
  readonly theirs: TypeParts;
}

export interface MergedGroups {
  /** By identity, without their properties; what is gone is missing. */
  readonly groups: ReadonlyMap<string, JsonMap>;
  /** Groups that only one side has and that go or stay with all that is in them. */
  readonly asWhole: ReadonlyMap<string, 'ours' | 'theirs'>;
  /** A group that gave way -> the one whose place it would have taken. */
  readonly instead: ReadonlyMap<string, string>;
}

const way = [keyStep('PropertyGroups')];

/** What becomes of the groups; of what is in them only whether a group that goes takes something changed with it. */
export function mergeGroups(context: MergeContext, versions: TypeVersions): MergedGroups {
  const { base, ours, theirs } = versions;
  const instead = new Map<string, string>();
  const rivals = aliasPairs(context, way, base?.groups ?? new Map(), ours.groups, theirs.groups);
  const open = new Set<string>();
  for (const pair of rivals) {
    const isNew = !theirs.groups.has(pair.ours) && !ours.groups.has(pair.theirs);
    if (pair.keep === null && context.depth > 0) open.add(pair.ours).add(pair.theirs);
    else if (isNew && pair.keep === 'to') instead.set(pair.ours, pair.theirs);
    else if (isNew) instead.set(pair.theirs, pair.ours);
  }
  const groups = new Map<string, JsonMap>();
  const asWhole = new Map<string, 'ours' | 'theirs'>();
  for (const name of new Set([...ours.groups.keys(), ...theirs.groups.keys()])) {
    if (instead.has(name)) continue;
    const group = {
      base: base ? base.groups.get(name) : unknownNode,
      ours: ours.groups.get(name),
      theirs: theirs.groups.get(name),
    };
    const step = entryStep(name, 'PropertyGroups', group.ours ?? group.theirs);
    const result = open.has(name) ? unknownNode : mergeOne();
    if (result === undefined) continue;
    const identity = identityMembers(group.ours, group.theirs);
    groups.set(name, isUnknown(result) || result.kind !== 'map' ? unknownEntry(identity) : result);

    function mergeOne(): JsonNode | undefined {
      if (group.ours && group.theirs)
        return context.merge(context, [...way, step], 'lenient', {
          base: isUnknown(group.base) ? unknownNode : own(group.base),
          ours: own(group.ours),
          theirs: own(group.theirs),
        });
      const side = group.ours ? 'ours' : 'theirs';
      if (group.base === undefined) return own(group[side]);
      if (!isChanged(versions, name, side)) return undefined;
      asWhole.set(name, side);
      const kept = decide(context, [...way, step], group);
      return isUnknown(kept) ? kept : own(kept);
    }
  }
  return { groups, asWhole, instead };
}

const own = (group: JsonNode | undefined): JsonNode | undefined =>
  group?.kind === 'map' ? without(group, 'PropertyTypes') : group;

/** Whether the side that kept a group changed it, or what is in it. */
function isChanged({ base, ours, theirs }: TypeVersions, name: string, side: 'ours' | 'theirs'): boolean {
  const [keeper, other] = side === 'ours' ? [ours, theirs] : [theirs, ours];
  const was = base?.groups.get(name);
  if (!base || isUnknown(was)) return true;
  if (!sameNode(own(was), own(keeper.groups.get(name)), 'lenient')) return true;
  return [...keeper.properties].some(([identity, { node, place }]) => {
    if (place !== name) return false;
    const before = base.properties.get(identity);
    if (before?.place !== name) return true;
    return !other.properties.has(identity) && !sameNode(before.node, node, 'lenient');
  });
}
