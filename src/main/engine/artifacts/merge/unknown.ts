import type { JsonMap, JsonNode } from '../json-document';

/**
 * What stands in the base that is made of several ones where they disagree (criss-cross). It is no JSON, so that no
 * file that parses can hold it; only such bases are read with it.
 */
export const unknownWord = '?';

export const unknownNode: JsonNode = { kind: 'scalar', raw: unknownWord };

const unknownMember = { rawKey: JSON.stringify(unknownWord), key: unknownWord, value: unknownNode };

/** An entry of a list of which only the identity is known. */
export const unknownEntry = (identity: JsonMap['members']): JsonMap => ({
  kind: 'map',
  members: [...identity, unknownMember],
});

const isWord = (node: JsonNode | undefined): boolean => node?.kind === 'scalar' && node.raw === unknownWord;

/** Whether nothing is known of a value, or of an entry but which one it is. */
export const isUnknown = (node: JsonNode | undefined): boolean =>
  isWord(node) ||
  (node?.kind === 'map' && isWord(node.members.find(({ key }) => key === unknownWord)?.value));

/** A list in whose place an unknown word stands last is known but for its order. */
export function withoutOrderMark(items: readonly JsonNode[]): { items: readonly JsonNode[]; known: boolean } {
  return isWord(items.at(-1)) ? { items: items.slice(0, -1), known: false } : { items, known: true };
}
