import type { PropertyType } from '../artifacts/artifact';
import { readArtifact } from '../artifacts/read-artifact';
import { isObject, type JsonObject } from '../artifacts/json-value';
import type { SiteIndex, SiteItem } from '../artifacts/site-index';
import type { ObjectReader } from '../git/model';
import type { CheckInput, CheckSide } from './check-input';

/** A change of a type that takes away what its pages hold. */
export interface TypeChange {
  readonly before: SiteItem;
  readonly after: SiteItem;
  /** What happened, in words: 'property "Summary" is taken off'. */
  readonly what: string;
  /** Names the change among those of the type, whatever the words are. */
  readonly subject: string;
  /** Whose text it is; null: everything that pages of the type hold. */
  readonly properties: readonly PropertyType[] | null;
}

const types = new Set(['document-type', 'media-type', 'member-type']);

/**
 * What the result does to the types that a side has: properties and compositions taken off, properties that change
 * their data type, data types that store otherwise, and flags of the type (umbraco.md, "A changed item can lose
 * content too"). Types that are deleted are not among them: their content stays until somebody decides.
 */
export function typeChanges({ store, result }: CheckInput, side: CheckSide): TypeChange[] {
  const storage = storageChanges(store, side.index, result);
  return side.index.items.flatMap((before): TypeChange[] => {
    if (!types.has(before.entityType)) return [];
    const after = result.item(before.udi);
    if (!after) return [];
    const stored =
      storage.size === 0 ? [] : before.properties.filter((one) => storage.has(one.dataType ?? ''));
    if (after.blob === before.blob && stored.length === 0) return [];
    const about = { before, after };
    return [
      ...propertyChanges(before, after, side.index, result).map((change) => ({ ...about, ...change })),
      ...stored
        .filter(({ identity }) => after.properties.some((one) => one.identity === identity))
        .map((property) => ({
          ...about,
          what: `"${property.name}" is stored in another way (its data type changed from ${storage.get(property.dataType ?? '') ?? ''})`,
          subject: `storage ${property.identity}`,
          properties: [property],
        })),
      ...(after.blob === before.blob
        ? []
        : flagChanges(store, before, after).map((change) => ({ ...about, ...change }))),
    ];
  });
}

type Change = Omit<TypeChange, 'before' | 'after'>;

function propertyChanges(before: SiteItem, after: SiteItem, from: SiteIndex, to: SiteIndex): Change[] {
  const now = new Map(after.properties.map((property) => [property.identity, property]));
  const nowComposed = new Set(compositionsOf(after));
  const inherited = new Set(
    compositionsOf(after).flatMap((udi) => to.item(udi)?.properties.map(({ identity }) => identity) ?? []),
  );
  const own = before.properties.flatMap((property): Change[] => {
    const kept = now.get(property.identity);
    if (!kept)
      // What moved into a composition under the same key is the same property still.
      return inherited.has(property.identity)
        ? []
        : [
            {
              what: `property "${property.name}" is taken off`,
              subject: `removed ${property.identity}`,
              properties: [property],
            },
          ];
    if (kept.dataType !== property.dataType)
      return [
        {
          what: `"${property.name}" gets another data type (${typeName(from, property)} becomes ${typeName(to, kept)})`,
          subject: `data-type ${property.identity} ${kept.dataType ?? ''}`,
          properties: [property],
        },
      ];
    return kept.variesByCulture === property.variesByCulture
      ? []
      : [
          {
            what: `"${property.name}" ${kept.variesByCulture ? 'gets a text for each language' : 'has one text for all languages from now on'}`,
            subject: `culture ${property.identity}`,
            properties: [property],
          },
        ];
  });
  const composed = compositionsOf(before).flatMap((udi): Change[] => {
    const type = from.item(udi);
    const lost =
      type?.properties.filter(({ identity }) => !now.has(identity) && !inherited.has(identity)) ?? [];
    if (nowComposed.has(udi) || lost.length === 0) return [];
    return [
      {
        what: `the composition "${type?.name ?? udi}" is taken off, with ${lost.map(({ name }) => `"${name}"`).join(', ')}`,
        subject: `composition ${udi}`,
        properties: lost,
      },
    ];
  });
  return [...own, ...composed];
}

const typeName = (index: SiteIndex, { dataType }: PropertyType): string =>
  dataType === null ? 'none' : `"${index.item(dataType)?.name ?? dataType}"`;

const flags: readonly { readonly key: string; readonly words: string }[] = [
  { key: 'AllowVaryingByCulture', words: '"vary by culture" is switched' },
  { key: 'VariesByCulture', words: '"vary by culture" is switched' },
  { key: 'IsElementType', words: 'it changes between a page and a part of pages (element type)' },
  { key: 'IsElement', words: 'it changes between a page and a part of pages (element type)' },
  { key: 'IsContainer', words: 'its list view is switched' },
];

function flagChanges(store: ObjectReader, before: SiteItem, after: SiteItem): Change[] {
  const [was, is] = [before, after].map(({ path, blob }) =>
    flagsOf(readArtifact(path, store.blob(blob))?.content),
  );
  const changed = flags.filter(({ key }) => (was?.[key] ?? false) !== (is?.[key] ?? false));
  const seen = new Map(changed.map((flag) => [flag.words, flag]));
  const list = Boolean(was?.['ListView']) !== Boolean(is?.['ListView']);
  return [
    ...[...seen.values()].map(({ key, words }) => ({
      what: words,
      subject: `flag ${key}`,
      properties: null,
    })),
    ...(list ? [{ what: 'its list view is switched', subject: 'flag ListView', properties: null }] : []),
  ];
}

/** Newer versions keep them under `Permissions`, older ones at the top. */
const flagsOf = (content: JsonObject | null | undefined): JsonObject => ({
  ...content,
  ...(isObject(content?.['Permissions']) ? content['Permissions'] : {}),
});

/** Data types that keep their values in another column or by another editor from now on -> what they were. */
function storageChanges(store: ObjectReader, from: SiteIndex, to: SiteIndex): Map<string, string> {
  const changed = new Map<string, string>();
  for (const before of from.items) {
    if (before.entityType !== 'data-type') continue;
    const after = to.item(before.udi);
    if (!after || after.blob === before.blob) continue;
    const [was, is] = [before, after].map(({ path, blob }) =>
      storageOf(readArtifact(path, store.blob(blob))?.content),
    );
    if (was !== undefined && was !== is) changed.set(before.udi, `"${before.name}", ${was}`);
  }
  return changed;
}

const storageOf = (content: JsonObject | null | undefined): string =>
  [content?.['EditorAlias'], content?.['DatabaseType']]
    .filter((part): part is string => typeof part === 'string')
    .join(', ');

const compositionsOf = ({ links }: SiteItem): string[] =>
  links.filter(({ role }) => role === 'composition').map(({ udi }) => udi);
