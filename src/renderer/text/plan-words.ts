import type { Conflict, ConflictSide, Finding, LeftHere, Plan } from '../../shared/domain/plan';
import { countChanges } from '../../shared/domain/change';
import { changesCount, list, plural, when } from './format';

type VerdictTone = 'good' | 'warn' | 'bad';

interface Verdict {
  readonly tone: VerdictTone;
  readonly strong: string;
  readonly rest: string;
}

export const blockers = (plan: Plan): readonly Finding[] =>
  plan.findings.filter((finding) => finding.level === 'block' && finding.code !== 'conflict');
export const warnings = (plan: Plan): readonly Finding[] =>
  plan.findings.filter((finding) => finding.level === 'warn');
export const notices = (plan: Plan): readonly Finding[] =>
  plan.findings.filter((finding) => finding.level === 'notice');

const removalsSentence = (plan: Plan): string =>
  `${plural(plan.removals.length, 'thing goes', 'things go')} away on ${plan.to.name}, because ${plan.removals.length === 1 ? 'it was' : 'they were'} deleted on ${plan.from.name}.`;

/** The first line of the page, computed: is anything lost, is anything in the way. Pure. */
export function verdict(plan: Plan): Verdict {
  const to = plan.to.name;
  const stops = blockers(plan).length;
  if (stops) {
    return {
      tone: 'bad',
      strong: `${plural(stops, 'thing stands', 'things stand')} in the way.`,
      rest: 'Nothing can start until it is settled. Nothing has moved.',
    };
  }
  if (plan.conflicts.length) {
    return {
      tone: 'warn',
      strong: `Both sides changed ${plural(plan.conflicts.length, 'thing', 'things')}.`,
      rest: 'Nothing has moved.',
    };
  }
  if (plan.empty) {
    return { tone: 'good', strong: `${to} has everything that ${plan.from.name} has.`, rest: '' };
  }
  const toKnow = warnings(plan).length + (plan.removals.length ? 1 : 0);
  if (toKnow) {
    const rest = plan.removals.length
      ? `${removalsSentence(plan)} Nothing else on ${to} is lost.`
      : `Nothing on ${to} is lost.`;
    return { tone: 'warn', strong: `${plural(toKnow, 'thing to know.', 'things to know.')}`, rest };
  }
  return { tone: 'good', strong: `Nothing on ${to} is lost.`, rest: 'Nothing has been touched yet.' };
}

/** What is true, as a headline. */
export function headline(plan: Plan): string {
  const count = countChanges(plan.changes);
  if (plan.conflicts.length || blockers(plan).length) {
    return plan.kind === 'deploy'
      ? `${plan.from.name} cannot be deployed to ${plan.to.name} yet`
      : `${plan.from.name} cannot be brought to ${plan.to.name} yet`;
  }
  if (plan.empty) return 'There is nothing to deploy';
  if (count === 0) return `${plan.to.name} takes over the same content`;
  return `${changesCount(count)} ${count === 1 ? 'arrives' : 'arrive'} on ${plan.to.name}`;
}

export const startLabel = (plan: Plan): string =>
  plan.kind === 'deploy'
    ? countChanges(plan.changes) && !plan.conflicts.length
      ? `Deploy ${changesCount(countChanges(plan.changes))}`
      : 'Deploy'
    : `Bring over ${changesCount(countChanges(plan.changes))}`;

interface Fact {
  readonly about: string;
  readonly says: string;
}

/** The questions everybody has before pressing the button, answered in one line each. */
export function facts(plan: Plan): readonly Fact[] {
  const { from, to } = plan;
  const arriving = countChanges(plan.changes);
  const back = countChanges(plan.comesBack);
  const rows: Fact[] = [
    {
      about: `On ${to.name}`,
      says: `${arriving ? changesCount(arriving) : 'No counted change'} ${arriving === 1 ? 'arrives' : 'arrive'}${plan.removals.length ? `, ${plural(plan.removals.length, 'of them is a deletion', 'of them are deletions')}` : ''}.`,
    },
    {
      about: `On ${from.name}`,
      says: back
        ? `${changesCount(back)} made on ${to.name} ${back === 1 ? 'comes' : 'come'} back first.`
        : from.uncommitted
          ? 'Your saved work is recorded. Otherwise nothing changes.'
          : 'Nothing changes.',
    },
    {
      about: 'For visitors',
      says:
        to.role === 'production'
          ? `${to.name}’s folder gets the new files. Your hosting takes it from there.`
          : 'The public website does not change.',
    },
  ];
  if (plan.removals.some((removal) => removal.item)) {
    rows.push({
      about: 'Pages and media',
      says: 'Stay as they are. A deployment carries definitions and files, not pages.',
    });
  }
  rows.push({
    about: 'The way back',
    says: `The exact state of ${to.name} before is noted in the activity. Undo in one step comes in a later version.`,
  });
  return rows;
}

const did: Record<ConflictSide['did'], string> = {
  added: 'added it',
  modified: 'changed it',
  deleted: 'deleted it',
  renamed: 'renamed it',
};

