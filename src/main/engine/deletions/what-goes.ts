import type { ContentNode, ItemRow } from '../../../shared/domain/database';
import type { AffectedContent, ContentImpact } from '../../../shared/domain/deletion';
import type { DatabaseRows } from '../databases/database';

/** What leaves a database with an item, and what stays but loses something. */
export interface WhatGoes {
  /** Null where the database has no entry of it. */
  readonly row: ItemRow | null;
  /** Content of the type, and everything below it: with a type goes all that is built on it. */
  readonly deleted: readonly ContentNode[];
  /** How many of them are of another type and only lie below. */
  readonly below: number;
  /** Pages before and after: without their template, or without one language. */
  readonly changed: readonly { readonly before: ContentNode; readonly after: ContentNode }[];
  /** Rows that would be damaged: composed of it, made of it, lying in it, or allowing it as a template. */
  readonly blocking: readonly ItemRow[];
}

type Rows = Pick<DatabaseRows, 'items' | 'content'>;

/**
 * Deleting one item, as the platform does it (umbraco.md, "Deletions"): content of a type goes with the type; pages
 * of a template lose the template; pages in a language lose that language. Pure; changes nothing.
 */
export function whatGoes(udi: string, rows: Rows): WhatGoes {
  const row = rows.items.get(udi);
  if (!row) return { row: null, deleted: [], below: 0, changed: [], blocking: [] };
  const links = linksOf(rows);
  const deleted = isType(row) ? withAllBelow(links.byType.get(udi) ?? [], links.below) : [];
  return {
    row,
    deleted,
    below: deleted.filter(({ type }) => type !== udi).length,
    changed: changedBy(row, links),
    blocking: (links.users.get(udi) ?? []).filter((other) => wouldBeDamaged(other, row)),
  };
}

const isType = ({ entityType }: ItemRow): boolean =>
  ['document-type', 'media-type', 'member-type'].includes(entityType);

/** Content with whatever lies below it: nothing may hang in the air. */
function withAllBelow(
  nodes: readonly ContentNode[],
  below: ReadonlyMap<string, readonly ContentNode[]>,
): ContentNode[] {
  const found = new Set(nodes);
  for (const { udi } of found) for (const node of below.get(udi) ?? []) found.add(node);
  return [...found];
}

function changedBy(row: ItemRow, { byTemplate, byCulture }: Links): WhatGoes['changed'] {
  const isLanguage = row.entityType === 'language';
  if (!isLanguage && row.entityType !== 'template') return [];
  const nodes = isLanguage ? byCulture.get(cultureOf(row.udi)) : byTemplate.get(row.udi);
  const change = isLanguage ? withoutCulture(row.udi) : withoutTemplate(row.udi);
  return (nodes ?? []).map((before) => ({ before, after: change(before) }));
}

/** A page without a template of its own. */
const withoutTemplate =
  (udi: string) =>
  (node: ContentNode): ContentNode => {
    const free = <T extends { readonly template: string | null }>(version: T): T =>
      version.template === udi ? { ...version, template: null } : version;
    return { ...node, draft: free(node.draft), published: node.published && free(node.published) };
  };

/** A page without its text in one language. */
const withoutCulture =
  (udi: string) =>
  (node: ContentNode): ContentNode => ({
    ...node,
    cultures: node.cultures.filter((culture) => culture.toLowerCase() !== cultureOf(udi)),
  });

const cultureOf = (udi: string): string => udi.replace(/^umb:\/\/language\//, '').toLowerCase();

/** Who points to what, made once for a state of the rows: a plan asks about every removal. */
interface Links {
  readonly byType: ReadonlyMap<string, readonly ContentNode[]>;
  readonly below: ReadonlyMap<string, readonly ContentNode[]>;
  readonly byTemplate: ReadonlyMap<string, readonly ContentNode[]>;
  readonly byCulture: ReadonlyMap<string, readonly ContentNode[]>;
  /** Rows that name an item in any way. */
  readonly users: ReadonlyMap<string, readonly ItemRow[]>;
}

const known = new WeakMap<Rows['items'], { readonly content: Rows['content']; readonly links: Links }>();

function linksOf(rows: Rows): Links {
  const before = known.get(rows.items);
  if (before?.content === rows.content) return before.links;
  const links = makeLinks(rows);
  known.set(rows.items, { content: rows.content, links });
  return links;
}

function makeLinks({ items, content }: Rows): Links {
  const users = new Map<string, ItemRow[]>();
  for (const row of items.values()) {
    const named = [row.parent, ...row.compositions, ...row.templates];
    for (const udi of new Set([...named, ...row.properties.map(({ dataType }) => dataType)]))
      if (udi !== null) add(users, udi, row);
  }
  const byType = new Map<string, ContentNode[]>();
  const below = new Map<string, ContentNode[]>();
  const byTemplate = new Map<string, ContentNode[]>();
  const byCulture = new Map<string, ContentNode[]>();
  for (const node of content.values()) {
    add(byType, node.type, node);
    if (node.parent !== null) add(below, node.parent, node);
    for (const template of new Set([node.draft.template, node.published?.template]))
      if (template) add(byTemplate, template, node);
    for (const culture of new Set(node.cultures.map((code) => code.toLowerCase())))
      add(byCulture, culture, node);
  }
  return { byType, below, byTemplate, byCulture, users };
}

function add<V>(map: Map<string, V[]>, key: string, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

/**
 * Whether deleting `row` would take something from `other`. A template that only a leftover allows harms nothing, but
 * nothing that is still in use may lose a part without its own file saying so.
 */
function wouldBeDamaged(other: ItemRow, { udi, entityType }: ItemRow): boolean {
  if (other.udi === udi) return false;
  return (
    other.parent === udi ||
    other.compositions.includes(udi) ||
    (entityType === 'data-type' && other.properties.some(({ dataType }) => dataType === udi)) ||
    (!other.withoutFile && other.templates.includes(udi))
  );
}

/** How much is shown of what goes: the rest is counted. */
const mostShown = 50;

/** What an editor is told of it. */
export function contentImpact({ deleted, below, changed }: WhatGoes): ContentImpact {
  const touched = [...deleted, ...changed.map(({ before }) => before)];
  const pages = touched.toSorted((a, b) => rank(b) - rank(a));
  return {
    deleted: deleted.length,
    below,
    changed: changed.length,
    published: touched.filter(({ published }) => published !== null).length,
    first: pages.slice(0, mostShown).map(affected),
  };
}

/** What visitors see comes first. */
const rank = ({ published, trashed }: ContentNode): number => (published ? 2 : trashed ? 0 : 1);

const affected = ({ udi, name, path, address, published }: ContentNode): AffectedContent => ({
  udi,
  name,
  path,
  address,
  published: published !== null,
});

/** Where nothing is known of the content. */
export const unknownImpact: ContentImpact = {
  deleted: null,
  below: 0,
  changed: null,
  published: 0,
  first: [],
};

/** Content that is deleted or loses something. */
export const countTouched = ({ deleted, changed }: WhatGoes): number => deleted.length + changed.length;
