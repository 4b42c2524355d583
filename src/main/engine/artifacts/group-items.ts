/** Things by a key that few of them share. */
export interface Groups<T> {
  first(key: string): T | undefined;
  all(key: string): readonly T[];
  /** Those that share their key, in order of their first. */
  readonly several: readonly (readonly T[])[];
}

/** Groups things by a key; those with the key null are left out. */
export function groupItems<T>(items: readonly T[], keyOf: (item: T) => string | null): Groups<T> {
  const firsts = new Map<string, T>();
  const shared = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, item);
    else {
      const group = shared.get(key);
      if (group) group.push(item);
      else shared.set(key, [first, item]);
    }
  }
  return {
    first: (key) => firsts.get(key),
    all(key) {
      const first = firsts.get(key);
      return first === undefined ? [] : (shared.get(key) ?? [first]);
    },
    several: [...shared.values()],
  };
}
