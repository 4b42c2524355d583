import { encodePath } from '../path-codec';

const firstSize = 64;
const growth = 4;
const fullPercent = 80;

/**
 * The order in which git takes up strings again that it put into a hash table in the given order. It decides which of
 * several equally good pairs becomes a rename, and so both have to go the same way.
 * The table: FNV-1 (http://www.isthe.com/chongo/tech/comp/fnv/), chains with the newest first, four times as many
 * chains once it is four fifths full.
 */
export function inTableOrder(strings: readonly string[]): string[] {
  let chains = newChains(firstSize);
  let count = 0;
  const put = (text: string, hash: number): void => {
    chains[hash % chains.length]?.unshift({ text, hash });
  };
  for (const text of strings) {
    put(text, fnv1(encodePath(text)));
    if (++count <= (chains.length * fullPercent) / 100) continue;
    const before = chains;
    chains = newChains(before.length * growth);
    for (const entry of before.flat()) put(entry.text, entry.hash);
  }
  return chains.flat().map(({ text }) => text);
}

const newChains = (size: number): { readonly text: string; readonly hash: number }[][] =>
  Array.from({ length: size }, () => []);

function fnv1(bytes: Buffer): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash, 0x01000193) ^ byte;
  return hash >>> 0;
}
