import type { Lane, LaneFlag } from '../../shared/domain/overview';
import { byNumber, changesCount, plural, when } from '../../shared/text/format';

/** The same in two lines, for a card that has nothing pending. */
export const arrivalWords = (
  record: NonNullable<Lane['lastArrival']>,
  time: string,
): { what: string; when: string } => ({
  what: `${changesCount(record.changeCount)} from ${record.from.name}`,
  when: `arrived ${time}, by ${record.who}`,
});

/** Where it really is: a folder, and the server that it is sent to, as of the last time that Laneway heard from it. */
export function placeSentence({ server, upstream }: Lane, now: number): string {
  if (!server) return upstream ? `Also sent to ${upstream}` : 'Folder on this computer';
  const seen = server.seenAt === null ? 'not looked at yet' : `as of ${when(server.seenAt, now)}`;
  return `Also sent to ${server.host}, ${seen}`;
}

/** Role in a word, only where the name does not say it already. */
export function roleWord(name: string, role: Lane['environment']['role']): string | null {
  const words = { development: 'Development', staging: 'Staging', production: 'Live', flexible: 'Flexible' };
  const aliases = {
    development: ['dev', 'development', 'develop'],
    staging: ['staging', 'stage', 'test', 'qa'],
    production: ['live', 'production', 'prod'],
    flexible: ['flexible'],
  };
  return aliases[role].includes(name.trim().toLowerCase()) ? null : words[role];
}

export interface FlagAction {
  readonly does: 'bring-over' | 'environment' | 'database' | 'activity' | 'receive' | 'look' | 'sign-in';
  readonly label: string;
}

/** What can be done about a note on a card, on another page. */
export function flagAction(flag: LaneFlag): FlagAction {
  switch (flag.kind) {
    case 'sync-needed':
      return { does: 'bring-over', label: `Bring ${byNumber(flag.count, 'it', 'them')} over` };
    case 'drift':
      return { does: 'database', label: flag.waiting === null ? 'Read them' : 'See what to do' };
    case 'not-watched':
      return { does: 'environment', label: 'Why' };
    case 'branch-rewritten':
      return { does: 'environment', label: 'Check and confirm' };
    case 'late-edit':
      return { does: 'activity', label: 'See what was kept' };
    case 'server-ahead':
      return { does: 'receive', label: `Bring ${byNumber(flag.count || 1, 'it', 'them')} over` };
    case 'server-behind':
      return { does: 'look', label: 'Look at the server' };
    case 'server-not-seen':
      return flag.signIn ? { does: 'sign-in', label: 'Sign in' } : { does: 'look', label: 'Try again' };
  }
}

export const overviewText = {
  title: 'Overview',
  lead: 'What is where, and what can move next.',
  checked: (ago: string): string => `Checked ${ago}`,
  checkedNow: 'Checked just now',
  deployTo: (to: string): string => `Deploy changes to ${to}`,
  pushTo: (to: string): string => `Push changes to ${to}`,
  pullFrom: (from: string): string => `Pull changes from ${from}`,
  syncWith: (from: string): string => `Sync with ${from}`,
  compare: 'Compare',
  seeChanges: 'See all changes',
  viewDetails: 'View details',
  whereIsIt: 'Where is it?',
  seeWhatToDo: 'See what to do',
  decide: 'Decide what stays',
  details: 'Details',
  more: (count: number): string => `and ${plural(count, 'more', 'more')}`,
  removals: (count: number): string => plural(count, 'goes away', 'go away'),
  recently: 'Recently',
  recentlyEmpty: 'Nothing has been deployed yet. What you deploy is noted here, with who and when.',
  allActivity: 'All activity',
  lanes: 'Environments, from where changes are made to Live',
  flowNone: (from: string, to: string): string => `Nothing waits between ${from} and ${to}`,
  flowSome: (from: string, to: string, count: number): string =>
    `${changesCount(count)} can move from ${from} to ${to}`,
  flowBack: (from: string, to: string, count: number): string =>
    `${to} has ${changesCount(count)} that ${from} lacks`,
  flexibleUnder: (name: string): string => `Hangs on ${name}`,
  addEnvironment: 'Add an environment',
  moreNotes: (count: number): string => plural(count, 'more note', 'more notes'),
} as const;
