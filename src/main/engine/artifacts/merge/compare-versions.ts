import { textOfRaw, type JsonNode } from '../json-document';
import { says } from './same-node';

/** Which format version is the newer one: below 0 where `b` is. Equal numbers are told apart by their text. */
export function compareVersions(a: JsonNode, b: JsonNode): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return says(a, 'exact') < says(b, 'exact') ? -1 : 1;
}

const numbersOf = (node: JsonNode): number[] =>
  node.kind === 'scalar' && node.raw.startsWith('"')
    ? (textOfRaw(node.raw).match(/\d+/g) ?? []).map(Number)
    : [];
