import { countChanges } from '../../../shared/domain/change';
import type { ConflictSide, Finding, LeftHere, Plan } from '../../../shared/domain/plan';
import { byNumber, changesCount, plural, when } from './format';
import { peopleWord, type Tone } from './text';

export const blockers = (plan: Plan): readonly Finding[] =>
  plan.findings.filter(({ level, code }) => level === 'block' && code !== 'conflict');
export const warnings = (plan: Plan): readonly Finding[] =>
  plan.findings.filter(({ level }) => level === 'warn');
export const notices = (plan: Plan): readonly Finding[] =>
  plan.findings.filter(({ level }) => level === 'notice');

/** The first line of a plan: is anything in the way, is anything lost. */
export function verdict(plan: Plan): { tone: Tone; text: string } {
  const to = plan.to.name;
  const stops = blockers(plan).length;
  if (stops) {
    return {
      tone: 'bad',
      text: `${plural(stops, 'thing stands', 'things stand')} in the way. Nothing can start until ${byNumber(stops, 'it is', 'they are')} settled. Nothing has moved.`,
    };
  }
  if (plan.conflicts.length) {
    return {
      tone: 'warn',
      text: `Both sides changed ${plural(plan.conflicts.length, 'thing', 'things')}. Nothing has moved.`,
    };
  }
  if (plan.empty) return { tone: 'good', text: `${to} has everything that ${plan.from.name} has.` };
  const toKnow = warnings(plan).length + (plan.removals.length ? 1 : 0);
  if (!toKnow) return { tone: 'good', text: `Nothing on ${to} is lost. Nothing has been touched yet.` };
  const lost = plan.removals.length
    ? `${plural(plan.removals.length, 'thing goes', 'things go')} away on ${to}, because ${byNumber(plan.removals.length, 'it was', 'they were')} deleted on ${plan.from.name}. Nothing else on ${to} is lost.`
    : `Nothing on ${to} is lost.`;
  return { tone: 'warn', text: `${plural(toKnow, 'thing to know.', 'things to know.')} ${lost}` };
}

/** What is true, as a headline. */
export function planHeadline(plan: Plan): string {
  const count = countChanges(plan.changes);
  if (plan.conflicts.length || blockers(plan).length) {
    return plan.kind === 'deploy'
      ? `${plan.from.name} cannot be deployed to ${plan.to.name} yet`
      : `${plan.from.name} cannot be brought over to ${plan.to.name} yet`;
  }
  if (plan.empty) return 'There is nothing to deploy';
  if (count === 0) return `${plan.to.name} takes over the same content`;
  return `${changesCount(count)} ${byNumber(count, 'arrives', 'arrive')} on ${plan.to.name}`;
}

/** The question before a run starts. */
export function question(plan: Plan): string {
  const count = countChanges(plan.changes);
  const what = count ? ` ${changesCount(count)}` : '';
  return plan.kind === 'deploy'
    ? `Deploy${what} to ${plan.to.name}? [y/N] `
    : `Bring${what || ' everything'} over to ${plan.to.name}? [y/N] `;
}

/** What everybody wants to know before saying yes, one line each. */
export function facts(plan: Plan): readonly (readonly [string, string])[] {
  const { from, to } = plan;
  const arriving = countChanges(plan.changes);
  const back = countChanges(plan.comesBack);
  const gone = plan.removals.length
    ? `, ${plural(plan.removals.length, 'of them is a deletion', 'of them are deletions')}`
    : '';
  return [
    [
      `On ${to.name}`,
      arriving
        ? `${changesCount(arriving)} ${byNumber(arriving, 'arrives', 'arrive')}${gone}.`
        : 'No counted change arrives.',
    ],
    [
      `On ${from.name}`,
      back
        ? `${changesCount(back)} made on ${to.name} ${byNumber(back, 'comes', 'come')} back first.`
        : from.uncommitted && plan.kind === 'deploy'
          ? 'Saved work is recorded. Otherwise nothing changes.'
          : 'Nothing changes.',
    ],
    [
      'For visitors',
      to.role === 'production'
        ? `${to.name}'s folder gets the new files. Your hosting takes it from there.`
        : 'The public website does not change.',
    ],
  ];
}

const did: Record<ConflictSide['did'], string> = {
  added: 'added it',
  modified: 'changed it',
  deleted: 'deleted it',
  renamed: 'renamed it',
};

/** "Ana changed it today 09:12". */
export const sideSentence = (side: ConflictSide, now: number): string =>
  `${peopleWord(side.authors) || 'somebody'} ${did[side.did]}${side.lastChanged === null ? '' : ` ${when(side.lastChanged, now)}`}`;

const leftReasons: Record<LeftHere['reason'], string> = {
  'unknown-kind': 'a kind of file that Laneway does not know',
  'large-file': 'large (over 10 MB)',
  'many-new-files': 'very many at once',
  'looks-secret': 'looks like a password or a key',
  'nested-repository': 'a site folder of its own',
};

/** Folder, how many, why, and what was decided. */
export const leftRow = (left: LeftHere, where: string): readonly string[] => [
  where,
  left.folder === '' ? '.' : left.folder,
  plural(left.paths.length, 'new file', 'new files'),
  leftReasons[left.reason],
  left.decision === null ? '' : left.decision === 'leave' ? '(you left them here)' : '(you included them)',
];
