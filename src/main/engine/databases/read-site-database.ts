import {
  propertyId,
  type ContentNode,
  type ItemProperty,
  type ItemRow,
} from '../../../shared/domain/database';
import { foldKey } from '../artifacts/natural-key';
import { udiOf, type Udi } from '../artifacts/udi';
import { EngineError, engineErrorIn, fail, isFromOutside } from '../errors';
import { rowHash } from './row-hash';
import { withCopy } from './site-copy';
import { readSiteContent } from './site-content';
import { rowsOf, text } from './site-tables';
import { readSqlite, type Reader } from './sqlite';

export interface SiteRows {
  readonly items: ReadonlyMap<Udi, ItemRow>;
  readonly content: ReadonlyMap<Udi, ContentNode>;
}

/**
 * Reads the rows of a site's own SQLite file (v8 to v17; tables and columns that a version does not have are left out).
 * Tables of users and members' details are never read. Source of the tables: umbraco.md, "Extraction".
 * @throws EngineError `site-database-unreadable`, `disk-full`, `not-permitted`
 */
export function readSiteDatabase(path: string): SiteRows {
  try {
    return withCopy(path, (copy) => readSqlite(copy, (reader) => readRows(path, reader)));
  } catch (cause) {
    const known = engineErrorIn(cause);
    if (known || isFromOutside(cause)) throw cause;
    // Anything that the library throws says that the file is not what it should be.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError(
      'site-database-unreadable',
      { path, reason: `it is damaged (${reason})` },
      { cause },
    );
  }
}

/** Node object types of what has a node (umbraco.md). */
const nodeTypes: Readonly<Record<string, string>> = {
  'A2CB7800-F571-4787-9638-BC48539A0EFB': 'document-type',
  '4EA4382B-2F5A-4C2B-9587-AE9B3CF3602E': 'media-type',
  '9B5416FB-E72F-45A9-A07B-5A9A2709CE43': 'member-type',
  '6FBDE604-4178-42CE-A10B-8A2600A2F07D': 'template',
  '30A2A501-1978-4DDB-A57B-F7EFED43BA3C': 'data-type',
  '366E63B9-880F-4E13-A61C-98069B029728': 'member-group',
  '2F7A2769-6B0B-4468-90DD-AF42D64F7F16': 'document-type-container',
  '42AEF799-B288-4744-9B10-BE144B73CDC4': 'media-type-container',
  '521231E3-8B37-469C-9F9D-51AFC91FEB7B': 'data-type-container',
};

function readRows(path: string, reader: Reader): SiteRows {
  if (!reader.columns('umbracoNode').has('uniqueid'))
    fail('site-database-unreadable', { path, reason: 'it is no database of such a site (it has no nodes)' });
  const items = new Map<Udi, ItemRow>();
  /** Number of a node -> its Udi. */
  const byNode = new Map<number, Udi>();
  const nodes = reader.all('SELECT id, uniqueId, parentId, text, nodeObjectType FROM umbracoNode');
  const wanted = nodes.flatMap((node) => {
    const entityType = nodeTypes[text(node['nodeObjectType'])?.toUpperCase() ?? ''];
    const guid = text(node['uniqueId']);
    return entityType && guid ? [{ node, entityType, udi: udiOf(entityType, guid) }] : [];
  });
  for (const { node, udi } of wanted) byNode.set(Number(node['id']), udi);
  const aliases = new Map<number, string>();
  for (const table of ['cmsContentType', 'cmsTemplate'])
    for (const row of rowsOf(reader, table, ['nodeId', 'alias']))
      aliases.set(Number(row['nodeId']), text(row['alias']) ?? '');
  const dataTypeNodes = new Map(
    wanted.flatMap(({ node, entityType, udi }) =>
      entityType === 'data-type' ? [[Number(node['id']), udi] as const] : [],
    ),
  );
  const properties = propertiesByType(reader, dataTypeNodes);
  const compositions = pairs(
    reader,
    'cmsContentType2ContentType',
    'childContentTypeId',
    'parentContentTypeId',
    byNode,
  );
  const templates = pairs(reader, 'cmsDocumentType', 'contentTypeNodeId', 'templateNodeId', byNode);
  const editors = new Map(
    rowsOf(reader, 'umbracoDataType', ['nodeId', 'propertyEditorAlias']).map((row) => [
      Number(row['nodeId']),
      text(row['propertyEditorAlias']),
    ]),
  );
  for (const { node, entityType, udi } of wanted) {
    const id = Number(node['id']);
    const name = text(node['text']) ?? '';
    const alias = aliases.get(id) ?? null;
    const key = entityType === 'data-type' || entityType === 'member-group' ? name : alias;
    add(items, {
      udi,
      entityType,
      alias,
      name,
      parent: byNode.get(Number(node['parentId'])) ?? null,
      naturalKey: entityType.endsWith('-container') || key === null ? null : foldKey(key),
      viewFile: entityType === 'template' && alias !== null ? `${alias}.cshtml` : null,
      properties: properties.get(id) ?? [],
      compositions: compositions.get(id) ?? [],
      templates: templates.get(id) ?? [],
      meaning: editors.get(id) ?? null,
    });
  }
  for (const row of withoutNodes(reader)) add(items, row);
  return { items, content: readSiteContent(reader, byNode) };
}

