import type { Change } from '../../shared/domain/change';
import { kindOf } from '../../shared/text/change-words';
import { changeGroups } from '../text/row-words';

export type ChangeFilter = 'all' | (typeof changeGroups)[number]['id'];

/** A row of the list: a heading, a change, or the line under which unimportant ones are folded. */
export type ChangesRow =
  | { readonly kind: 'heading'; readonly key: string; readonly title: string; readonly count: number }
  | { readonly kind: 'change'; readonly key: string; readonly change: Change }
  | { readonly kind: 'noise'; readonly key: string; readonly count: number; readonly open: boolean };

const haystack = (change: Change): string =>
  [
    change.item?.name,
    change.item?.alias,
    change.path,
    kindOf(change),
    ...change.authors.map(({ name }) => name),
  ]
    .join('\n')
    .toLowerCase();

/** Pure: the rows of the list for a filter and a search. */
export function changesRows(
  changes: readonly Change[],
  filter: ChangeFilter,
  search: string,
  noiseOpen: boolean,
): readonly ChangesRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = words.length
    ? changes.filter((change) => {
        const text = haystack(change);
        return words.every((word) => text.includes(word));
      })
    : changes;
  const rows: ChangesRow[] = [];
  for (const group of changeGroups) {
    if (filter !== 'all' && filter !== group.id) continue;
    const inGroup = matching.filter(
      (change) => !change.noise && (group.kinds as readonly string[]).includes(change.kind),
    );
    if (!inGroup.length) continue;
    rows.push({ kind: 'heading', key: `#${group.id}`, title: group.title, count: inGroup.length });
    for (const change of inGroup) rows.push({ kind: 'change', key: change.path, change });
  }
  const noise = filter === 'all' ? matching.filter((change) => change.noise) : [];
  if (noise.length) {
    rows.push({ kind: 'noise', key: '#noise', count: noise.length, open: noiseOpen });
    if (noiseOpen) for (const change of noise) rows.push({ kind: 'change', key: change.path, change });
  }
  return rows;
}
