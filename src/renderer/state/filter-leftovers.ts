import type { DeletionRow } from '../../shared/domain/deletion';

/** What waits for a decision (with what is to be done in a site), everything that is not gone, or what is. */
export type LeftoverFilter = 'decide' | 'all' | 'gone';

const shows: Record<LeftoverFilter, (row: DeletionRow) => boolean> = {
  decide: ({ state }) => state === 'decide' || state === 'to-do',
  all: ({ state }) => state !== 'gone',
  gone: ({ state }) => state === 'gone',
};

/** Rows of the deletion review by filter and words of their name, alias or kind. Pure. */
export function filterLeftovers(
  rows: readonly DeletionRow[],
  filter: LeftoverFilter,
  search: string,
): readonly DeletionRow[] {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (!shows[filter](row)) return false;
    if (words.length === 0) return true;
    const text = `${row.item.name} ${row.item.alias ?? ''} ${row.item.kind}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
