import type { ItemRow, ItemsAnswer } from '../../../shared/domain/item';
import { itemNameOf } from '../artifacts/item-name';
import { problemInWords } from '../artifacts/problem-in-words';
import { readSiteIndex, type SiteItem } from '../artifacts/site-index';
import { lastTouched } from '../git/history/last-touched';
import { createOverlay } from '../git/objects/overlay';
import type { Clock } from '../ports';
import type { Profile } from '../profiles/profile';
import type { OpenEnvironment } from '../workspace/workspace';
import { readSide } from './read-side';

/** All items of an environment, with its unsaved work. Moves nothing. @throws what `readSide` says */
export async function listItems(
  open: OpenEnvironment,
  { profile, clock }: { readonly profile: Profile; readonly clock: Clock },
): Promise<ItemsAnswer> {
  const { objects } = open.repository;
  const store = createOverlay([objects]);
  const { side } = await readSide(open, store, { profile, clock, settle: false });
  const index = readSiteIndex(store, side.end.tree);
  const touched = lastTouched(objects, side.end.head, [], new Set(index.items.map(({ path }) => path)));
  const row = (item: SiteItem): ItemRow => {
    const touch = touched.get(item.path);
    const saved = side.uncommitted.get(item.path);
    const recorded = touch ? touch.lastSeconds * 1000 : null;
    return {
      item: itemNameOf(item),
      path: item.path,
      authors: touch?.authors ?? [],
      lastChanged: saved === undefined || saved === null ? recorded : Math.round(saved),
      uncommitted: saved !== undefined,
    };
  };
  return {
    environment: open.environment,
    items: index.items.map(row).sort(byKindAndName),
    problems: index.problems.map((problem) => ({ path: problem.path, message: problemInWords(problem) })),
  };
}

const byKindAndName = ({ item: a }: ItemRow, { item: b }: ItemRow): number =>
  a.kind.localeCompare(b.kind, 'en') || a.name.localeCompare(b.name, 'en');
