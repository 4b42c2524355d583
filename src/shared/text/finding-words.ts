import type { Finding, FindingParty, Plan, WayOut } from '../domain/plan';
import { who } from './change-words';
import { plural, when } from './format';

/** "Document Type Blog post (umbraco/…/x.uda) on Dev, Ana, today 09:12". */
export function partyLine({ item, path, by, at }: FindingParty, environment: string, now: number): string {
  const where = path === null ? `in the database of ${environment}` : `on ${environment}, ${path}`;
  const people = who({ authors: by, uncommitted: by.length === 0 && path !== null });
  const time = at === null ? '' : when(at, now);
  const since = [people, time].filter(Boolean).join(by.length ? ', ' : ' ');
  return `${item.kind} ${item.name}, ${where}${since ? ` (${since})` : ''}`;
}

/** What a person says yes to, as the label of the yes. */
export function yesLabel({ code, pages }: Finding): string {
  switch (code) {
    case 'field-loss':
      return pages
        ? `Yes, the text on ${plural(pages, 'page', 'pages')} may go`
        : 'Yes, text that may be there may go';
    case 'pages-blank':
      return pages
        ? `Yes, ${plural(pages, 'page', 'pages')} may show nothing`
        : 'Yes, pages that use it may show nothing';
    case 'resurrection':
      return 'Bring it back on purpose (and do not ask again)';
    default:
      return 'Yes, I know';
  }
}

/** The label of an act that settles a finding. Its file is named only where the name alone would not tell which. */
export function wayLabel(way: WayOut, finding: Finding, environment: string): string {
  const { parties = [] } = finding;
  const party = parties.find(({ path }) => path === way.path);
  const nameOf = ({ item }: FindingParty): string => `${item.kind} ${item.name}`;
  const name = party ? nameOf(party) : way.path;
  const isTold = party !== undefined && parties.filter((other) => nameOf(other) === name).length === 1;
  const file = isTold ? '' : ` (${way.path.slice(way.path.lastIndexOf('/') + 1)})`;
  return way.do === 'remove-item'
    ? `Delete ${name} on ${environment}${file}`
    : `Rename ${name} on ${environment}${file}…`;
}

/** Findings that take away what editors wrote, or blank pages, and wait for a yes. */
export const losses = (plan: Plan): readonly Finding[] => plan.findings.filter(({ yes }) => yes?.needed);

/** "Text on 38 pages would be lost." The first line of a plan that takes something away for good. */
export function lossSentence(found: readonly Finding[]): string {
  const [first] = found;
  if (first === undefined) return '';
  if (found.length > 1) return `${plural(found.length, 'thing', 'things')} editors made would be lost.`;
  const { code, pages } = first;
  if (code === 'pages-blank')
    return pages
      ? `${plural(pages, 'page', 'pages')} would show nothing.`
      : 'Pages that use it would show nothing.';
  return pages ? `Text on ${plural(pages, 'page', 'pages')} would be lost.` : 'Text may be lost.';
}

/**
 * Collisions as the platform's own log says them, line by line, so that they can be searched for there; empty where
 * there is none. Source: umbraco.md, "Collisions".
 */
export function platformWords(found: readonly Finding[]): string[] {
  const lines = found
    .filter(({ code }) => code === 'collision')
    .flatMap(({ parties = [] }) => [
      `Collisions for entity type "${parties[0]?.item.entityType ?? ''}":`,
      ...parties.map(({ path, item, udi }) =>
        path === null ? `  {${item.kind.replaceAll(' ', '')} ${udi}}` : `  UdaFile: ${path}`,
      ),
    ]);
  return lines.length ? ['Some artifacts collide on unique identifiers.', ...lines] : [];
}
