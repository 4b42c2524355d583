import type { ItemName } from '../../../shared/domain/change';
import type { DeletionImpact } from '../../../shared/domain/deletion';
import { placeInSite } from '../../../shared/text/deletion-words';
import { itemNameOf } from '../artifacts/item-name';
import { knowsContent } from '../databases/ask-database';
import type { EnvironmentDatabase } from '../databases/database';
import { fail } from '../errors';
import { itemOfRow } from './item-of-row';
import { cellOf } from './matrix';
import { nameOfItem, type EnvironmentFacts } from './read-facts';
import { seenOf } from './seen';
import { contentImpact, countTouched, unknownImpact, whatGoes, type WhatGoes } from './what-goes';

/** Everything that is known before one item is deleted in one environment. */
export interface ReadImpact {
  readonly impact: DeletionImpact;
  /** Null where nothing is known of the database. */
  readonly goes: WhatGoes | null;
}

/** What goes, what depends on it, and what a decision has to name. Reads nothing but what was read already. */
export function readImpact(udi: string, facts: EnvironmentFacts): ReadImpact {
  const cell = cellOf(udi, facts);
  if (!cell) return fail('internal', { detail: `no cell for ${udi}` });
  const { column, known, database, index } = facts;
  const goes = database.known ? whatGoes(udi, database) : null;
  const item = known.files.get(udi) ?? (goes?.row ? itemOfRow(goes.row) : nameOfItem(udi, [facts]));
  const blocking = (goes?.blocking ?? []).map(itemOfRow);
  const impact: DeletionImpact = {
    environmentId: column.environmentId,
    environment: column.name,
    udi,
    item,
    cell,
    content: goes && knowsContent(database) ? contentImpact(goes) : unknownImpact,
    neededBy: neededBy(udi, index, blocking),
    blocking,
    seen: seenOf(goes),
    confirm: column.role === 'production' || (goes !== null && countTouched(goes) > 0),
    place: column.database === 'site' ? placeInSite(item, foldersOf(goes, database)) : [],
  };
  return { impact, goes };
}

/** Items whose files refer to it, and those whose entries do. */
function neededBy(
  udi: string,
  index: EnvironmentFacts['index'],
  blocking: readonly ItemName[],
): readonly ItemName[] {
  const found = new Map<string, ItemName>();
  for (const item of [...index.referrersOf(udi).map((referrer) => itemNameOf(referrer.item)), ...blocking])
    if (item.udi !== udi) found.set(item.udi ?? item.name, item);
  return [...found.values()];
}

/** Names of the folders that an item lies in, from the top. */
function foldersOf(goes: WhatGoes | null, database: EnvironmentDatabase): string[] {
  const names: string[] = [];
  const seen = new Set<string>();
  let at = goes?.row?.parent ?? null;
  while (at !== null && database.known && !seen.has(at)) {
    seen.add(at);
    const row = database.items.get(at);
    if (row?.entityType.endsWith('-container')) names.unshift(row.name);
    at = row?.parent ?? null;
  }
  return names;
}
