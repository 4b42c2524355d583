import type { Finding } from '../../../shared/domain/plan';
import type { SiteItem } from '../artifacts/site-index';
import { broughtBackKey, itemKey, type ItemDeletion } from '../deletions/item-history';
import type { CheckInput, CheckSide } from './check-input';
import { fileParty, named, waysOut } from './parties';

/**
 * Items that were deleted and come back, whichever side brings them (umbraco.md, "Deletions"): every item of the
 * result that one side lacks and that is dead on either: it had an artifact in that side's history and has none in
 * its head. Ends when somebody brought it back on purpose, which the history records.
 */
export function resurrections(input: CheckInput): Finding[] {
  const { from, to, result } = input;
  return result.items.flatMap((item): Finding[] => {
    const key = itemKey(item.path);
    if (from.index.item(item.udi) && to.index.item(item.udi)) return [];
    for (const side of [to, from]) {
      const deleted = deletionOn(side, item, key);
      if (!deleted) continue;
      const pair = `${key} ${deleted.commit}`;
      const meant = [from, to].some(({ history }) => history().broughtBack.has(pair));
      return meant ? [] : [finding(input, side, item, deleted, pair)];
    }
    return [];
  });
}

function deletionOn(side: CheckSide, item: SiteItem, key: string): ItemDeletion | null {
  return side.headIndex.item(item.udi) ? null : (side.history().items.get(key)?.deleted ?? null);
}

function finding(
  input: CheckInput,
  side: CheckSide,
  item: SiteItem,
  { by, at }: ItemDeletion,
  pair: string,
): Finding {
  const { from, to } = input;
  const goesTo = to.index.item(item.udi) ? from : to;
  return {
    code: 'resurrection',
    level: 'warn',
    environmentId: goesTo.environmentId,
    path: item.path,
    parties: [fileParty(input, item)],
    yes: { key: broughtBackKey(pair), needed: false },
    ways: waysOut(input, item, ['remove-item']),
    message: `${named(item)} was deleted on ${side.name} by ${by.name} (${day(at)}) and comes back to ${goesTo.name}. If it should stay deleted, delete it again; if it was meant, say so.`,
  };
}

/** A date that reads the same everywhere; the finding is text already when it leaves the engine. */
const day = (at: number): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