/** "On Dev, Ana changed it today 09:12." */
export function sideSentence(side: ConflictSide, now: number): string {
  const time = side.lastChanged === null ? '' : ` ${when(side.lastChanged, now)}`;
  if (!side.authors.length)
    return `${side.did === 'modified' ? 'changed' : side.did} on this computer${time}`;
  const people = list(
    side.authors.map((author) => author.name),
    2,
  );
  return `${people} ${did[side.did]}${time}`;
}

export const conflictName = (conflict: Conflict): string => conflict.item?.name ?? conflict.path;

export function leftReason(left: LeftHere, where: string): string {
  const files = plural(left.paths.length, 'new file', 'new files');
  const folder = left.folder === '' ? `at the top of ${where}` : `in ${left.folder} on ${where}`;
  const why: Record<LeftHere['reason'], string> = {
    'unknown-kind': 'Laneway does not know this kind of file.',
    'large-file': 'It is large (over 10 MB).',
    'many-new-files': 'There are very many at once.',
    'looks-secret': 'It looks like a password or a key.',
    'nested-repository': 'It is a site folder of its own.',
  };
  return `${files} ${folder}. ${why[left.reason]}`;
}

const quoted = (word: string): string =>
  /^[\w./-]+$/.test(word) ? word : `"${word.replace(/(["\\$`])/g, '\\$1')}"`;

/** The exact command line for what is on screen. */
export function cliLine(plan: Plan, project: string, message: string): string {
  const words = ['laneway', plan.kind === 'deploy' ? 'deploy' : 'merge-back', quoted(plan.from.name)];
  words.push(quoted(plan.to.name), '--project', quoted(project));
  if (message.trim()) words.push('-m', `"${message.trim().replace(/(["\\$`])/g, '\\$1')}"`);
  return words.join(' ');
}

export const planText = {
  deployTitle: (from: string, to: string): string => `Deploy from ${from} to ${to}`,
  mergeBackTitle: (from: string, to: string): string => `Bring changes from ${from} over to ${to}`,
  looking: 'Looking at both sides…',
  lookingLong: 'Nothing is touched while Laneway looks.',
  inTheWay: 'What stands in the way',
  bothSides: 'Both sides changed this',
  bothSidesLead: (from: string, to: string): string =>
    `Nothing has moved. Agree with your colleague whose version stays, make ${from} and ${to} say the same there, then look again. Deciding inside Laneway comes in a later version.`,
  goesAway: (to: string): string => `Goes away on ${to}`,
  goesAwayLead:
    'The files that define these are removed. Pages made from them are not touched by a deployment.',
  comesBack: (from: string): string => `Comes back to ${from} first`,
  comesBackLead: (from: string, to: string): string =>
    `Made on ${to} since ${from} last had the same. ${from} gets them, so that nothing is overwritten.`,
  arrives: (to: string): string => `Arrives on ${to}`,
  ofAll: (shown: number, all: number): string =>
    shown === all ? changesCount(all) : `${shown} of ${changesCount(all)}`,
  leftHere: 'New files that stay where they are',
  leftHereLead: 'They are not part of this until you say so.',
  include: 'Include them',
  leave: 'Leave them here',
  left: 'You left them here',
  included: 'You included them',
  toKnow: 'To know before',
  goodToKnow: 'Good to know',
  afterwards: 'Afterwards',
  afterwardsText: (to: string, back: string): string =>
    `${back} gets the state of ${to}, as a run of its own, so that the next round starts aligned. If both sides changed something, ${back} waits with a note; this deployment still counts.`,
  message: 'Message (optional)',
  messageHint: 'For the record, e.g. “Summer campaign”. Without one, the items are named.',
  changedBanner: 'Something changed since you looked.',
  changedShow: 'Show it',
  waitsForYou: 'Look at what changed first.',
  emptyText: (from: string, to: string): string =>
    `${from} and ${to} have the same content. There is nothing to move.`,
  noise: (count: number): string =>
    `${plural(count, 'unimportant change', 'unimportant changes')} (only version numbers, order or line endings) ${count === 1 ? 'goes' : 'go'} along and ${count === 1 ? 'is' : 'are'} not counted.`,
  technicalCommand: 'The same on the command line',
  technicalHash: 'Plan',
  technicalFrom: (name: string): string => `${name} is at`,
  technicalResult: 'Resulting content',
  technicalCommit: 'Result',
  technicalNew: 'a new commit is made',
  starting: 'Starting…',
  showDetail: (name: string): string => `What changes in ${name}`,
  why: 'Nothing can start until what stands in the way is settled.',
  whyConflicts: 'Both sides changed the same things.',
  whyEmpty: 'There is nothing to deploy.',
  whoTitle: 'Who are you?',
  whoLead:
    'Your name stands beside what you deploy, so that your colleagues know whom to ask. It stays on this computer and in the record.',
  whoName: 'Name',
  whoEmail: 'E-mail',
  whoGo: 'Save and deploy',
  whoNeeded: 'Please write your name.',
} as const;
