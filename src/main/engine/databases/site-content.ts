import type { ContentKind, ContentNode, ContentVersion } from '../../../shared/domain/database';
import { propertyId } from '../../../shared/domain/database';
import { udiOf, type Udi } from '../artifacts/udi';
import { rowsOf, text } from './site-tables';
import type { Reader } from './sqlite';

/** Node object types of content (umbraco.md). */
const kinds: Readonly<Record<string, ContentKind>> = {
  'C66BA18E-EAF3-4CFF-8A22-41B16D66A972': 'document',
  'B796F64C-1F99-4FFB-B886-4BF4BC011A9C': 'media',
  '39EB0F98-B348-42A1-8662-E7EB18487560': 'member',
};

interface Found {
  readonly id: number;
  readonly udi: Udi;
  readonly kind: ContentKind;
  readonly parentId: number;
  readonly name: string;
  readonly trashed: boolean;
}

/**
 * Content of a site's own database: drafts and what visitors see kept apart. Of members only that they are there is
 * read: neither names nor addresses.
 * @param byNode number of a node -> Udi, for types and templates
 */
export function readSiteContent(reader: Reader, byNode: ReadonlyMap<number, Udi>): Map<Udi, ContentNode> {
  const found = new Map<number, Found>();
  for (const row of rowsOf(reader, 'umbracoNode', [
    'id',
    'uniqueId',
    'parentId',
    'text',
    'trashed',
    'nodeObjectType',
  ])) {
    const kind = kinds[text(row['nodeObjectType'])?.toUpperCase() ?? ''];
    const guid = text(row['uniqueId']);
    if (!kind || guid === null) continue;
    found.set(Number(row['id']), {
      id: Number(row['id']),
      udi: udiOf(kind, guid),
      kind,
      parentId: Number(row['parentId']),
      name: kind === 'member' ? '' : (text(row['text']) ?? ''),
      trashed: Boolean(row['trashed']),
    });
  }
  const types = new Map(
    rowsOf(reader, 'umbracoContent', ['nodeId', 'contentTypeId']).map((row) => [
      Number(row['nodeId']),
      byNode.get(Number(row['contentTypeId'])),
    ]),
  );
  const versions = readVersions(reader, byNode);
  const cultures = readCultures(reader);
  const segments = readSegments(reader, found);
  const content = new Map<Udi, ContentNode>();
  for (const node of found.values()) {
    const type = types.get(node.id);
    if (type === undefined) continue;
    const above = ancestors(node, found);
    const { draft = nothing, published = null, updated = null } = versions.get(node.id) ?? {};
    content.set(node.udi, {
      udi: node.udi,
      kind: node.kind,
      type,
      name: node.name,
      parent: found.get(node.parentId)?.udi ?? null,
      path: above.map(({ name }) => name),
      address: node.kind === 'document' ? addressOf([...above, node], segments) : null,
      cultures: cultures.get(node.id) ?? [],
      draft,
      published: node.kind === 'document' ? published : draft,
      trashed: node.trashed,
      updated,
    });
  }
  return content;
}

const nothing: ContentVersion = { template: null, filled: [] };

/** From the top. A damaged tree may go in a circle. */
function ancestors(node: Found, found: ReadonlyMap<number, Found>): Found[] {
  const above = new Set<Found>();
  for (let at = found.get(node.parentId); at && !above.has(at); at = found.get(at.parentId)) above.add(at);
  return [...above].reverse();
}

interface Versions {
  draft?: ContentVersion;
  published?: ContentVersion | null;
  updated?: number | null;
}

