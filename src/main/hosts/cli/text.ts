import {
  changeTitle,
  type Author,
  type Change,
  type ChangeGroup,
  type ChangeKind,
} from '../../../shared/domain/change';
import type { Role } from '../../../shared/domain/project';
import { list, plural, when } from './format';

/** The words of the command line, the same as in the window: environments by name, no words of git. */

export type Tone = 'good' | 'warn' | 'bad';

export const roleWords: Record<Role, string> = {
  development: 'development',
  staging: 'staging',
  production: 'Live',
  flexible: 'flexible',
};

export const kindWords: Record<ChangeKind, string> = {
  added: 'New',
  modified: 'Changed',
  deleted: 'Goes away',
  renamed: 'Renamed',
};

/** The same words about something that has happened already. */
export const doneKindWords: Record<ChangeKind, string> = { ...kindWords, deleted: 'Removed' };

const groupWords: Record<ChangeGroup, string> = {
  items: 'Item',
  views: 'View',
  styles: 'Style sheet',
  scripts: 'Script',
  pictures: 'Picture',
  configuration: 'Configuration',
  files: 'File',
};

export const thingKind = (change: Pick<Change, 'item' | 'group'>): string =>
  change.item?.kind ?? groupWords[change.group];

/** Who and when; never a guess: where nobody can be known it was "saved on this computer". */
export function whoAndWhen(
  change: Pick<Change, 'authors' | 'lastChanged'> & { uncommitted?: boolean },
  now: number,
): string {
  const time = change.lastChanged === null ? '' : when(change.lastChanged, now);
  const people = peopleWord(change.authors);
  if (change.uncommitted) {
    const saved = `saved on this computer${time ? ` ${time}` : ''}`;
    return people ? `${people}; ${saved}` : saved;
  }
  return [people, time].filter(Boolean).join(', ');
}

export const peopleWord = (authors: readonly Author[]): string =>
  authors.length
    ? list(
        authors.map(({ name }) => name),
        2,
      )
    : '';

export const noiseSentence = (count: number): string =>
  `${plural(count, 'unimportant change', 'unimportant changes')} (only version numbers, order or line endings) not counted`;

/** "Blog post, Danish and 3 others". */
export const firstTitles = (changes: readonly Change[], count: number): string => {
  const titles = changes.slice(0, 2).map(changeTitle);
  const rest = count - titles.length;
  return list(rest > 0 ? [...titles, plural(rest, 'other', 'others')] : titles);
};

/** A word as it can be typed in a shell again. */
export const shellWord = (word: string): string =>
  /^[\w./@%+,:=-]+$/.test(word) ? word : `"${word.replace(/(["\\$`])/g, '\\$1')}"`;

export const words = {
  goOn: (from: string, to: string): string => `Next: laneway deploy ${shellWord(from)} ${shellWord(to)}`,
  mergedBack: (to: string): string => `${to} has the same state again. The next round starts aligned.`,
  mergeBackStopped: (to: string): string =>
    `${to} could not get the same state by itself. Nothing was changed there. See: laneway status`,
  afterwards: (to: string, back: string): string =>
    `${back} gets the state of ${to}, as a run of its own, so that the next round starts aligned.`,
  wayBack: (to: string): string => `The exact state of ${to} before is noted in the activity.`,
  stopping: 'Stopping ...',
  notStarted: 'Nothing was deployed.',
  noProjects: 'There is no project yet. Make one with "laneway project create", or try "laneway sample".',
  noActivity: 'Nothing has happened yet. What you deploy is noted here, with who and when.',
  untouched: 'The folders are not touched.',
  opened: (address: string): string => `Laneway is open at ${address}`,
  usageHint: (command: string | null): string => `See "laneway ${command ? `${command} --help` : '--help'}".`,
} as const;
