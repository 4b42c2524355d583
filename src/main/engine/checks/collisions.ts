import type { ItemRow } from '../../../shared/domain/database';
import type { Finding } from '../../../shared/domain/plan';
import type { NaturalKey } from '../artifacts/artifact';
import { kindInWords } from '../artifacts/entity-types';
import type { SiteItem } from '../artifacts/site-index';
import { itemsByKey } from '../databases/ask-database';
import type { CheckInput, CheckSide } from './check-input';
import { fileParty, named, rowParty, waysOut } from './parties';

/**
 * Different items of one kind with one natural key, all of them at once: two artifacts of the result, or an artifact
 * and what a database has (umbraco.md, "Collisions"). The platform refuses to extract them.
 */
export const collisions = (input: CheckInput): Finding[] => [
  ...betweenFiles(input),
  ...withDatabase(input, input.to),
  ...(input.movesSource ? withDatabase(input, input.from) : []),
];

const keyWords: Record<NaturalKey['kind'], string> = {
  Alias: 'alias',
  Name: 'name',
  ItemKey: 'key',
  IsoCode: 'language code',
};

function betweenFiles(input: CheckInput): Finding[] {
  const { result, to } = input;
  return result.sharedKeys.flatMap(({ key, items }): Finding[] => {
    const different = [...new Map(items.map((item) => [item.udi, item])).values()];
    const [first] = different;
    if (!first || different.length < 2) return [];
    const known = items.every((item) => to.index.at(item.path)?.blob === item.blob);
    const names = different.map(({ name }) => `"${name}"`).join(' and ');
    return [
      {
        code: 'collision',
        level: known ? 'warn' : 'block',
        path: first.path,
        paths: items.map(({ path }) => path),
        parties: items.map((item) => fileParty(input, item)),
        ways: known ? [] : items.flatMap((item) => waysOut(input, item, ['remove-item', 'rename-item'])),
        message: `${different.length} different items of kind ${first.kind} have the ${keyWords[key.kind]} "${key.value}": ${names}. Keep one of them and delete the other, or rename one.`,
      },
    ];
  });
}

/** A row that has no artifact in the result stays as it is, and keeps its key to itself. */
function withDatabase(input: CheckInput, side: CheckSide): Finding[] {
  const found: Finding[] = [];
  for (const item of input.result.items) {
    const key = item.naturalKey;
    // What this side has already is in its database since then, or never will be.
    if (key === null || side.index.at(item.path)?.blob === item.blob) continue;
    const rows = itemsByKey(side.database, item.entityType, key.folded);
    if (rows === 'unknown') continue;
    for (const row of rows)
      if (row.udi !== item.udi && input.result.item(row.udi) === undefined)
        found.push(rowFinding(input, side, item, key, row));
  }
  return found;
}

function rowFinding(
  input: CheckInput,
  side: CheckSide,
  item: SiteItem,
  key: NaturalKey,
  row: ItemRow,
): Finding {
  const other = `${kindInWords(row.entityType)} "${row.name}"`;
  return {
    code: 'collision',
    level: 'block',
    environmentId: side.environmentId,
    path: item.path,
    parties: [fileParty(input, item), rowParty(row, side)],
    ways: waysOut(input, item, ['remove-item', 'rename-item']),
    message: `${named(item)} and ${other}, which the database of ${side.name} has${row.withoutFile ? ' although its file is gone' : ''}, have the same ${keyWords[key.kind]} "${key.value}". Delete the one on ${side.name} there first, or rename or delete the other.`,
  };
}