function readVersions(reader: Reader, byNode: ReadonlyMap<number, Udi>): Map<number, Versions> {
  const documents = new Map(
    rowsOf(reader, 'umbracoDocumentVersion', ['id', 'templateId', 'published']).map((row) => [
      Number(row['id']),
      row,
    ]),
  );
  const live = new Set(
    rowsOf(reader, 'umbracoDocument', ['nodeId', 'published']).flatMap((row) =>
      row['published'] ? [Number(row['nodeId'])] : [],
    ),
  );
  const filled = readFilled(reader);
  const found = new Map<number, Versions>();
  for (const row of rowsOf(reader, 'umbracoContentVersion', ['id', 'nodeId', 'versionDate', 'current'])) {
    const id = Number(row['id']);
    const node = Number(row['nodeId']);
    const document = documents.get(id);
    const isCurrent = Boolean(row['current']);
    const isPublished = Boolean(document?.['published']) && live.has(node);
    if (!isCurrent && !isPublished) continue;
    const version: ContentVersion = {
      template: byNode.get(Number(document?.['templateId'])) ?? null,
      filled: [...(filled.get(id) ?? [])],
    };
    const known = found.get(node) ?? {};
    if (isCurrent) {
      known.draft = version;
      const at = Date.parse(`${String(row['versionDate']).replace(' ', 'T').replace(/Z$/, '')}Z`);
      known.updated = Number.isNaN(at) ? null : at;
    }
    if (isPublished) known.published = version;
    found.set(node, known);
  }
  return found;
}

/** Version -> ids of the properties that have a value there, in any language. */
function readFilled(reader: Reader): Map<number, Set<string>> {
  const ids = new Map(
    rowsOf(reader, 'cmsPropertyType', ['id', 'Alias', 'UniqueID']).map((row) => [
      Number(row['id']),
      propertyId(text(row['UniqueID']), text(row['Alias']) ?? ''),
    ]),
  );
  const columns = reader.columns('umbracoPropertyData');
  const numbers = ['intValue', 'decimalValue', 'dateValue'].filter((name) => columns.has(name.toLowerCase()));
  const texts = ['varcharValue', 'textValue'].filter((name) => columns.has(name.toLowerCase()));
  const isFilled = [
    ...numbers.map((name) => `"${name}" IS NOT NULL`),
    // Emptied lists and objects stay behind as text.
    ...texts.map((name) => `("${name}" IS NOT NULL AND "${name}" NOT IN ('', '[]', '{}'))`),
  ].join(' OR ');
  const filled = new Map<number, Set<string>>();
  if (isFilled === '') return filled;
  // Only the versions that count, and never a value: a text may be anything.
  const rows = reader.all(
    `SELECT DISTINCT versionId, propertyTypeId FROM umbracoPropertyData WHERE ${isFilled}`,
  );
  for (const row of rows) {
    const id = ids.get(Number(row['propertyTypeId']));
    if (id === undefined) continue;
    const version = Number(row['versionId']);
    const known = filled.get(version);
    if (known) known.add(id);
    else filled.set(version, new Set([id]));
  }
  return filled;
}

function readCultures(reader: Reader): Map<number, string[]> {
  const languages = new Map(
    rowsOf(reader, 'umbracoLanguage', ['id', 'languageISOCode']).map((row) => [
      Number(row['id']),
      text(row['languageISOCode']),
    ]),
  );
  const cultures = new Map<number, string[]>();
  for (const row of rowsOf(reader, 'umbracoDocumentCultureVariation', ['nodeId', 'languageId'])) {
    const iso = languages.get(Number(row['languageId']));
    if (iso) cultures.set(Number(row['nodeId']), [...(cultures.get(Number(row['nodeId'])) ?? []), iso]);
  }
  return cultures;
}

/** Number of a node -> its segment, for what visitors see, in the first language. From v15 on. */
function readSegments(reader: Reader, found: ReadonlyMap<number, Found>): Map<number, string> {
  const byGuid = new Map([...found.values()].map(({ id, udi }) => [udi, id]));
  const segments = new Map<number, string>();
  const columns = ['uniqueId', 'languageId', 'isDraft', 'urlSegment'];
  const rows = [...rowsOf(reader, 'umbracoDocumentUrl', columns)].sort(
    (a, b) => Number(a['languageId']) - Number(b['languageId']),
  );
  for (const row of rows) {
    const id = byGuid.get(udiOf('document', text(row['uniqueId']) ?? ''));
    const segment = text(row['urlSegment']);
    if (id !== undefined && segment !== null && !row['isDraft'] && !segments.has(id))
      segments.set(id, segment);
  }
  return segments;
}

/** The top of a site has no segment in its addresses. Null where one on the way is not known. */
function addressOf(way: readonly Found[], segments: ReadonlyMap<number, string>): string | null {
  const names = way.slice(1).map(({ id }) => segments.get(id));
  if (segments.size === 0 || names.includes(undefined)) return null;
  return names.length === 0 ? '/' : `/${names.join('/')}/`;
}
