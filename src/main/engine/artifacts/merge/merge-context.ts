import type { Keep } from '../../../../shared/domain/conflict';
import type { JsonNode } from '../json-document';
import type { Meaning } from './same-node';
import { isUnknown, unknownNode } from './unknown';

/** One step of the way to a value. */
export interface Step {
  /** A key, or the identity of an entry; what begins with # is no key but something about the value around it. */
  readonly id: string;
  /** The key in whose value it is found, for words. */
  readonly key: string;
  /** The entry of a list. */
  readonly entry?: JsonNode;
}
export type Way = readonly Step[];

export const keyStep = (key: string): Step => ({ id: escaped(key), key });
export const entryStep = (name: string, key: string, entry: JsonNode | undefined): Step => ({
  id: escaped(name),
  key,
  ...(entry ? { entry } : {}),
});
/** `order`, `group` or an alias that two things share. */
export const aboutStep = (about: string, key: string): Step => ({ id: `#${escaped(about)}`, key });

/** Can be undone, so that different ways have different texts (as in RFC 6901, and ~2 for #). */
const escaped = (part: string): string =>
  part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('#', '~2');

const idOf = (way: Way): string => way.map(({ id }) => id).join('/');

/** A value in three versions; undefined where it is not there. */
export interface Versions<T = JsonNode> {
  readonly base: T | undefined;
  readonly ours: T | undefined;
  readonly theirs: T | undefined;
}

/** One property on which both sides disagree. */
export interface MeaningConflict {
  /** The same text for the same property, whatever else changes: `PropertyTypes/<key>/Name`. */
  readonly id: string;
  readonly kind: 'value' | 'order' | 'group' | 'alias';
  readonly way: Way;
  /** Null: not there. */
  readonly base: JsonNode | null | 'unknown';
  readonly ours: JsonNode | null;
  readonly theirs: JsonNode | null;
  /** `both` only where two lists can follow each other. */
  readonly keeps: readonly Keep[];
}

/** Conflict's id -> what is kept of it. */
export type Choices = Readonly<Record<string, Keep>>;

export interface MergeContext {
  /** The rules of artifacts count; else only those of JSON. */
  readonly isArtifact: boolean;
  /** Above 0 the result is a base, and conflicts are unknown in it. */
  readonly depth: number;
  readonly choices: Choices;
  readonly conflicts: MeaningConflict[];
  /** Merges one value: what `mergeMap` and the others call for what is inside. */
  readonly merge: (
    context: MergeContext,
    way: Way,
    meaning: Meaning,
    versions: Versions,
  ) => JsonNode | undefined;
}

/** What was chosen; else the conflict is noted. Null: it is open. */
export function chosen(
  context: MergeContext,
  kind: MeaningConflict['kind'],
  way: Way,
  versions: Versions,
  keeps: readonly Keep[] = ['from', 'to'],
): Keep | null {
  const id = idOf(way);
  const keep = Object.hasOwn(context.choices, id) ? context.choices[id] : undefined;
  if (keep !== undefined && keeps.includes(keep)) return keep;
  const { base, ours = null, theirs = null } = versions;
  context.conflicts.push({
    id,
    kind,
    way,
    base: isUnknown(base) ? 'unknown' : (base ?? null),
    ours,
    theirs,
    keeps,
  });
  return null;
}

/** The value that was chosen; while it is open ours, and in a base unknown. */
export function decide(
  context: MergeContext,
  way: Way,
  versions: Versions,
  both?: JsonNode,
): JsonNode | undefined {
  const keep = chosen(context, 'value', way, versions, both ? ['from', 'to', 'both'] : ['from', 'to']);
  if (keep === 'both') return both;
  if (keep === 'to') return versions.theirs;
  return keep === null && context.depth > 0 ? unknownNode : versions.ours;
}
