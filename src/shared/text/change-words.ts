import type { Author, Change, ChangeGroup, ChangeKind } from '../domain/change';
import type { PropertyChange } from '../domain/proposal';
import { byNumber, list, plural, when } from './format';

const groupWords: Record<ChangeGroup, string> = {
  items: 'Item',
  views: 'View',
  styles: 'Style sheet',
  scripts: 'Script',
  pictures: 'Picture',
  configuration: 'Configuration',
  files: 'File',
};

export const changeKindWords: Record<ChangeKind, string> = {
  added: 'New',
  modified: 'Changed',
  deleted: 'Goes away',
  renamed: 'Renamed',
};

/** The same words about something that has happened already. */
export const doneKindWords: Record<ChangeKind, string> = { ...changeKindWords, deleted: 'Removed' };

/** What became of one thing about an item. */
export const propertyKindWords: Record<PropertyChange['kind'], string> = {
  added: 'New',
  removed: 'Goes away',
  changed: 'Changed',
};

export const sameItemSentence = 'The item says the same; only how its file is written differs.';

/** "Document Type", or what kind of file it is. */
export const kindOf = (change: Pick<Change, 'item' | 'group'>): string =>
  change.item?.kind ?? groupWords[change.group];

/** Distinct people by name: "Ana, Eva and 3 others"; empty where nobody is known. */
export const people = (authors: readonly Author[], most = 2): string =>
  list(
    authors.map(({ name }) => name),
    most,
  );

const savedHere = 'saved on this computer';

/** Who made it; never a guess: work that is not recorded yet was "saved on this computer". */
export function who({ authors, uncommitted }: Pick<Change, 'authors' | 'uncommitted'>, most = 2): string {
  const names = people(authors, most);
  if (!uncommitted) return names;
  return names ? `${names}, and ${savedHere}` : savedHere;
}

/** "Ana, today 09:12" or "saved on this computer today 09:12". A removal does not say whether it is recorded. */
export function whoAndWhen(
  {
    authors,
    lastChanged,
    uncommitted = false,
  }: Pick<Change, 'authors' | 'lastChanged'> & { uncommitted?: boolean },
  now: number,
): string {
  const time = lastChanged === null ? '' : when(lastChanged, now);
  return [who({ authors, uncommitted }), time].filter(Boolean).join(uncommitted ? ' ' : ', ');
}

/** Further files of the same row, e.g. the view of a template. */
export const alsoFiles = (count: number): string =>
  `and ${plural(count, 'file that belongs', 'files that belong')} to it`;

export const renamedFrom = (path: string): string => `was ${path}`;

/** Rows that are left out of every count, and why. */
export const noiseSentence = (count: number): string =>
  `${plural(count, 'unimportant change', 'unimportant changes')} (only version numbers, order or line endings) ${byNumber(count, 'goes', 'go')} along and ${byNumber(count, 'is', 'are')} not counted.`;

export const sameTextSentence = 'The text is the same; only how it is saved differs.';
