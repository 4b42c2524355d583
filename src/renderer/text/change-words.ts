import type { Author, Change, ChangeGroup, ChangeKind } from '../../shared/domain/change';
import { byNumber, list, when } from './format';

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

const afterwards: Record<ChangeKind, string> = {
  added: 'New',
  modified: 'Changed',
  deleted: 'Removed',
  renamed: 'Renamed',
};
/** The same word about something that has happened already. */
export const doneKindWord = (kind: ChangeKind): string => afterwards[kind];

export const changeGroups = [
  { id: 'new', title: 'New', kinds: ['added'] },
  { id: 'changed', title: 'Changed', kinds: ['modified', 'renamed'] },
  { id: 'gone', title: 'Goes away', kinds: ['deleted'] },
] as const satisfies readonly { id: string; title: string; kinds: readonly ChangeKind[] }[];

/** "Document Type", or what kind of file it is. */
export const kindOf = (change: Pick<Change, 'item' | 'group'>): string =>
  change.item?.kind ?? groupWords[change.group];

/** The name of an item, or of the file without its folders. */
export const rowTitle = (change: Pick<Change, 'item' | 'path'>): string =>
  change.item?.name ?? change.path.slice(change.path.lastIndexOf('/') + 1);

/** "Document Type", or "Style sheet in wwwroot/css". */
export function whereIs(change: Pick<Change, 'item' | 'group' | 'path'>): string {
  const end = change.path.lastIndexOf('/');
  return change.item || end < 0 ? kindOf(change) : `${kindOf(change)} in ${change.path.slice(0, end)}`;
}

/** Who made it; never a guess: uncommitted work was "saved on this computer". */
export function who(authors: readonly Author[], uncommitted: boolean, most = 2): string {
  const names = authors.map((author) => author.name);
  if (!names.length) return uncommitted ? 'saved on this computer' : 'nobody known';
  return uncommitted ? `${list(names, most)}, and saved on this computer` : list(names, most);
}

/** "Ana, today 09:12" or "saved on this computer today 09:12". */
export function whoAndWhen(
  change: { authors: readonly Author[]; lastChanged: number | null; uncommitted?: boolean },
  now: number,
): string {
  const people = who(change.authors, change.uncommitted ?? false);
  if (change.lastChanged === null) return people;
  return `${people}${change.authors.length ? ', ' : ' '}${when(change.lastChanged, now)}`;
}

export const changeText = {
  renamedFrom: (path: string): string => `was ${path}`,
  alsoFiles: (count: number): string => `and ${count} ${byNumber(count, 'file', 'files')} that belong to it`,
  before: 'Before',
  after: 'After',
  was: 'was',
  is: 'is',
  line: 'line',
  notThere: 'Not there',
  nothingThere: 'There is nothing to show on this side.',
  binary: 'This file is not text, so there is nothing to read side by side.',
  tooLarge: 'This file is too large to show here.',
  noDifference: 'The text is the same; only how it is saved differs.',
  sizes: (before: string | null, after: string | null): string =>
    before && after ? `${before} before, ${after} after` : (after ?? before ?? ''),
  unchangedLines: (from: number): string => `Line ${from}`,
} as const;
