import type { JsonNode } from '../json-document';
import { compareVersions } from './compare-versions';
import {
  decide,
  type Choices,
  type MeaningConflict,
  type MergeContext,
  type Versions,
  type Way,
} from './merge-context';
import { mergeList } from './merge-list';
import { mergeMap } from './merge-map';
import { mergeType } from './merge-type';
import { hasUnknown, sameNode, type Meaning } from './same-node';
import { isUnknown, unknownNode } from './unknown';

export interface JsonMergeOptions {
  /** The rules of artifacts count (see docs/merging.md); else only those of JSON. */
  readonly isArtifact: boolean;
  /** 0, and above for bases of a criss-cross: what conflicts is unknown in them. */
  readonly depth?: number;
  /** Conflict's id -> what is kept of it; others are not looked at. */
  readonly choices?: Choices;
}

export interface JsonMerge {
  /** At depth 0 with ours where something is open. */
  readonly root: JsonNode;
  /** What is open, in the order of the document. */
  readonly conflicts: readonly MeaningConflict[];
}

/**
 * Merges what three documents say, property by property. A change that one side made is never lost; where both made
 * different ones it is a conflict of that one property. `ours` and `theirs` may change places: then conflicts do.
 * @param base null where the sides share no earlier version; 'unknown' where there is one that cannot be read
 */
export function mergeJson(
  base: JsonNode | null | 'unknown',
  ours: JsonNode,
  theirs: JsonNode,
  { isArtifact, depth = 0, choices = {} }: JsonMergeOptions,
): JsonMerge {
  const context: MergeContext = { isArtifact, depth, choices, conflicts: [], merge: mergeValue };
  const versions = { base: base === 'unknown' ? unknownNode : (base ?? undefined), ours, theirs };
  const root = mergeValue(context, [], isArtifact ? 'lenient' : 'exact', versions) ?? ours;
  return { root, conflicts: context.conflicts };
}

function mergeValue(
  context: MergeContext,
  way: Way,
  meaning: Meaning,
  versions: Versions,
): JsonNode | undefined {
  const { base, ours, theirs } = versions;
  if (sameNode(ours, theirs, meaning)) return sameNode(base, ours, 'exact') ? theirs : ours;
  if (!hasUnknown(base)) {
    if (sameNode(base, ours, meaning)) return theirs;
    if (sameNode(base, theirs, meaning)) return ours;
  }
  return mergeInside(context, way, meaning, versions);
}

function mergeInside(
  context: MergeContext,
  way: Way,
  meaning: Meaning,
  versions: Versions,
): JsonNode | undefined {
  const { ours, theirs } = versions;
  if (!ours || !theirs || isUnknown(ours) || isUnknown(theirs)) return decide(context, way, versions);
  const base = isNull(versions.base) ? undefined : versions.base;
  const isNewOr = (kind: JsonNode['kind']): boolean =>
    base === undefined || isUnknown(base) || base.kind === kind;
  if (ours.kind === 'map' && theirs.kind === 'map' && isNewOr('map')) {
    const special =
      context.isArtifact && way.length === 0 ? mergeType(context, { base, ours, theirs }) : null;
    return mergeMap(context, way, meaning, { base, ours, theirs }, special ?? undefined);
  }
  if (ours.kind === 'list' && theirs.kind === 'list' && isNewOr('list'))
    return mergeList(context, way, meaning, { base, ours, theirs });
  if (context.isArtifact && way.length === 1 && way[0]?.key === '__version')
    return compareVersions(ours, theirs) < 0 ? theirs : ours;
  return decide(context, way, versions);
}

const isNull = (node: JsonNode | undefined): boolean => node?.kind === 'scalar' && node.raw === 'null';
