import { artifactText, keyInWords } from '../../../../shared/text/artifact-words';
import { isSecretKey, mask } from '../../secrets/secret-key';
import { groupName, propertyName } from '../describe-properties';
import { textOfRaw, type JsonNode } from '../json-document';
import { isObject, listOf, textOf, type JsonObject } from '../json-value';
import { inWords, type NameOf } from '../values-in-words';
import type { MeaningConflict, Step } from './merge-context';
import { readTypeParts } from './type-parts';

/** A conflict as a person reads it. */
export interface PartWords {
  readonly about: string;
  /** Null: not there, or not known. */
  readonly was: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** What a conflict is about and its three values, in the words of `describeDifference`. Secrets are hidden. */
export function partInWords(
  conflict: MeaningConflict,
  roots: readonly JsonNode[],
  nameOf: NameOf,
): PartWords {
  const { kind, way, base, ours, theirs } = conflict;
  const key = way.at(-1)?.key ?? '';
  // Whatever is inside something secret is.
  const isSecret = way.some((step) => isSecretKey(step.key));
  const words = (node: JsonNode | null | 'unknown'): string | null => {
    if (node === null || node === 'unknown') return null;
    if (kind === 'group') return placeInWords(node, roots);
    const value = plainValue(node);
    if (isSecret && typeof value !== 'boolean') return mask;
    if (kind === 'order')
      return listOf(value)
        .map((entry) => nameOfEntry(entry, key, nameOf))
        .join(', ');
    if (isObject(value) && way.at(-1)?.entry) return entryInWords(value, key, nameOf);
    return inWords(value, key, nameOf);
  };
  return { about: aboutInWords(conflict, nameOf), was: words(base), from: words(ours), to: words(theirs) };
}

/** Property "Author" (author): Description. */
function aboutInWords({ kind, way }: MeaningConflict, nameOf: NameOf): string {
  const parts: string[] = [];
  for (const [at, step] of way.entries()) {
    if (step.id.startsWith('#')) continue;
    const next = way[at + 1];
    if (step.entry) parts.push(entryName(step, step.entry, nameOf));
    // The entry that follows says of what list it is.
    else if (!next?.entry && !(isTypeList(step.key) && next?.entry))
      parts.push(keyInWords(step.key) || step.key);
  }
  if (kind === 'order') parts.push(artifactText.order);
  if (kind === 'group') parts.push(artifactText.place);
  if (kind === 'alias') parts.push(`${keyInWords('Alias')} "${aliasOf(way.at(-1))}"`);
  return parts.join(': ') || artifactText.format;
}

const aliasOf = (step: Step | undefined): string =>
  (step?.id ?? '').slice('#alias:'.length).replaceAll('~2', '#').replaceAll('~1', '/').replaceAll('~0', '~');

const isTypeList = (key: string): boolean => key === 'PropertyGroups' || key === 'PropertyTypes';

function entryName({ key }: Step, entry: JsonNode, nameOf: NameOf): string {
  const value = plainValue(entry);
  if (isObject(value) && key === 'PropertyTypes') return propertyName(value);
  if (isObject(value) && key === 'PropertyGroups') return groupName(value);
  return `${keyInWords(key) || key} "${nameOfEntry(value, key, nameOf)}"`;
}

function nameOfEntry(entry: unknown, key: string, nameOf: NameOf): string {
  if (!isObject(entry)) return inWords(entry, key, nameOf);
  const names = ['Name', 'name', 'Alias', 'alias', 'LanguageIsoCode', 'label'];
  const name = names.map((each) => textOf(entry[each])).find((text) => text !== null);
  return name ?? inWords(entry['Udi'] ?? entry['Key'] ?? entry['key'] ?? entry, key, nameOf);
}

/** All that an entry says; what is in a group is told by its names. */
const entryInWords = (entry: JsonObject, key: string, nameOf: NameOf): string =>
  Object.keys(entry)
    .filter((inner) => entry[inner] !== null && entry[inner] !== false && inner !== 'Key')
    .map((inner) =>
      key === 'PropertyGroups' && inner === 'PropertyTypes'
        ? `${keyInWords(inner)}: ${listOf(entry[inner])
            .map((each) => nameOfEntry(each, inner, nameOf))
            .join(', ')}`
        : `${keyInWords(inner)}: ${inWords(entry[inner], inner, nameOf)}`,
    )
    .join('; ');

function placeInWords(place: JsonNode, roots: readonly JsonNode[]): string {
  const identity = String(plainValue(place));
  for (const root of roots) {
    const group = readTypeParts(root)?.groups.get(identity);
    const value = group && plainValue(group);
    if (isObject(value)) return groupName(value);
  }
  return artifactText.noGroup;
}

/** As parsed; numbers that would be rounded stay text. */
function plainValue(node: JsonNode): unknown {
  if (node.kind === 'list') return node.items.map(plainValue);
  if (node.kind === 'map')
    return Object.fromEntries(node.members.map(({ key, value }) => [key, plainValue(value)]));
  if (node.raw.startsWith('"')) return textOfRaw(node.raw);
  if (node.raw === 'null') return null;
  if (node.raw === 'true' || node.raw === 'false') return node.raw === 'true';
  const value = Number(node.raw);
  return String(value) === node.raw ? value : node.raw;
}
