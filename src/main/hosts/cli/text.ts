import { changeTitle, countChanges, type Change } from '../../../shared/domain/change';
import type { LaneFlag } from '../../../shared/domain/overview';
import type { Plan } from '../../../shared/domain/plan';
import type { Role } from '../../../shared/domain/project';
import { changesCount, list, plural } from '../../../shared/text/format';
import { kindWords } from '../../../shared/text/kind-words';
import { shellWord } from '../../../shared/text/shell-word';

/** What only the command line says: which line to type next. All else is in `src/shared/text`, for both doors. */

/** Roles as they are typed. */
export const roleWords: Record<Role, string> = {
  development: 'development',
  staging: 'staging',
  production: 'Live',
  flexible: 'flexible',
};

/** "Blog post, Danish and 3 others". */
export const firstTitles = (changes: readonly Change[], count: number): string => {
  const titles = changes.slice(0, 2).map(changeTitle);
  const rest = count - titles.length;
  return list(rest > 0 ? [...titles, plural(rest, 'other', 'others')] : titles);
};

/** The question before a run starts. */
export function question(plan: Plan): string {
  const count = countChanges(plan.changes);
  const what = kindWords[plan.kind].start(count ? changesCount(count) : '');
  return `${what} from ${plan.from.name} to ${plan.to.name}? [y/N] `;
}

/** What to type about a note beside a lane; empty where there is nothing to do. */
export function flagCommand(flag: LaneFlag, name: string): string {
  switch (flag.kind) {
    case 'sync-needed':
      return 'To do so: laneway bring-over';
    case 'branch-rewritten':
      return `If that was meant: laneway environment accept-rewrite ${shellWord(name)}`;
    case 'late-edit':
      return `When you have looked: laneway environment acknowledge ${shellWord(name)}`;
    case 'server-ahead':
      return `To do so: laneway receive ${shellWord(name)}`;
    case 'server-not-seen':
      return flag.signIn
        ? `To do so: laneway sign-in ${shellWord(name)}`
        : `To try again: laneway fetch ${shellWord(name)}`;
    case 'server-behind':
    case 'drift':
      return `To read them: laneway extract ${shellWord(name)}`;
    case 'not-watched':
      return '';
  }
}

/** What a look at a server found that has nothing more. */
export const serverSame = (name: string, host: string): string =>
  `${host} has nothing that ${name} does not have.`;

export const words = {
  goOn: (from: string, to: string): string => `Next: laneway deploy ${shellWord(from)} ${shellWord(to)}`,
  takeBack: (id: string): string => `To take it back: laneway deletions undo ${id}`,
  noDeletions: 'Nothing was deleted anywhere, and everything is the same everywhere.',
  decideHow: 'To finish one: laneway deletions decide ITEM ENV',
  allowPrograms: 'Allow these programs to run on this computer? [y/N] ',
  seeStatus: 'See: laneway status',
  askAgain: (name: string): string => `To ask again: laneway environment recover ${shellWord(name)}`,
  seeActivity: 'See: laneway activity',
  stopping: 'Stopping ...',
  noProjects: 'There is no project yet. Make one with "laneway project create", or try "laneway sample".',
  noActivity: 'Nothing has happened yet. What you deploy is noted here, with who and when.',
  untouched: 'The folders are not touched.',
  decide: 'To decide what stays: laneway conflicts',
  nothingToDecide: 'Nothing waits for a decision.',
  nothingMoved: 'Nothing has moved.',
  notThere: '(not there)',
  asItWas: 'Forgotten. Everything is as it was.',
  look: (id: string): string => `To decide: laneway conflicts ${id}`,
  finishNow: (id: string): string => `Everything is decided. To go on: laneway conflicts finish ${id}`,
  resolveHint: (id: string): string => `To decide: laneway resolve ${id} NUMBER --keep ENV`,
  opened: (address: string): string => `Laneway is open at ${address}`,
  usageHint: (command: string | null): string => `See "laneway ${command ? `${command} --help` : '--help'}".`,
} as const;
