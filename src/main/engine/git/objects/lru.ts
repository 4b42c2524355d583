/** A bounded memory of what was used last. */
export interface LruCache<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  clear(): void;
}

/**
 * Keeps values until their weights exceed `limit`; the one unused for longest goes first.
 * A value heavier than a quarter of the limit is not kept: it would push out everything else.
 */
export function createLru<V>(limit: number, weightOf: (value: V) => number): LruCache<V> {
  const values = new Map<string, V>(); // a Map keeps order of insertion: the first key is the oldest
  let weight = 0;
  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set(key, value) {
      const added = weightOf(value);
      if (added > limit / 4 || values.has(key)) return;
      values.set(key, value);
      weight += added;
      for (const [oldKey, old] of values) {
        if (weight <= limit) break;
        values.delete(oldKey);
        weight -= weightOf(old);
      }
    },
    clear() {
      values.clear();
      weight = 0;
    },
  };
}
