import type { JsonMap } from '../json-document';
import { aboutStep, chosen, type MergeContext, type Way } from './merge-context';
import { sameNode } from './same-node';
import { textAt } from './type-parts';

export interface AliasPair {
  /** Identities of the two that have the alias. */
  readonly ours: string;
  readonly theirs: string;
  /** Null: open. */
  readonly keep: 'from' | 'to' | null;
}

type Things = ReadonlyMap<string, JsonMap>;

/**
 * Two different things under one alias, one from each side: each side has only one of them there. The platform takes
 * one only; lines that do not touch hide it from a merge by text.
 */
export function aliasPairs(
  context: MergeContext,
  way: Way,
  base: Things,
  ours: Things,
  theirs: Things,
): AliasPair[] {
  const others = byAlias(theirs);
  return [...byAlias(ours)].flatMap(([alias, our]): AliasPair[] => {
    const their = others.get(alias);
    if (their === undefined || our === their) return [];
    // What one side removed untouched is no rival: the other side's one takes its place.
    if (isGone(our, base, ours, theirs) || isGone(their, base, theirs, ours)) return [];
    const step = aboutStep(`alias:${alias}`, way.at(-1)?.key ?? '');
    const versions = { base: undefined, ours: ours.get(our), theirs: theirs.get(their) };
    const keep = chosen(context, 'alias', [...way, step], versions);
    return [{ ours: our, theirs: their, keep: keep === 'both' ? null : keep }];
  });
}

/** The other side removed it, and this one did not touch it. */
function isGone(name: string, base: Things, here: Things, there: Things): boolean {
  const was = base.get(name);
  const is = here.get(name);
  return !there.has(name) && was !== undefined && is !== undefined && sameNode(was, is, 'lenient');
}

const byAlias = (things: Things): ReadonlyMap<string, string> =>
  new Map(
    [...things].flatMap(([identity, node]) => {
      const alias = textAt(node, 'Alias').toLowerCase();
      return alias === '' ? [] : [[alias, identity]];
    }),
  );