type Meant = Pick<
  ItemRow,
  | 'udi'
  | 'entityType'
  | 'alias'
  | 'name'
  | 'parent'
  | 'naturalKey'
  | 'viewFile'
  | 'properties'
  | 'compositions'
  | 'templates'
> & { readonly meaning: unknown };

function add(items: Map<Udi, ItemRow>, { meaning, ...row }: Meant): void {
  const hash = rowHash({ ...row, meaning });
  items.set(row.udi, { ...row, empty: false, withoutFile: false, since: null, hash, artifact: null });
}

/** Languages, dictionary items, relation types and macros (none from v14 on) have tables of their own. */
function withoutNodes(reader: Reader): Meant[] {
  const plain = { parent: null, viewFile: null, properties: [], compositions: [], templates: [] };
  const languages = rowsOf(reader, 'umbracoLanguage', ['languageISOCode', 'languageCultureName']).flatMap(
    (row): Meant[] => {
      const iso = text(row['languageISOCode']);
      if (iso === null) return [];
      const name = text(row['languageCultureName']) ?? iso;
      return [
        {
          ...plain,
          udi: udiOf('language', iso),
          entityType: 'language',
          alias: iso,
          name,
          naturalKey: foldKey(iso),
          meaning: null,
        },
      ];
    },
  );
  const named = (entityType: string, table: string, id: string, key: string, name: string | null): Meant[] =>
    rowsOf(reader, table, [id, key, ...(name === null ? [] : [name])]).flatMap((row) => {
      const guid = text(row[id]);
      const value = text(row[key]);
      if (guid === null || value === null) return [];
      const called = (name === null ? null : text(row[name])) ?? value;
      const alias = entityType === 'dictionary-item' ? null : value;
      return [
        {
          ...plain,
          udi: udiOf(entityType, guid),
          entityType,
          alias,
          name: called,
          naturalKey: foldKey(value),
          meaning: null,
        },
      ];
    });
  return [
    ...languages,
    ...named('dictionary-item', 'cmsDictionary', 'id', 'key', null),
    ...named('relation-type', 'umbracoRelationType', 'typeUniqueId', 'alias', 'name'),
    ...named('macro', 'cmsMacro', 'uniqueId', 'macroAlias', 'macroName'),
  ];
}

function propertiesByType(reader: Reader, dataTypes: ReadonlyMap<number, Udi>): Map<number, ItemProperty[]> {
  const groups = new Map(
    rowsOf(reader, 'cmsPropertyTypeGroup', ['id', 'text']).map((row) => [
      Number(row['id']),
      text(row['text']),
    ]),
  );
  const found = new Map<number, ItemProperty[]>();
  const columns = [
    'contentTypeId',
    'dataTypeId',
    'propertyTypeGroupId',
    'Alias',
    'Name',
    'UniqueID',
    'mandatory',
  ];
  for (const row of rowsOf(reader, 'cmsPropertyType', columns)) {
    const alias = text(row['Alias']) ?? '';
    const property: ItemProperty = {
      id: propertyId(text(row['UniqueID']), alias),
      alias,
      name: text(row['Name']) ?? alias,
      group: groups.get(Number(row['propertyTypeGroupId'])) ?? null,
      dataType: dataTypes.get(Number(row['dataTypeId'])) ?? null,
      mandatory: Boolean(row['mandatory']),
    };
    const type = Number(row['contentTypeId']);
    const beside = found.get(type);
    if (beside) beside.push(property);
    else found.set(type, [property]);
  }
  return found;
}

function pairs(
  reader: Reader,
  table: string,
  from: string,
  to: string,
  byNode: ReadonlyMap<number, Udi>,
): Map<number, Udi[]> {
  const found = new Map<number, Udi[]>();
  for (const row of rowsOf(reader, table, [from, to])) {
    const udi = byNode.get(Number(row[to]));
    if (udi === undefined) continue;
    found.set(Number(row[from]), [...(found.get(Number(row[from])) ?? []), udi]);
  }
  return found;
}
