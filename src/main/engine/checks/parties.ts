import type { ItemName } from '../../../shared/domain/change';
import type { ItemRow } from '../../../shared/domain/database';
import type { FindingParty, WayOut } from '../../../shared/domain/plan';
import { kindInWords } from '../artifacts/entity-types';
import { itemNameOf } from '../artifacts/item-name';
import type { SiteItem } from '../artifacts/site-index';
import { itemKey } from '../deletions/item-history';
import type { CheckInput, CheckSide } from './check-input';

/** The side that an artifact of the result comes from: the source where it has the same file. */
function sideOf({ from, to }: CheckInput, { path, blob }: SiteItem): CheckSide {
  if (from.index.at(path)?.blob === blob) return from;
  if (to.index.at(path)?.blob === blob) return to;
  return from.index.at(path) ? from : to;
}

/** An artifact that takes part in a finding, with who touched it last. */
export function fileParty(input: CheckInput, item: SiteItem): FindingParty {
  const side = sideOf(input, item);
  // What is not committed was made by nobody who can be known.
  const saved = side.headIndex.at(item.path)?.blob === item.blob;
  const past = saved ? side.history().items.get(itemKey(item.path)) : undefined;
  return {
    udi: item.udi,
    item: itemNameOf(item),
    path: item.path,
    environmentId: side.environmentId,
    by: past ? [past.by] : [],
    at: past?.at ?? null,
  };
}

/** A row of an environment's database that takes part in a finding. */
export const rowParty = (row: ItemRow, { environmentId }: CheckSide): FindingParty => ({
  udi: row.udi,
  item: nameOfRow(row),
  path: null,
  environmentId,
  by: [],
  at: row.since,
});

const nameOfRow = ({ udi, entityType, name, alias }: ItemRow): ItemName => ({
  entityType,
  kind: kindInWords(entityType),
  name,
  ...(alias === null ? {} : { alias }),
  udi,
});

/** "Document Type “Blog post”". */
export const named = ({ kind, name }: { readonly kind: string; readonly name: string }): string =>
  `${kind} "${name}"`;

/** The acts of the app on an artifact that the source has: to take it away, or to give it another key. */
export function waysOut(input: CheckInput, item: SiteItem, acts: readonly WayOut['do'][]): WayOut[] {
  const { environmentId, index } = input.from;
  const there = index.at(item.path);
  if (there?.blob !== item.blob) return [];
  const act = { environmentId, path: item.path, blob: item.blob };
  return acts.flatMap((kind): WayOut[] => {
    if (kind === 'remove-item') return [{ do: kind, ...act }];
    const key = item.naturalKey;
    return key ? [{ do: kind, ...act, property: key.kind, value: `${key.value}2` }] : [];
  });
}
