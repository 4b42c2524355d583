import type { ContentNode, ContentUse, ItemProperty, ItemRow } from '../../../shared/domain/database';
import type { EnvironmentDatabase, KnownDatabase } from './database';
import { foldKey } from '../artifacts/natural-key';
import { parseUdi } from '../artifacts/udi';

/** Questions about the rows of an environment. Pure; what cannot be known is never answered with nothing or 0. */

/**
 * An embedded database has the pages that somebody told it of. While it has none at all, nobody did: that is not the
 * same as no pages, and nothing may be said to be safe by it.
 */
export const knowsContent = (database: EnvironmentDatabase): database is KnownDatabase =>
  database.known && (database.kind !== 'embedded' || database.content.size > 0);

/** The row of an item. */
export const itemIn = (database: EnvironmentDatabase, udi: string): ItemRow | 'absent' | 'unknown' =>
  database.known ? (database.items.get(udi) ?? 'absent') : 'unknown';

/** Every row of a kind with a natural key, in any letter case: more than one of them collide. */
export function itemsByKey(
  database: EnvironmentDatabase,
  entityType: string,
  naturalKey: string,
): readonly ItemRow[] | 'unknown' {
  if (!database.known) return 'unknown';
  return indexOf(database).byKey.get(`${entityType} ${foldKey(naturalKey)}`) ?? [];
}

/**
 * The content that an item is used by: of a type (also through types composed of it), with a template (also through
 * templates laid into it), filling a property of a data type, in a language. For other kinds of items nobody records it.
 */
export function contentUsing(database: EnvironmentDatabase, udi: string): ContentUse {
  if (!knowsContent(database)) return unknown(database);
  if (!recorded.has(parseUdi(udi)?.entityType ?? '')) return { known: false, why: 'not-recorded' };
  return asUse(indexOf(database).uses.get(udi) ?? []);
}

/** The content of a type and of the types that are composed of it. */
export function contentOfType(database: EnvironmentDatabase, typeUdi: string): ContentUse {
  if (!knowsContent(database)) return unknown(database);
  return asUse(indexOf(database).uses.get(typeUdi) ?? []);
}

/** The content of a type (or of types composed of it) that fills any of these properties, in a draft or for visitors. */
export function contentFilling(
  database: EnvironmentDatabase,
  typeUdi: string,
  propertyIds: readonly string[],
): ContentUse {
  if (!knowsContent(database)) return unknown(database);
  const wanted = new Set(propertyIds);
  const nodes = indexOf(database).uses.get(typeUdi) ?? [];
  return asUse(nodes.filter((node) => filledOf(node).some((id) => wanted.has(id))));
}

/** The properties of a type, those of its compositions included. */
export function propertiesOf(
  database: EnvironmentDatabase,
  typeUdi: string,
): readonly ItemProperty[] | 'unknown' {
  if (!database.known) return 'unknown';
  return typesOf(database, typeUdi).flatMap((udi) => database.items.get(udi)?.properties ?? []);
}

/** Addresses on the site, sorted, as far as they are known. */
export const addressesOf = (nodes: readonly ContentNode[]): readonly string[] =>
  nodes.flatMap(({ address }) => address ?? []).sort();

const recorded = new Set(['document-type', 'media-type', 'member-type', 'template', 'data-type', 'language']);

const unknown = ({ known, kind }: EnvironmentDatabase): ContentUse => ({
  known: false,
  why: known ? 'not-recorded' : kind === 'none' ? 'no-database' : 'not-readable',
});

const asUse = (nodes: readonly ContentNode[]): ContentUse => ({
  known: true,
  count: nodes.length,
  published: nodes.filter(({ published, trashed }) => published !== null && !trashed).length,
  trashed: nodes.filter(({ trashed }) => trashed).length,
  nodes,
});

const filledOf = ({ draft, published }: ContentNode): readonly string[] =>
  published === null || published === draft ? draft.filled : [...draft.filled, ...published.filled];

interface Index {
  readonly byKey: ReadonlyMap<string, readonly ItemRow[]>;
  /** Udi of an item -> content that it is used by. */
  readonly uses: ReadonlyMap<string, readonly ContentNode[]>;
}

/** Made once for a state of the rows, in one pass, however many items are asked about. */
const indexes = new WeakMap<KnownDatabase, Index>();

function indexOf(database: KnownDatabase): Index {
  const index = indexes.get(database) ?? makeIndex(database);
  indexes.set(database, index);
  return index;
}

function makeIndex(database: KnownDatabase): Index {
  const byKey = new Map<string, ItemRow[]>();
  const dataTypes = new Map<string, string>();
  const languages = new Map<string, string>();
  for (const row of database.items.values()) {
    if (row.naturalKey !== null) add(byKey, `${row.entityType} ${row.naturalKey}`, row);
    for (const { id, dataType } of row.properties) if (dataType !== null) dataTypes.set(id, dataType);
    if (row.entityType === 'language') languages.set(parseUdi(row.udi)?.id.toLowerCase() ?? '', row.udi);
  }
  const memo = new Map<string, readonly string[]>();
  const above = (udi: string, next: (row: ItemRow) => readonly string[]): readonly string[] => {
    const known = memo.get(udi) ?? closure(database, udi, next);
    memo.set(udi, known);
    return known;
  };
  const uses = new Map<string, ContentNode[]>();
  for (const node of database.content.values()) {
    const items = new Set(above(node.type, ({ compositions }) => compositions));
    for (const version of [node.draft, node.published])
      if (version?.template) for (const udi of above(version.template, masterOf)) items.add(udi);
    for (const id of filledOf(node)) {
      const dataType = dataTypes.get(id);
      if (dataType !== undefined) items.add(dataType);
    }
    for (const culture of node.cultures) {
      const language = languages.get(culture.toLowerCase());
      if (language !== undefined) items.add(language);
    }
    for (const udi of items) add(uses, udi, node);
  }
  return { byKey, uses };
}

const masterOf = ({ parent, entityType }: ItemRow): readonly string[] =>
  entityType === 'template' && parent !== null ? [parent] : [];

const typesOf = (database: KnownDatabase, udi: string): readonly string[] =>
  closure(database, udi, ({ compositions }) => compositions);

/** An item with everything that `next` leads to; real sets may have cycles. */
function closure(
  { items }: KnownDatabase,
  udi: string,
  next: (row: ItemRow) => readonly string[],
): readonly string[] {
  const found = new Set([udi]);
  for (const at of found) {
    const row = items.get(at);
    if (row) for (const other of next(row)) found.add(other);
  }
  return [...found];
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
