import { countChanges } from '../domain/change';
import type { ConflictSide } from '../domain/conflict';
import type { OutdatedDecision } from '../domain/conflict-session';
import type { Finding, FindingLevel, LeftHere, Plan } from '../domain/plan';
import { movesBoth } from '../domain/plan-kind';
import { people } from './change-words';
import { unfinished, unfinishedSentence } from './deletion-words';
import { byNumber, changesCount, plural, when } from './format';
import { losses, lossSentence } from './finding-words';
import { kindWords } from './kind-words';
import { visitorsSentence } from './run-words';

/** Headings of a plan, in the order in which it is told. */
export const planSections = {
  inTheWay: 'What stands in the way',
  bothSides: 'Both sides changed this',
  decided: 'Both sides changed this, and it is decided',
  lost: 'What editors made that would be lost',
  unfinished: 'Deletions that are not finished there',
  goesAway: (to: string): string => `Goes away on ${to}`,
  comesBack: (from: string): string => `Comes back to ${from} first`,
  arrives: (to: string): string => `Arrives on ${to}`,
  leftHere: 'New files that stay where they are',
  toKnow: 'To know before',
  goodToKnow: 'Good to know',
  afterwards: 'Afterwards',
} as const;

const findings = (plan: Plan, level: FindingLevel): readonly Finding[] =>
  plan.findings.filter((finding) => finding.level === level);

/** What stands in the way, without the conflicts: they have their own place. */
export const blockers = (plan: Plan): readonly Finding[] =>
  findings(plan, 'block').filter(({ code }) => code !== 'conflict');
/** What is worth knowing, without what waits for a yes: that has its own place. */
export const warnings = (plan: Plan): readonly Finding[] =>
  findings(plan, 'warn').filter(({ yes }) => !yes?.needed);
export const notices = (plan: Plan): readonly Finding[] => findings(plan, 'notice');

interface Verdict {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly strong: string;
  readonly rest: string;
}

/** The first line of a plan, computed: is anything in the way, is anything lost. Pure. */
export function verdict(plan: Plan): Verdict {
  const to = plan.to.name;
  const stops = blockers(plan).length;
  if (stops) {
    return {
      tone: 'bad',
      strong: `${plural(stops, 'thing stands', 'things stand')} in the way.`,
      rest: `Nothing can start until ${byNumber(stops, 'it is', 'they are')} settled. Nothing has moved.`,
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
  const lost = losses(plan);
  if (lost.length) {
    return {
      tone: 'bad',
      strong: lossSentence(lost),
      rest: 'Putting it back later does not bring it back. Say yes to it below, or keep it.',
    };
  }
  const toKnow = warnings(plan).length + (plan.removals.length ? 1 : 0);
  if (toKnow) {
    return {
      tone: 'warn',
      strong: plural(toKnow, 'thing to know.', 'things to know.'),
      rest: plan.removals.length
        ? `${removalsSentence(plan)} Nothing else on ${to} is lost.`
        : `Nothing on ${to} is lost.`,
    };
  }
  return { tone: 'good', strong: `Nothing on ${to} is lost.`, rest: 'Nothing has been touched yet.' };
}

const removalsSentence = ({ removals, from, to }: Plan): string =>
  `${plural(removals.length, 'thing goes', 'things go')} away on ${to.name}, because ${byNumber(removals.length, 'it was', 'they were')} deleted on ${from.name}.`;

/** What is true, as a headline. */
export function headline(plan: Plan): string {
  const { from, to } = plan;
  const count = countChanges(plan.changes);
  if (plan.conflicts.length || blockers(plan).length) {
    return kindWords[plan.kind].cannot(from.name, to.name);
  }
  if (plan.empty) return `There is nothing to ${plan.kind === 'deploy' ? 'deploy' : 'bring over'}`;
  if (count === 0) return `${to.name} takes over the same content`;
  const arrive = `${changesCount(count)} ${byNumber(count, 'arrives', 'arrive')} on ${to.name}`;
  const left = unfinished(plan.removals).length;
  return left ? `${arrive}. ${unfinishedSentence(left)}` : arrive;
}

export interface Fact {
  readonly about: string;
  readonly says: string;
}

/** The questions everybody has before saying yes, answered in one line each. */
export function facts(plan: Plan): readonly Fact[] {
  const { from, to, kind } = plan;
  const rows: Fact[] = [
    { about: `On ${to.name}`, says: arriving(plan) },
    ...(kind === 'receive' ? [] : [{ about: `On ${from.name}`, says: onSource(plan) }]),
    ...serverFacts(plan),
    { about: 'For visitors', says: visitorsSentence(to) },
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

/** Where the target really is: its server gets the changes first, and so decides whether they arrive. */
function serverFacts({ kind, to }: Plan): Fact[] {
  if (kind === 'receive' || !to.server) return [];
  return [{ about: 'On the server', says: `${to.server.host} gets the same, before ${to.name} does.` }];
}

function arriving({ changes, removals }: Plan): string {
  const count = countChanges(changes);
  if (!count) return 'No counted change arrives.';
  const gone = removals.length
    ? `, ${plural(removals.length, 'of them is a deletion', 'of them are deletions')}`
    : '';
  return `${changesCount(count)} ${byNumber(count, 'arrives', 'arrive')}${gone}.`;
}

function onSource({ kind, from, to, comesBack }: Plan): string {
  const back = countChanges(comesBack);
  if (back) return `${changesCount(back)} made on ${to.name} ${byNumber(back, 'comes', 'come')} back first.`;
  return from.uncommitted && movesBoth(kind)
    ? 'Saved work is recorded. Otherwise nothing changes.'
    : 'Nothing changes.';
}

/** What follows a deployment to Live by itself. */
export const afterwardsSentence = (to: string, back: string): string =>
  `${back} gets the state of ${to}, as a run of its own, so that the next round starts aligned. If both sides changed something, ${back} waits with a note; this deployment still counts.`;

const did: Record<ConflictSide['did'], string> = {
  added: 'added',
  modified: 'changed',
  deleted: 'deleted',
  renamed: 'renamed',
};

/** "Ana changed it today 09:12"; never a guess where nobody can be known. */
export function sideSentence(side: ConflictSide, now: number): string {
  const time = side.lastChanged === null ? '' : ` ${when(side.lastChanged, now)}`;
  if (side.authors.length) return `${people(side.authors)} ${did[side.did]} it${time}`;
  return time ? `${did[side.did]} on this computer${time}` : `somebody ${did[side.did]} it`;
}

/** A decision that does not apply any more. */
export const outdatedSentence = ({ path, who, at }: OutdatedDecision, now: number): string =>
  `${path} was changed again since ${who} decided it ${when(at, now)}. That decision does not apply any more.`;

const leftReasons: Record<LeftHere['reason'], string> = {
  'unknown-kind': 'Laneway does not know this kind of file.',
  'large-file': 'It is large (over 10 MB).',
  'many-new-files': 'There are very many at once.',
  'looks-secret': 'It looks like a password or a key.',
  'nested-repository': 'It is a site folder of its own.',
};

/** "2 new files in docs on Dev. Laneway does not know this kind of file." */
export function leftReason(left: LeftHere, where: string): string {
  const files = plural(left.paths.length, 'new file', 'new files');
  const folder = left.folder === '' ? `at the top of ${where}` : `in ${left.folder} on ${where}`;
  return `${files} ${folder}. ${leftReasons[left.reason]}`;
}

/** What somebody decided for new files. */
export const leftDecisions = { leave: 'You left them here', include: 'You included them' } as const;
