import { randomUUID } from 'node:crypto';
import type { ContentNode, ContentVersion, ItemRow } from '../../../shared/domain/database';
import type { ContentChange, NewContent } from '../../../shared/domain/database-page';
import { foldKey } from '../artifacts/natural-key';
import { toUdi, udiOf } from '../artifacts/udi';
import { fail } from '../errors';
import type { DatabaseRows } from './database';

/** Content of an embedded database, as a person says it. Pure functions of the rows; nothing else changes. */

const kindOfType: Readonly<Record<string, ContentNode['kind']>> = {
  'document-type': 'document',
  'media-type': 'media',
  'member-type': 'member',
};

/** Adds a page, a media item or a member. @throws EngineError `item-not-found`, `content-not-found`, `content-invalid` */
export function addContent(
  rows: DatabaseRows,
  wanted: NewContent,
  now: number,
): { readonly rows: DatabaseRows; readonly node: ContentNode } {
  const type = findType(rows, wanted.type);
  const kind =
    kindOfType[type.entityType] ?? fail('content-invalid', { reason: `nothing is made of ${type.name}` });
  const above = wanted.parent ? findContent(rows, wanted.parent) : null;
  if (above && above.kind !== kind)
    fail('content-invalid', {
      reason: `${wanted.name} cannot lie below ${above.name}, which is another kind`,
    });
  const template = templateOf(rows, type, wanted.template);
  const version: ContentVersion = { template, filled: filledBy(rows, type, wanted.filled) };
  const path = above ? [...above.path, above.name] : [];
  const node: ContentNode = {
    udi: udiOf(kind, randomUUID()),
    kind,
    type: type.udi,
    name: kind === 'member' ? '' : wanted.name,
    parent: above?.udi ?? null,
    path,
    address: kind === 'document' ? addressBelow(above, wanted.name) : null,
    cultures: wanted.cultures ?? [],
    draft: version,
    published: wanted.published === false && kind === 'document' ? null : version,
    trashed: false,
    updated: now,
  };
  return { node, rows: { ...rows, content: new Map(rows.content).set(node.udi, node) } };
}

/** Changes what is given. Names of nodes below follow. @throws as {@link addContent} */
export function updateContent(
  rows: DatabaseRows,
  { udi, name, filled, published, trashed, template }: ContentChange,
  now: number,
): { readonly rows: DatabaseRows; readonly node: ContentNode } {
  const before = findContent(rows, udi);
  const type = rows.items.get(before.type);
  const draft: ContentVersion = {
    template: template === undefined || !type ? before.draft.template : templateOf(rows, type, template),
    filled: filled === undefined || !type ? before.draft.filled : filledBy(rows, type, filled),
  };
  const isSeen = published ?? before.published !== null;
  const above = before.parent === null ? null : (rows.content.get(before.parent) ?? null);
  const node: ContentNode = {
    ...before,
    name: name ?? before.name,
    address: name === undefined || before.kind !== 'document' ? before.address : addressBelow(above, name),
    draft,
    published: isSeen ? draft : null,
    trashed: trashed ?? before.trashed,
    updated: now,
  };
  const content = new Map(rows.content).set(node.udi, node);
  if (name !== undefined && name !== before.name) followNames(content, node);
  return { node, rows: { ...rows, content } };
}

/** Takes a node away, with all that lies below. @throws EngineError `content-not-found` */
export function removeContent(
  rows: DatabaseRows,
  udi: string,
): { readonly rows: DatabaseRows; readonly removed: readonly ContentNode[] } {
  const node = findContent(rows, udi);
  const removed = [node, ...below(rows.content, node.udi)];
  const content = new Map(rows.content);
  for (const gone of removed) content.delete(gone.udi);
  return { removed, rows: { ...rows, content } };
}

/** All nodes below one, parents before children; a circle, which only a damaged document has, ends. */
function below(content: DatabaseRows['content'], udi: string): ContentNode[] {
  const children = new Map<string | null, ContentNode[]>();
  for (const node of content.values()) {
    const beside = children.get(node.parent);
    if (beside) beside.push(node);
    else children.set(node.parent, [node]);
  }
  const found = new Set(children.get(udi));
  for (const node of found)
    for (const child of children.get(node.udi) ?? []) if (child.udi !== udi) found.add(child);
  return [...found];
}

function followNames(content: Map<string, ContentNode>, top: ContentNode): void {
  for (const { udi } of below(content, top.udi)) {
    const node = content.get(udi);
    const above = node?.parent ? content.get(node.parent) : undefined;
    if (!node || !above) continue;
    const address = node.kind === 'document' ? addressBelow(above, node.name) : null;
    content.set(udi, { ...node, path: [...above.path, above.name], address });
  }
}

/** Content is named by its Udi, or by a name that only one has. */
function findContent({ content }: DatabaseRows, wanted: string): ContentNode {
  const known = content.get(toUdi(wanted) ?? '');
  if (known) return known;
  const named = [...content.values()].filter(({ name }) => name !== '' && foldKey(name) === foldKey(wanted));
  if (named.length > 1)
    return fail('content-invalid', {
      reason: `several are called "${wanted}": ${named.map(({ udi }) => udi).join(', ')}`,
    });
  return named[0] ?? fail('content-not-found', { content: wanted });
}

/** A type is named by its Udi, its alias or its name. */
function findType({ items }: DatabaseRows, wanted: string): ItemRow {
  const known = items.get(toUdi(wanted) ?? '');
  if (known) return known;
  const types = [...items.values()].filter(({ entityType }) => entityType in kindOfType);
  const key = foldKey(wanted);
  return (
    types.find(({ naturalKey }) => naturalKey === key) ??
    types.find(({ name }) => foldKey(name) === key) ??
    fail('item-not-found', { item: wanted, known: types.map(({ name }) => name) })
  );
}

function templateOf(rows: DatabaseRows, type: ItemRow, wanted: string | null | undefined): string | null {
  if (wanted === null) return null;
  if (wanted === undefined) return type.templates[0] ?? null;
  const row = rows.items.get(toUdi(wanted) ?? '');
  if (row?.entityType === 'template') return row.udi;
  const templates = [...rows.items.values()].filter(({ entityType }) => entityType === 'template');
  return fail('item-not-found', { item: wanted, known: templates.map(({ name }) => name) });
}

/** Ids of properties by their aliases; all of the type where nothing is said. */
function filledBy(rows: DatabaseRows, type: ItemRow, aliases: readonly string[] | undefined): string[] {
  const types = new Set([type.udi]);
  for (const udi of types) for (const other of rows.items.get(udi)?.compositions ?? []) types.add(other);
  const all = [...types].flatMap((udi) => rows.items.get(udi)?.properties ?? []);
  if (aliases === undefined) return all.map(({ id }) => id);
  return aliases.map((alias) => {
    const found = all.find((property) => foldKey(property.alias) === foldKey(alias));
    return found?.id ?? fail('content-invalid', { reason: `${type.name} has no property "${alias}"` });
  });
}

/** The address that a page of that name gets. The top of a site has no segment of its own. */
export function addressBelow(above: Pick<ContentNode, 'address'> | null, name: string): string {
  return above ? `${above.address ?? '/'}${segment(name)}/` : '/';
}

const segment = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '') || 'page';
