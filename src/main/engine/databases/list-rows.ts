import type { ContentNode, ExtractionState, ItemRow } from '../../../shared/domain/database';
import type { DatabaseGroup, DatabaseLine, DatabasePage } from '../../../shared/domain/database-page';
import { kindInWords } from '../artifacts/entity-types';
import { foldKey } from '../artifacts/natural-key';
import { contentUsing } from './ask-database';
import type { EnvironmentDatabase, KnownDatabase } from './database';

export interface ListQuery {
  /** An entity type, `document`, `media`, `member`, `items`, `content` or `without-file`; absent: everything. */
  readonly kind?: string | undefined;
  readonly search?: string | undefined;
  readonly from?: number | undefined;
  readonly count?: number | undefined;
}

const usualCount = 200;
const contentWords: Readonly<Record<ContentNode['kind'], string>> = {
  document: 'Page',
  media: 'Media',
  member: 'Member',
};
const groupWords: Readonly<Record<ContentNode['kind'], string>> = {
  document: 'Pages',
  media: 'Media',
  member: 'Members',
};

/** Some lines of a database. Pure. */
export function listRows(
  database: EnvironmentDatabase,
  extraction: ExtractionState,
  query: ListQuery,
): DatabasePage {
  const { from = 0, count = usualCount } = query;
  const base = { kind: database.kind, extraction, from };
  if (!database.known)
    return {
      ...base,
      problem: database.problem,
      report: null,
      path: database.path,
      groups: [],
      matching: 0,
      lines: [],
      types: [],
      canChange: false,
    };
  const found = matching(database, query);
  const lines = found.slice(from, from + count);
  return {
    ...base,
    problem: null,
    report: database.report,
    path: database.path,
    groups: groupsOf(database),
    matching: found.length,
    lines: lines.map((entry) =>
      'entityType' in entry ? itemLine(database, entry) : nodeLine(database, entry),
    ),
    types: [...database.items.values()].flatMap((row) => {
      const makes = { 'document-type': 'document', 'media-type': 'media' }[row.entityType];
      return makes === 'document' || makes === 'media' ? [{ udi: row.udi, name: row.name, makes }] : [];
    }),
    canChange: database.kind === 'embedded',
  };
}

type Entry = ItemRow | ContentNode;

function matching({ items, content }: KnownDatabase, { kind, search = '' }: ListQuery): Entry[] {
  const wanted = foldKey(search);
  const isNamed = (entry: Entry): boolean =>
    wanted === '' ||
    [entry.name, 'alias' in entry ? (entry.alias ?? '') : '', entry.udi].some((text) =>
      foldKey(text).includes(wanted),
    );
  const itemKinds: Readonly<Record<string, (row: ItemRow) => boolean>> = {
    items: () => true,
    'without-file': ({ withoutFile }) => withoutFile,
  };
  const takesItem =
    kind === undefined ? () => true : (itemKinds[kind] ?? (({ entityType }: ItemRow) => entityType === kind));
  const takesNode = (node: ContentNode): boolean =>
    kind === undefined || kind === 'content' || node.kind === kind;
  const byName = (a: Entry, b: Entry): number =>
    kindOf(a).localeCompare(kindOf(b)) || placeOf(a).localeCompare(placeOf(b)) || (a.udi < b.udi ? -1 : 1);
  return [
    ...[...items.values()].filter((row) => takesItem(row) && isNamed(row)).sort(byName),
    ...[...content.values()].filter((node) => takesNode(node) && isNamed(node)).sort(byName),
  ];
}

const kindOf = (entry: Entry): string => ('entityType' in entry ? entry.entityType : entry.kind);
const placeOf = (entry: Entry): string =>
  'entityType' in entry ? entry.name : [...entry.path, entry.name].join('\n');

function groupsOf({ items, content }: KnownDatabase): DatabaseGroup[] {
  const counts = new Map<string, number>();
  const add = (kind: string): void => void counts.set(kind, (counts.get(kind) ?? 0) + 1);
  let withoutFile = 0;
  for (const row of items.values()) {
    add(row.entityType);
    if (row.withoutFile) withoutFile++;
  }
  const itemGroups = [...counts].map(([kind, count]) => ({
    kind,
    words: kindInWords(kind),
    count,
    isContent: false,
  }));
  counts.clear();
  for (const { kind } of content.values()) add(kind);
  const contentGroups = (['document', 'media', 'member'] as const).map((kind) => ({
    kind,
    words: groupWords[kind],
    count: counts.get(kind) ?? 0,
    isContent: true,
  }));
  return [
    ...contentGroups.filter(({ kind, count }) => count > 0 || kind !== 'member'),
    ...(withoutFile > 0
      ? [{ kind: 'without-file', words: 'Without file', count: withoutFile, isContent: false }]
      : []),
    ...itemGroups.sort((a, b) => a.words.localeCompare(b.words)),
  ];
}

function itemLine(database: KnownDatabase, row: ItemRow): DatabaseLine {
  const use = contentUsing(database, row.udi);
  return {
    udi: row.udi,
    kind: row.entityType,
    kindWords: kindInWords(row.entityType),
    name: row.name,
    detail: row.alias ?? '',
    path: [],
    withoutFile: row.withoutFile,
    empty: row.empty,
    uses: use.known ? use.count : null,
    published: true,
    trashed: false,
    at: row.since,
  };
}

const nodeLine = ({ items }: KnownDatabase, node: ContentNode): DatabaseLine => ({
  udi: node.udi,
  kind: node.kind,
  kindWords: contentWords[node.kind],
  name: node.name === '' ? contentWords[node.kind] : node.name,
  detail: items.get(node.type)?.name ?? 'A type that is not there',
  path: node.path,
  withoutFile: false,
  empty: false,
  uses: null,
  published: node.published !== null,
  trashed: node.trashed,
  at: node.updated,
});
