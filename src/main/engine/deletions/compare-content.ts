import type { ContentNode } from '../../../shared/domain/database';
import type { ContentCell, ContentComparison, ContentRow } from '../../../shared/domain/deletion';
import type { EnvironmentDatabase } from '../databases/database';
import type { ColumnFacts } from './matrix';

/** One environment, as far as its database is known. */
export type ContentColumn = Pick<ColumnFacts, 'column'> & { readonly database?: EnvironmentDatabase };

/**
 * Pages and media that are not the same everywhere, by GUID: a deployment carries none of them, so this is where an
 * editor sees what is missing where. Members are nobody's business here. Pure.
 */
export function compareContent(columns: readonly ContentColumn[]): ContentComparison {
  const contents = columns.map(({ database }) => (database?.known ? database.content : null));
  const udis = new Set(contents.flatMap((content) => [...(content?.keys() ?? [])]));
  const rows: ContentRow[] = [];
  for (const udi of udis) {
    const nodes = contents.map((content) => content && (content.get(udi) ?? null));
    const first = nodes.find((node) => node !== null);
    if (!first || first.kind === 'member') continue;
    const known = nodes.filter((_, at) => contents[at]);
    if (known.every((node) => sameAs(first, node))) continue;
    rows.push({
      udi,
      kind: first.kind,
      name: first.name,
      path: first.path,
      cells: nodes.map((node, at) => (contents[at] ? cellOf(node, first.name) : null)),
    });
  }
  rows.sort((a, b) => words.compare(placeOf(a), placeOf(b)) || (a.udi < b.udi ? -1 : 1));
  return { columns: columns.map(({ column }) => column), rows };
}

/** What an editor would call the same: there, seen by visitors or not, and of one name. */
const sameAs = (first: ContentNode, node: ContentNode | null): boolean =>
  node !== null &&
  node.name === first.name &&
  node.trashed === first.trashed &&
  (node.published === null) === (first.published === null);

const cellOf = (node: ContentNode | null, name: string): ContentCell => ({
  there: node !== null,
  published: node !== null && node.published !== null,
  trashed: node?.trashed ?? false,
  name: node && node.name !== name ? node.name : null,
  updated: node?.updated ?? null,
});

const placeOf = ({ kind, path, name }: ContentRow): string => [kind, ...path, name].join('\u0001');

const words = new Intl.Collator('en');
