import type { Artifact, Dependency, Reference, ReferenceRole } from './artifact';
import { compact, isObject, listOf, textOf, type JsonObject } from './json-value';
import { isNowhere, toUdi, udiOf, type Udi } from './udi';

/** Keys whose values point to one thing or to several, and what they mean. */
const roles: Readonly<Record<string, ReferenceRole>> = {
  Parent: 'parent',
  CompositionContentTypes: 'composition',
  AllowedTemplates: 'allowed-template',
  DefaultTemplate: 'default-template',
  Master: 'master-template',
  File: 'view-file',
};

/** Keys that are read on their own, or never point anywhere. */
const readElsewhere = new Set([
  ...['Udi', 'Dependencies', 'PropertyGroups', 'PropertyTypes', 'Permissions', 'Translations'],
  ...['Name', 'Alias', 'Icon', 'Thumbnail', 'Description', '__type', '__version', 'ItemKey'],
]);

/** What an artifact names in `Dependencies`, in both dialects: `Mode` 1 or "Exist"; 0, "Match" or nothing. */
export function readDependencies(content: JsonObject): readonly Dependency[] {
  const found: Dependency[] = [];
  for (const entry of listOf(content['Dependencies'])) {
    if (!isObject(entry)) continue;
    const udi = toUdi(entry['Udi']);
    if (udi === null || isNowhere(udi)) continue;
    const mode = entry['Mode'];
    found.push({
      udi,
      mode: mode === 1 || mode === 'Exist' ? 'exist' : 'match',
      ordering: entry['Ordering'] === true,
    });
  }
  return compact(found);
}

/** ISO codes of the languages that a dictionary item is translated to. */
export function readLanguages(content: JsonObject): readonly string[] {
  const found: string[] = [];
  for (const entry of listOf(content['Translations'])) {
    const code = isObject(entry) ? textOf(entry['LanguageIsoCode']) : null;
    if (code !== null && !found.includes(code)) found.push(code);
  }
  return compact(found);
}

/** What an artifact points to besides its dependencies, data types and languages: each once for each role. */
export function readLinks(content: JsonObject): readonly Reference[] {
  const found: Reference[] = [];
  const add = (udi: Udi | null, role: ReferenceRole): void => {
    if (udi !== null && !isNowhere(udi)) found.push({ udi, role });
  };
  const permissions = content['Permissions'];
  if (isObject(permissions))
    for (const child of listOf(permissions['AllowedChildContentTypes']))
      add(addressIn(child), 'allowed-child');
  for (const key in content) {
    const value = content[key];
    if (value === null || readElsewhere.has(key)) continue;
    const role = Object.hasOwn(roles, key) ? roles[key] : undefined;
    if (role === undefined) mentions(value, (udi) => add(udi, 'mention'), 0);
    else if (Array.isArray(value)) for (const entry of value) add(addressIn(entry), role);
    else add(addressIn(value), role);
  }
  return compact(found.length < 2 ? found : onceEach(found));
}

function onceEach(references: readonly Reference[]): Reference[] {
  const seen = new Set<string>();
  return references.filter(({ udi, role }) => seen.size !== seen.add(`${role} ${udi}`).size);
}

/** The addresses of `referencesOf`, some of them several times. */
export function forEachTarget(
  { dependencies, properties, languages, links }: Artifact,
  visit: (udi: Udi) => void,
): void {
  for (const { udi } of dependencies) visit(udi);
  for (const { dataType } of properties) if (dataType !== null) visit(dataType);
  for (const code of languages) visit(udiOf('language', code));
  for (const { udi } of links) visit(udi);
}

/** Everything that an artifact points to, each once for each role and property. */
export function referencesOf({ dependencies, properties, languages, links }: Artifact): readonly Reference[] {
  return [
    ...dependencies.map(({ udi }): Reference => ({ udi, role: 'dependency' })),
    ...properties.flatMap(({ dataType, alias }): Reference[] =>
      dataType === null ? [] : [{ udi: dataType, role: 'data-type', property: alias }],
    ),
    ...languages.map((code): Reference => ({ udi: udiOf('language', code), role: 'language' })),
    ...links,
  ];
}

/** An address, or an object that has one. */
const addressIn = (value: unknown): Udi | null => toUdi(isObject(value) ? value['Udi'] : value);

/** Deeper settings than the platform reads (64) are not followed. */
const deepest = 100;

/** Addresses that are whole texts somewhere inside. */
function mentions(value: unknown, found: (udi: Udi | null) => void, depth: number): void {
  if (typeof value === 'string') {
    if (value.startsWith('umb://')) found(toUdi(value));
  } else if (Array.isArray(value) && depth < deepest) {
    for (const inner of value) mentions(inner, found, depth + 1);
  } else if (isObject(value) && depth < deepest) {
    for (const key in value) mentions(value[key], found, depth + 1);
  }
}
