import type { ItemRow, ItemsAnswer } from '../../../../shared/domain/item';
import { whoAndWhen } from '../../../../shared/text/change-words';
import { plural } from '../../../../shared/text/format';
import { printable, section, table } from '../layout';
import type { Look } from './look';

/** All items of an environment by kind: name, alias, who and when. */
export function itemLines({ environment, items, problems }: ItemsAnswer, { now, paint }: Look): string[] {
  const kinds = new Map<string, ItemRow[]>();
  for (const row of items) {
    const known = kinds.get(row.item.kind);
    if (known) known.push(row);
    else kinds.set(row.item.kind, [row]);
  }
  const title = `${plural(items.length, 'item', 'items')} on ${environment.name}`;
  return [
    paint.strong(printable(title)),
    ...[...kinds].flatMap(([kind, rows]) =>
      section(
        `${kind} (${rows.length})`,
        table(
          rows.map((row) => [row.item.name, row.item.alias ?? '', whoAndWhen(row, now)]),
          { indent: '  ', styles: { 1: paint.dim, 2: paint.dim } },
        ),
        paint,
      ),
    ),
    ...section(
      'Needs a look',
      problems.map(({ path, message }) => `  ${printable(path)}: ${printable(message)}`),
      paint,
    ),
  ];
}
