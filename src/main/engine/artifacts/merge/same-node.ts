import { textOfRaw, type JsonNode } from '../json-document';
import { unknownWord } from './unknown';

/**
 * How two values are compared. `exact`: only the order of keys and the spelling of texts do not matter. `settings`: a
 * key that is missing says null. `lenient`: no, 0 and '' are left out as well, as versions from 12 on do. `set`: a
 * list whose order says nothing, of lenient entries.
 */
export type Meaning = 'exact' | 'settings' | 'lenient' | 'set';

const sets = new Set([
  'Dependencies',
  'AllowedChildContentTypes',
  'CompositionContentTypes',
  'AllowedTemplates',
]);

/** How what stands under a key is compared; entries of lists have no key. */
export function meaningInside(meaning: Meaning, key: string | null): Meaning {
  if (meaning === 'exact' || meaning === 'settings') return meaning;
  if (meaning === 'set' || key === null) return 'lenient';
  if (key === 'Configuration') return 'settings';
  return sets.has(key) ? 'set' : 'lenient';
}

export const sameNode = (a: JsonNode | undefined, b: JsonNode | undefined, meaning: Meaning): boolean =>
  a === b || memberSays(a, meaning) === memberSays(b, meaning);

/** No text that is spelled as JSON holds this character. */
const unknownSays = '\u0001';

export const hasUnknown = (node: JsonNode | undefined): boolean =>
  node !== undefined && says(node, 'exact').includes(unknownSays);

/** '' for what is not there, or is as good as that. */
function memberSays(node: JsonNode | undefined, meaning: Meaning): string {
  if (node === undefined) return '';
  const said = says(node, meaning);
  if (meaning !== 'exact' && said === 'null') return '';
  return meaning === 'lenient' && leftOut.has(said) ? '' : said;
}
const leftOut = new Set(['false', '0', '""']);

const known: Readonly<Record<Meaning, WeakMap<JsonNode, string>>> = {
  exact: new WeakMap(),
  settings: new WeakMap(),
  lenient: new WeakMap(),
  set: new WeakMap(),
};

/** A text that two nodes share exactly where they say the same. */
export function says(node: JsonNode, meaning: Meaning): string {
  const before = known[meaning].get(node);
  if (before !== undefined) return before;
  const said = spell(node, meaning);
  known[meaning].set(node, said);
  return said;
}

function spell(node: JsonNode, meaning: Meaning): string {
  if (node.kind === 'scalar') {
    if (node.raw === unknownWord) return unknownSays;
    return node.raw.startsWith('"') ? JSON.stringify(textOfRaw(node.raw)) : node.raw;
  }
  if (node.kind === 'list') {
    const items = node.items.map((item) => says(item, meaningInside(meaning, null)));
    return `[${(meaning === 'set' ? items.sort() : items).join()}]`;
  }
  const members = node.members.flatMap(({ key, value }) => {
    const said = memberSays(value, meaningInside(meaning, key));
    return said === '' ? [] : [`${JSON.stringify(key)}:${said}`];
  });
  return `{${members.sort().join()}}`;
}
