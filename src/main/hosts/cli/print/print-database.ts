import type { DatabaseLine, DatabasePage } from '../../../../shared/domain/database-page';
import { databaseSummary, lineNotes, noDatabaseSentence } from '../../../../shared/text/database-words';
import { printable, table } from '../layout';
import type { Look } from './look';

/** A database as lines: what there is in all, then the rows. */
export function databaseLines(page: DatabasePage, name: string, look: Look): string[] {
  if (page.problem) return [printable(`The database of ${name} cannot be read. ${page.problem.message}`)];
  if (page.kind === 'none') return [printable(noDatabaseSentence(name))];
  const line = (row: DatabaseLine): string[] =>
    [
      row.kindWords,
      [...row.path, row.name].join(' / '),
      row.detail,
      lineNotes(row, look.now).join(', '),
      row.udi,
    ].map(printable);
  return [
    printable(databaseSummary(page, name)),
    ...(page.report ? [printable(page.report.message)] : []),
    ...(page.lines.length > 0 ? ['', ...table(page.lines.map(line), { indent: '  ' })] : []),
    ...(page.matching > page.lines.length
      ? [`  and ${page.matching - page.lines.length} more: --kind and --search show fewer`]
      : []),
  ];
}
