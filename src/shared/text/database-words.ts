import type { ExtractionSummary } from '../domain/database';
import type { DatabaseLine, DatabasePage, ImportedContent } from '../domain/database-page';
import { list, plural, when } from './format';

/** "The database of Staging has all 40 items. 1 is new, 2 were brought up to date." */
export function extractionSentence(summary: ExtractionSummary, name: string): string {
  if (summary.kind === 'site')
    return `The site of ${name} was asked to read its files. It answers when it is running.`;
  const { added, changed, withoutFile, items } = summary;
  const parts = [
    added ? `${plural(added, 'is', 'are')} new` : '',
    changed ? `${plural(changed, 'was', 'were')} brought up to date` : '',
    withoutFile ? `${plural(withoutFile, 'stays', 'stay')} without file` : '',
  ].filter((part) => part !== '');
  const what = parts.length > 0 ? `${list(parts)}.` : 'Nothing had to be changed.';
  return `The database of ${name} has ${plural(items, 'item', 'items')}. ${what}`;
}

export const noDatabaseSentence = (name: string): string =>
  `${name} has no database that Laneway knows of: its site has no named items.`;

/** "Staging: 40 items, 1 of them without file, 12 pages, 3 media." */
export function databaseSummary({ groups }: Pick<DatabasePage, 'groups'>, name: string): string {
  const count = (kind: string): number => groups.find((group) => group.kind === kind)?.count ?? 0;
  const items = groups
    .filter(({ isContent, kind }) => !isContent && kind !== 'without-file')
    .reduce((sum, group) => sum + group.count, 0);
  const left = count('without-file');
  const members = count('member');
  return `${name}: ${list(
    [
      plural(items, 'item', 'items'),
      left > 0 ? `${left} of them without file` : '',
      plural(count('document'), 'page', 'pages'),
      plural(count('media'), 'media item', 'media items'),
      members > 0 ? plural(members, 'member', 'members') : '',
    ].filter((part) => part !== ''),
  )}.`;
}

/** What is worth saying of one line beside its name. */
export function lineNotes(line: DatabaseLine, now: number): string[] {
  return [
    line.withoutFile ? `without file${line.at === null ? '' : ` since ${when(line.at, now)}`}` : '',
    line.empty ? 'shows nothing: its view is gone' : '',
    line.uses === null || line.uses === 0 ? '' : `used by ${plural(line.uses, 'page', 'pages')}`,
    line.published ? '' : 'not published',
    line.trashed ? 'in the bin' : '',
  ].filter((note) => note !== '');
}

/** "21 pages and media items came into the database of Live; the 18 that were there before are replaced." */
export const importSentence = ({ imported, replaced }: ImportedContent, name: string): string => {
  const came = `${plural(imported, 'page or media item', 'pages and media items')} came into the database of ${name}`;
  return replaced > 0
    ? `${came}; what was there before (${plural(replaced, 'entry', 'entries')}) is replaced.`
    : `${came}.`;
};
