import type { Change, ChangeKind } from '../../shared/domain/change';
import { kindOf } from '../../shared/text/change-words';

export const changeGroups = [
  { id: 'new', title: 'New', kinds: ['added'] },
  { id: 'changed', title: 'Changed', kinds: ['modified', 'renamed'] },
  { id: 'gone', title: 'Goes away', kinds: ['deleted'] },
] as const satisfies readonly { id: string; title: string; kinds: readonly ChangeKind[] }[];

/** The name of an item, or of the file without its folders. */
export const rowTitle = (change: Pick<Change, 'item' | 'path'>): string =>
  change.item?.name ?? change.path.slice(change.path.lastIndexOf('/') + 1);

/** "Document Type", or "Style sheet in wwwroot/css". */
export function whereIs(change: Pick<Change, 'item' | 'group' | 'path'>): string {
  const end = change.path.lastIndexOf('/');
  return change.item || end < 0 ? kindOf(change) : `${kindOf(change)} in ${change.path.slice(0, end)}`;
}

export const changeText = {
  before: 'Before',
  after: 'After',
  about: 'What',
  file: 'The file, line by line',
  nothing: 'nothing',
  was: 'was',
  is: 'is',
  notThere: 'Not there',
  binary: 'This file is not text, so there is nothing to read side by side.',
  tooLarge: 'This file is too large to show here.',
  sizes: (before: string | null, after: string | null): string =>
    before && after ? `${before} before, ${after} after` : (after ?? before ?? ''),
} as const;
