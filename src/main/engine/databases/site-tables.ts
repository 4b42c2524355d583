import type { Reader, Row } from './sqlite';

/** Columns of a table as far as this version has them; the others are null. No rows where there is no table. */
export function rowsOf(
  reader: Reader,
  table: string,
  columns: readonly string[],
  where = '',
): readonly Row[] {
  const there = reader.columns(table);
  if (there.size === 0) return [];
  const list = columns.map((column) =>
    there.has(column.toLowerCase()) ? `"${column}"` : `NULL AS "${column}"`,
  );
  return reader.all(`SELECT ${list.join(', ')} FROM "${table}" ${where}`);
}

export const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
