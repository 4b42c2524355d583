import type { ContentNode, ItemRow } from '../../../shared/domain/database';
import type { DatabaseRows } from '../databases/database';
import type { WhatGoes } from './what-goes';

/** The rows that a deletion takes out or changes, as they were: all that is needed to put them back. Plain JSON. */
export interface RowsBefore {
  readonly row: ItemRow | null;
  readonly deleted: readonly ContentNode[];
  readonly changed: readonly { readonly before: ContentNode; readonly after: ContentNode }[];
  /** Types of that content, other than the item itself, that the database had entries of. */
  readonly types: readonly string[];
}

export const rowsBefore = (
  { row, deleted, changed }: WhatGoes,
  { items }: Pick<DatabaseRows, 'items'>,
): RowsBefore => ({
  row,
  deleted,
  changed,
  types: [...new Set(deleted.map(({ type }) => type))].filter((udi) => udi !== row?.udi && items.has(udi)),
});

/** The rows without what goes. Pure. */
export function takeOut(rows: DatabaseRows, { row, deleted, changed }: WhatGoes): DatabaseRows {
  const items = new Map(rows.items);
  const content = new Map(rows.content);
  if (row) items.delete(row.udi);
  for (const { udi } of deleted) content.delete(udi);
  for (const { after } of changed) content.set(after.udi, after);
  return { ...rows, items, content };
}

/** What stands against putting rows back. */
export type Hindrance =
  /** Another item has its key now. */
  | { readonly kind: 'key-taken'; readonly name: string; readonly by: ItemRow }
  /** Something else has the place of a page. */
  | { readonly kind: 'content-taken'; readonly name: string }
  /** What a page lay in is not there any more. */
  | { readonly kind: 'parent-gone'; readonly name: string }
  /** The type of a page that only lay below is not there any more. */
  | { readonly kind: 'type-gone'; readonly name: string };

export interface PutBack {
  readonly rows: DatabaseRows;
  /** What is not as it was before, because somebody worked on it since. */
  readonly notes: readonly {
    readonly kind: 'newer-kept' | 'page-gone' | 'page-changed';
    readonly name: string;
  }[];
}

/**
 * The rows with everything back, under the GUIDs that it had. Nothing is put back where something hinders, so that
 * no half of it comes. Pure.
 */
export function putBack(rows: DatabaseRows, before: RowsBefore): PutBack | readonly Hindrance[] {
  const hindrances = hindrancesOf(rows, before);
  if (hindrances.length > 0) return hindrances;
  const items = new Map(rows.items);
  const content = new Map(rows.content);
  const notes: PutBack['notes'][number][] = [];
  const { row, deleted, changed } = before;
  if (row) {
    const now = items.get(row.udi);
    if (now === undefined) items.set(row.udi, row);
    else if (now.hash !== row.hash) notes.push({ kind: 'newer-kept', name: now.name });
  }
  for (const node of deleted) content.set(node.udi, node);
  for (const { before: page, after } of changed) {
    const now = content.get(page.udi);
    if (now === undefined) notes.push({ kind: 'page-gone', name: page.name });
    else if (sameJson(now, after)) content.set(page.udi, page);
    else notes.push({ kind: 'page-changed', name: now.name });
  }
  return { rows: { ...rows, items, content }, notes };
}

export const isHindered = (result: PutBack | readonly Hindrance[]): result is readonly Hindrance[] =>
  Array.isArray(result);

function hindrancesOf({ items, content }: DatabaseRows, { row, deleted, types }: RowsBefore): Hindrance[] {
  const found: Hindrance[] = [];
  const taken = !row?.naturalKey
    ? undefined
    : [...items.values()].find(
        (other) =>
          other.udi !== row.udi && other.entityType === row.entityType && other.naturalKey === row.naturalKey,
      );
  if (row && taken) found.push({ kind: 'key-taken', name: row.name, by: taken });
  const coming = new Set(deleted.map(({ udi }) => udi));
  for (const node of deleted) {
    if (content.has(node.udi)) found.push({ kind: 'content-taken', name: node.name });
    else if (node.parent !== null && !coming.has(node.parent) && !content.has(node.parent))
      found.push({ kind: 'parent-gone', name: node.name });
    else if (types.includes(node.type) && !items.has(node.type))
      found.push({ kind: 'type-gone', name: node.name });
  }
  return found;
}

/** Rows come from JSON documents whose keys are written in one order. */
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
