/**
 * A bounded memory for passes over everything: what was asked for in this or the last generation stays, the rest goes.
 * Cheaper than an order of use where each pass asks for all of it.
 */
export interface Generations<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
}

/** @param limit how many values one generation holds; at most two are kept */
export function createGenerations<V>(limit: number): Generations<V> {
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  const set = (key: string, value: V): void => {
    if (young.size >= limit) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const older = old.get(key);
      if (older !== undefined) set(key, older);
      return older;
    },
    set,
  };
}
