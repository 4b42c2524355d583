import type { NamedEntry } from './collect-paths';
import { nameOf } from './path-state';
import { renameScore, type Similarity } from './similarity';

interface Candidate {
  readonly from: NamedEntry;
  readonly to: NamedEntry;
  readonly score: number;
  readonly sameName: number;
}

/** So many old files are kept for each new one; more would cost memory and change nothing that matters. */
const candidatesPerTarget = 4;

const better = (a: Candidate, b: Candidate): number => b.score - a.score || b.sameName - a.sameName;

/** Every old file compared with every new one: the pairs that are similar enough, most similar first. */
export function matchBySimilarity(
  sources: readonly NamedEntry[],
  targets: readonly NamedEntry[],
  similarity: Similarity,
): readonly (readonly [NamedEntry, NamedEntry])[] {
  const best: Candidate[] = [];
  for (const to of targets) {
    const kept: Candidate[] = [];
    for (const from of sources) {
      const score = similarity(from.entry, to.entry, renameScore);
      const candidate = { from, to, score, sameName: Number(nameOf(from.path) === nameOf(to.path)) };
      if (kept.length < candidatesPerTarget) kept.push(candidate);
      else replaceWorst(kept, candidate);
    }
    best.push(...kept);
  }
  return best
    .filter(({ score }) => score >= renameScore)
    .sort(better)
    .map(({ from, to }) => [from, to]);
}

function replaceWorst(kept: Candidate[], candidate: Candidate): void {
  let worst = 0;
  kept.forEach((other, i) => {
    const now = kept[worst];
    if (now && better(other, now) > 0) worst = i;
  });
  const now = kept[worst];
  if (now && better(now, candidate) > 0) kept[worst] = candidate;
}
