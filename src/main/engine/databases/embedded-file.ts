import { join } from 'node:path';
import * as v from 'valibot';
import type { ContentNode, ItemRow } from '../../../shared/domain/database';
import type { StoreShape } from '../files/store-file';
import type { DatabaseRows } from './database';

/** The document of an environment's embedded database. */
export interface DatabaseDocument {
  /** Counts up with every write, over all apps. */
  readonly generation: number;
  /** Milliseconds since 1970 of that write. */
  readonly savedAt: number;
  readonly extracted: string | null;
  readonly applied: readonly string[];
  readonly items: readonly ItemRow[];
  readonly content: readonly ContentNode[];
}

/** `<common git dir>/laneway/<environment id>/database.json` */
export const databaseFile = (homeFolder: string): string => join(homeFolder, 'database.json');

type Field = (value: unknown) => boolean;
const isText: Field = (value) => typeof value === 'string';
const isFlag: Field = (value) => typeof value === 'boolean';
const orNull =
  (field: Field): Field =>
  (value) =>
    value === null || field(value);
const isTime: Field = (value) => typeof value === 'number' && Number.isFinite(value);
const listOf =
  (field: Field): Field =>
  (value) =>
    Array.isArray(value) && value.every(field);
const fieldsOf =
  (fields: Readonly<Record<string, Field>>): Field =>
  (value) => {
    if (typeof value !== 'object' || value === null) return false;
    for (const name in fields) if (!fields[name]?.((value as Record<string, unknown>)[name])) return false;
    return true;
  };

/** By hand, because tens of thousands of rows are checked with every opening. */
const isItemRow = fieldsOf({
  udi: isText,
  entityType: isText,
  alias: orNull(isText),
  name: isText,
  parent: orNull(isText),
  naturalKey: orNull(isText),
  viewFile: orNull(isText),
  properties: listOf(
    fieldsOf({
      id: isText,
      alias: isText,
      name: isText,
      group: orNull(isText),
      dataType: orNull(isText),
      mandatory: isFlag,
    }),
  ),
  compositions: listOf(isText),
  templates: listOf(isText),
  empty: isFlag,
  withoutFile: isFlag,
  since: orNull(isTime),
  hash: isText,
  artifact: orNull(isText),
});

const isVersion = fieldsOf({ template: orNull(isText), filled: listOf(isText) });
const isContentNode = fieldsOf({
  udi: isText,
  kind: (value) => value === 'document' || value === 'media' || value === 'member',
  type: isText,
  name: isText,
  parent: orNull(isText),
  path: listOf(isText),
  address: orNull(isText),
  cultures: listOf(isText),
  draft: isVersion,
  published: orNull(isVersion),
  trashed: isFlag,
  updated: orNull(isTime),
});

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const databaseShape: StoreShape<DatabaseDocument> = {
  format: 1,
  schema: v.object({
    generation: count,
    savedAt: v.number(),
    extracted: v.nullable(v.string()),
    applied: v.array(v.string()),
    items: v.array(v.custom<ItemRow>(isItemRow)),
    content: v.array(v.custom<ContentNode>(isContentNode)),
  }),
  migrations: [],
  empty: () => ({ generation: 0, savedAt: 0, extracted: null, applied: [], items: [], content: [] }),
  layout: layOut,
};

/** A row is a line: small, quick to write, and still something to read and compare. */
function layOut(document: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(document).map(([name, value]) =>
    (name === 'items' || name === 'content') && Array.isArray(value) && value.length > 0
      ? `${JSON.stringify(name)}: [\n${value.map((row) => JSON.stringify(row)).join(',\n')}\n]`
      : `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{\n${parts.join(',\n')}\n}\n`;
}

export const rowsOf = ({ extracted, applied, items, content }: DatabaseDocument): DatabaseRows => ({
  extracted,
  applied,
  items: new Map(items.map((row) => [row.udi, row])),
  content: new Map(content.map((node) => [node.udi, node])),
});
