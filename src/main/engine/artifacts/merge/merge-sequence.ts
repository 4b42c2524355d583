import { mergeChunks, type Chunk } from '../../git/merge/merge-chunks';
import type { JsonList, JsonNode } from '../json-document';
import { decide, type MergeContext, type Way } from './merge-context';
import { hasUnknown, says } from './same-node';

interface SequenceVersions {
  readonly base: JsonNode | undefined;
  readonly ours: JsonList;
  readonly theirs: JsonList;
}

/**
 * Merges lists in which nothing tells the entries apart, as lines are merged: changes that do not touch go together,
 * else the list is one conflict. Both can be kept where both sides only added there.
 */
export function mergeSequence(
  context: MergeContext,
  way: Way,
  versions: SequenceVersions,
): JsonNode | undefined {
  const { base, ours, theirs } = versions;
  if (base?.kind !== 'list' || [base, ours, theirs].some(hasUnknown)) return decide(context, way, versions);
  const ids = new Map<string, number>();
  const numbered = (list: JsonList): Uint32Array =>
    Uint32Array.from(list.items, (item) => {
      const said = says(item, 'exact');
      if (!ids.has(said)) ids.set(said, ids.size);
      return ids.get(said) ?? 0;
    });
  const lists = { base: numbered(base), ours: numbered(ours), theirs: numbered(theirs) };
  const chunks = mergeChunks({ ...lists, idCount: ids.size });
  const joined: JsonNode = { kind: 'list', items: join(ours.items, theirs.items, chunks) };
  if (chunks.every(({ kind }) => kind !== 'conflict')) return joined;
  return decide(context, way, versions, onlyAdds(base, ours, theirs, joined) ? joined : undefined);
}

/** Nothing of the base was taken away: what both sides of the conflicts say may follow each other. */
const onlyAdds = (base: JsonList, ours: JsonList, theirs: JsonList, joined: JsonList): boolean =>
  joined.items.length === ours.items.length + theirs.items.length - base.items.length;

/** Of conflicts both sides, ours first. */
function join(ours: readonly JsonNode[], theirs: readonly JsonNode[], chunks: readonly Chunk[]): JsonNode[] {
  const items: JsonNode[] = [];
  let done = 0;
  for (const { kind, ours: at, oursCount, theirs: theirsAt, theirsCount } of chunks) {
    if (kind === 'ours' || kind === 'same') continue;
    items.push(...ours.slice(done, kind === 'conflict' ? at + oursCount : at));
    items.push(...theirs.slice(theirsAt, theirsAt + theirsCount));
    done = at + oursCount;
  }
  return [...items, ...ours.slice(done)];
}
