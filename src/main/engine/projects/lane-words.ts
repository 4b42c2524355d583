import type { Role } from '../../../shared/domain/project';

type LaneRole = Exclude<Role, 'flexible'>;

const roleWords: Readonly<Record<LaneRole, readonly string[]>> = {
  development: [
    'dev',
    'develop',
    'development',
    'local',
    'test',
    'testing',
    'int',
    'integration',
    'sandbox',
    'entwicklung',
  ],
  staging: ['stage', 'staging', 'stg', 'uat', 'preview', 'preprod', 'acceptance', 'acc', 'qa', 'beta'],
  production: ['live', 'prod', 'production', 'public', 'www'],
};

/** What a lane is called when its folder does not say. */
export const usualName: Readonly<Record<LaneRole, string>> = {
  development: 'Dev',
  staging: 'Staging',
  production: 'Live',
};

/** The words of a name: `nordlys-dev`, `NordlysDev`, `nordlys_dev.site` -> lower-case parts. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .split(/[\s._/-]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

/** The word of a name that says which lane it is, with the lane; null where none does. The last one counts. */
export function roleInWords(
  words: readonly string[],
): { readonly role: LaneRole; readonly word: string } | null {
  for (const word of words.toReversed()) {
    const role = (Object.keys(roleWords) as LaneRole[]).find((candidate) =>
      roleWords[candidate].includes(word),
    );
    if (role) return { role, word };
  }
  return null;
}

/** Words as a name on a card: `dev` -> "Dev". */
export const asTitle = (words: readonly string[]): string =>
  words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');

/**
 * What tells several names apart: the parts that all share at the start and at the end are left out. A list may
 * become empty where one name is contained in the others.
 */
export function withoutShared<T>(lists: readonly (readonly T[])[]): {
  readonly shared: readonly T[];
  readonly rest: readonly (readonly T[])[];
} {
  const [first = []] = lists;
  if (lists.length < 2) return { shared: first, rest: lists.map(() => []) };
  let start = 0;
  while (start < first.length && lists.every((list) => list.length > start && list[start] === first[start]))
    start++;
  const shortest = Math.min(...lists.map((list) => list.length));
  let end = 0;
  while (end < shortest - start && lists.every((list) => list.at(-1 - end) === first.at(-1 - end))) end++;
  return { shared: first.slice(0, start), rest: lists.map((list) => list.slice(start, list.length - end)) };
}
