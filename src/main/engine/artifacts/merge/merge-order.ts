/** The order of one list in three versions. */
export interface Orders {
  /** Null where it is not known. */
  readonly base: readonly string[] | null;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

export interface MergedOrder {
  readonly names: readonly string[];
  /** False: both sides moved the same things differently, and one of both orders was taken. */
  readonly agreed: boolean;
}

/**
 * The order of what is kept: a side that moved something wins over one that did not, and what one side added stands
 * behind what it stands behind there. The sides change places and the result remains.
 * @param prefer whose order counts where both moved the same things
 */
export function mergeOrder(
  orders: Orders,
  kept: ReadonlySet<string>,
  prefer: 'ours' | 'theirs' | null = null,
): MergedOrder {
  const ours = orders.ours.filter((name) => kept.has(name));
  const theirs = orders.theirs.filter((name) => kept.has(name));
  const [inOurs, inTheirs] = [new Set(ours), new Set(theirs)];
  const sides = {
    base: orders.base,
    ours: ours.filter((name) => inTheirs.has(name)),
    theirs: theirs.filter((name) => inOurs.has(name)),
  };
  const winner = winnerOf(sides);
  const first = winner ?? prefer ?? (String(sides.ours) < String(sides.theirs) ? 'ours' : 'theirs');
  const common = sides[first];
  const runs = [runsOf(ours, new Set(common)), runsOf(theirs, new Set(common))];
  const names = ['', ...common].flatMap((name) => [
    ...(name === '' ? [] : [name]),
    ...runs
      .flatMap((behind) => (behind.has(name) ? [behind.get(name) ?? []] : []))
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
      .flat(),
  ]);
  const placed = new Set(names);
  const rest = [...kept].filter((name) => !placed.has(name)).sort();
  return { names: [...names, ...rest], agreed: winner !== null };
}

/** Whose order of what both have counts; null where both moved the same. */
function winnerOf({ base, ours, theirs }: Orders): 'ours' | 'theirs' | null {
  const text = JSON.stringify;
  if (text(ours) === text(theirs)) return 'ours';
  if (base === null) return null;
  const [inBase, both] = [new Set(base), new Set(ours)];
  const old = text(base.filter((name) => both.has(name)));
  const oursMoved = text(ours.filter((name) => inBase.has(name))) !== old;
  const theirsMoved = text(theirs.filter((name) => inBase.has(name))) !== old;
  if (oursMoved === theirsMoved) return null;
  return oursMoved ? 'ours' : 'theirs';
}

/** What stands alone behind each name of `common`, behind '' at the start. */
function runsOf(names: readonly string[], common: ReadonlySet<string>): ReadonlyMap<string, string[]> {
  const runs = new Map<string, string[]>();
  let behind = '';
  for (const name of names) {
    if (common.has(name)) behind = name;
    else runs.set(behind, [...(runs.get(behind) ?? []), name]);
  }
  return runs;
}
