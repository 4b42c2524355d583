import { textOfRaw, type JsonList, type JsonNode } from '../json-document';
import { identityMembers, namesFor } from './list-names';
import { aboutStep, chosen, entryStep, type MergeContext, type Versions, type Way } from './merge-context';
import { mergeOrder, type Orders } from './merge-order';
import { mergeSequence } from './merge-sequence';
import { meaningInside, type Meaning } from './same-node';
import { isUnknown, unknownEntry, unknownNode, withoutOrderMark } from './unknown';

/** A list in three versions; the base may be unknown or no list. */
export interface ListVersions {
  readonly base: JsonNode | undefined;
  readonly ours: JsonList;
  readonly theirs: JsonList;
}

/** Merges lists entry by entry where something tells these apart, else as a sequence of values. */
export function mergeList(
  context: MergeContext,
  way: Way,
  meaning: Meaning,
  versions: ListVersions,
): JsonNode | undefined {
  const [base, ours, theirs] = [versions.base, versions.ours, versions.theirs].map((node) =>
    withoutOrderMark(node?.kind === 'list' ? node.items : []),
  );
  if (!base || !ours || !theirs) return undefined;
  const names = namesFor([base.items, ours.items, theirs.items]);
  if (!names) return mergeSequence(context, way, versions);
  const key = way.at(-1)?.key ?? '';
  const baseIsKnown = !isUnknown(versions.base);
  const found = [base, ours, theirs].map(
    ({ items }) => new Map(items.map((item) => [names.nameOf(item), item])),
  );
  const merged = new Map<string, JsonNode>();
  for (const name of new Set([...ours.items, ...theirs.items].map(names.nameOf))) {
    const entry = {
      base: baseIsKnown ? found[0]?.get(name) : unknownNode,
      ours: found[1]?.get(name),
      theirs: found[2]?.get(name),
    };
    const inside = names.arePlain ? 'exact' : meaningInside(meaning, null);
    const step = entryStep(names.arePlain ? textOfRaw(name) : name, key, entry.ours ?? entry.theirs);
    const value = context.merge(context, [...way, step], inside, entry);
    if (value === undefined) continue;
    if (isUnknown(value) && names.arePlain) return unknownNode;
    merged.set(name, isUnknown(value) ? unknownEntry(identityMembers(entry.ours, entry.theirs)) : value);
  }
  const orderKnown = baseIsKnown && base.known && ours.known && theirs.known && versions.base !== undefined;
  const orders = {
    base: orderKnown ? base.items.map(names.nameOf) : null,
    ours: ours.items.map(names.nameOf),
    theirs: theirs.items.map(names.nameOf),
  };
  const lists = {
    base: orderKnown || versions.base === undefined ? versions.base : unknownNode,
    ours: versions.ours,
    theirs: versions.theirs,
  };
  const items = inOrder(context, [...way, aboutStep('order', key)], orders, merged, lists, meaning === 'set');
  return asList(items, [versions.ours, versions.theirs]);
}

/**
 * The entries in the merged order. Where both sides moved the same ones it is one conflict.
 * @param free the order says nothing
 */
export function inOrder(
  context: MergeContext,
  way: Way,
  orders: Orders,
  entries: ReadonlyMap<string, JsonNode>,
  lists: Versions,
  free = false,
): readonly JsonNode[] {
  const kept = new Set(entries.keys());
  let order = mergeOrder(orders, kept);
  let isKnown = true;
  if (!order.agreed && !free) {
    const keep = chosen(context, 'order', way, lists);
    order = mergeOrder(orders, kept, keep === 'to' ? 'theirs' : 'ours');
    isKnown = keep !== null || context.depth === 0;
  }
  const items = order.names.flatMap((name) => entries.get(name) ?? []);
  return isKnown ? items : [...items, unknownNode];
}

/** The list itself where nothing changed in it, which keeps its layout; else a new one. */
export function asList(items: readonly JsonNode[], candidates: readonly (JsonNode | undefined)[]): JsonList {
  const as = candidates.find(
    (node): node is JsonList =>
      node?.kind === 'list' &&
      node.items.length === items.length &&
      node.items.every((item, at) => item === items[at]),
  );
  return as ?? { kind: 'list', items };
}
