import type { NamedEntry } from './collect-paths';
import { isRegular, nameOf } from './path-state';

const mostLookedAt = 100;

/**
 * Pairs every new file with an old one of the same content, each old one once; of several, the first with the same
 * file name or else the first. Links and submodules must also be of the same kind.
 */
export function identicalPairs(
  gone: readonly NamedEntry[],
  come: readonly NamedEntry[],
): readonly (readonly [from: NamedEntry, to: NamedEntry])[] {
  const byId = new Map<string, NamedEntry[]>();
  for (const from of gone) {
    const same = byId.get(from.entry.id);
    if (same) same.push(from);
    else byId.set(from.entry.id, [from]);
  }
  const used = new Set<NamedEntry>();
  const pairs: (readonly [NamedEntry, NamedEntry])[] = [];
  for (const to of come) {
    let best: NamedEntry | undefined;
    let looked = 0;
    for (const from of byId.get(to.entry.id) ?? []) {
      if ((!isRegular(from.entry) || !isRegular(to.entry)) && from.entry.mode !== to.entry.mode) continue;
      if (used.has(from)) continue;
      const sameName = nameOf(from.path) === nameOf(to.path);
      if (best === undefined || sameName) best = from;
      if (sameName || ++looked === mostLookedAt) break;
    }
    if (!best) continue;
    used.add(best);
    pairs.push([best, to]);
  }
  return pairs;
}
