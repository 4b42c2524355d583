import { countChanges } from '../../shared/domain/change';
import type { Plan } from '../../shared/domain/plan';
import type { PlanKind } from '../../shared/domain/plan-kind';
import { changesCount } from '../../shared/text/format';
import { kindWords } from '../../shared/text/kind-words';
import { planSections } from '../../shared/text/plan-words';
import { shellWord } from '../../shared/text/shell-word';

export function startLabel({ kind, changes, conflicts }: Plan): string {
  const count = conflicts.length ? 0 : countChanges(changes);
  return kindWords[kind].start(count ? changesCount(count) : '');
}

const verbs: Record<PlanKind, readonly string[]> = {
  deploy: ['deploy'],
  push: ['push'],
  sync: ['sync'],
  pull: ['pull'],
  'merge-back': ['bring-over'],
  receive: ['receive'],
};

/** The exact command line for what is on screen. */
export function cliLine(plan: Plan, project: string, message: string): string {
  const words = ['laneway', ...verbs[plan.kind], ...typedEnds(plan)];
  words.push('--project', shellWord(project));
  if (message.trim()) words.push('-m', shellWord(message.trim()));
  return words.join(' ');
}

/** What is typed behind the verb: what it is asked of, and the other end where that is not the only possible one. */
function typedEnds({ kind, from, to }: Plan): string[] {
  const [source, target] = [shellWord(from.name), shellWord(to.name)];
  if (kind === 'push') return [source];
  if (kind === 'receive' || kind === 'pull') return [target];
  return kind === 'sync' ? [target, '--from', source] : [source, target];
}

export const planText = {
  ...planSections,
  looking: 'Looking at both sides…',
  lookingLong: 'Nothing is touched while Laneway looks.',
  bothSidesLead: 'Nothing has moved. Decide what stays of each; then it can go on.',
  decide: 'Decide what stays',
  decidedLead: 'It becomes part of the result as it was decided.',
  decideAgain: 'Change a decision',
  goesAwayLead:
    'The files that define these are removed. Pages made from them are not touched by a deployment.',
  comesBackLead: (from: string, to: string): string =>
    `Made on ${to} since ${from} last had the same. ${from} gets them, so that nothing is overwritten.`,
  ofAll: (shown: number, all: number): string =>
    shown === all ? changesCount(all) : `${shown} of ${changesCount(all)}`,
  leftHereLead: 'They are not part of this until you say so.',
  include: 'Include them',
  leave: 'Leave them here',
  message: 'Message (optional)',
  messageHint: 'For the record, e.g. “Summer campaign”. Without one, the items are named.',
  changedBanner: 'Something changed since you looked.',
  changedShow: 'Show it',
  waitsForYou: 'Look at what changed first.',
  emptyText: (from: string, to: string): string =>
    `${from} and ${to} have the same content. There is nothing to move.`,
  technicalCommand: 'The same on the command line',
  technicalHash: 'Plan',
  technicalPlatform: 'As the platform says it',
  technicalFrom: (name: string): string => `${name} is at`,
  technicalResult: 'Resulting content',
  technicalCommit: 'Result',
  technicalNew: 'a new commit is made',
  seePrograms: 'See these programs',
  starting: 'Starting…',
  bringOver: 'Bring them over',
  showDetail: (name: string): string => `What changes in ${name}`,
  lostLead: 'What is lost here does not come back by an undo. Each needs your yes.',
  whyConfirm: 'Type the name of the environment for what is deleted there.',
  unfinishedLead: (to: string): string =>
    `A deployment takes the files. What is in the database of ${to} goes only when you decide it.`,
  choice: (name: string): string => `What happens to ${name} there`,
  typeName: (name: string): string => `Type ${name} to delete it there`,
  typeHint: 'Pages would be lost, or it is the public site. The name makes sure that it is meant.',
  whyYes: 'Say yes first to what would be lost.',
  renameTitle: 'Give it another name',
  renameLead:
    'Only this name in its file changes. What uses it by its name, such as a view, is not changed with it.',
  renameNeeded: 'Please write a name.',
  renameGo: 'Rename',
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
