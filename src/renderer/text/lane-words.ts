import type { Lane, LaneFlag } from '../../shared/domain/overview';
import type { Run } from '../../shared/domain/run';
import { changesCount, duration, list, plural, when } from './format';
import { receiptHead } from './run-words';

/** How a state looks: calm = nothing to do, ready = something can move, busy, warn = needs you, bad = lost or broken. */
export type Tone = 'calm' | 'ready' | 'busy' | 'warn' | 'bad';

interface LaneWords {
  readonly word: string;
  readonly sentence: string;
  readonly tone: Tone;
}

const runWord = (lane: Lane, run: Run | null): string => {
  if (!run) return 'Working';
  if (run.phases.some((phase) => phase.id === 'wait' && phase.status === 'in progress')) {
    return 'Waiting its turn';
  }
  return run.to.environmentId === lane.environment.id ? 'Receiving' : 'Sending';
};

const stoppedWord = (run: Run): string =>
  run.phases.some((phase) => phase.id === 'push' && phase.status === 'success')
    ? 'Stopped, needs you'
    : 'Stopped, nothing changed';

/** The state word and its sentence (the table "State words" of the design). Pure. */
export function laneWords(lane: Lane, run: Run | null, now: number): LaneWords {
  const name = lane.environment.name;
  const next = lane.next?.name ?? null;
  switch (lane.state) {
    case 'unreachable':
      return { word: 'Folder not found', sentence: `Laneway cannot read ${name} right now.`, tone: 'warn' };
    case 'other-branch':
      return {
        word: 'Switched to something else',
        sentence: `The folder of ${name} shows another version of the site than it was set up for.`,
        tone: 'warn',
      };
    case 'recovering':
      return { word: 'Finishing', sentence: 'An interrupted run is being put right.', tone: 'busy' };
    case 'deploying':
      return {
        word: runWord(lane, run),
        sentence: run
          ? `${run.title} · ${duration(now - run.startedAt)} · started by ${run.who}`
          : 'A run is going on.',
        tone: 'busy',
      };
    case 'failed':
      return run?.outcome
        ? { word: stoppedWord(run), sentence: receiptHead(run).title, tone: 'warn' }
        : { word: 'Stopped', sentence: 'The last run did not finish.', tone: 'warn' };
    case 'conflict': {
      const count = lane.pending?.conflicts ?? 1;
      return {
        word: plural(count, 'thing to decide', 'things to decide'),
        sentence: `Both ${name} and ${next ?? 'the next environment'} changed ${count === 1 ? 'it' : 'them'}. Nothing has moved.`,
        tone: 'warn',
      };
    }
    case 'changed':
      return {
        word: changesCount(lane.pending?.count ?? 0),
        sentence: next ? `since ${next} got its last ones` : 'made here',
        tone: 'ready',
      };
    case 'idle':
    case 'ready':
      return {
        word: 'Up to date',
        sentence: next ? `${name} and ${next} are the same.` : 'Nothing waits here.',
        tone: 'calm',
      };
  }
}

/** What is there and since when. */
export function arrivedSentence(lane: Lane, now: number): string {
  const last = lane.lastArrival;
  if (!last) return 'Laneway has not brought anything here yet.';
  const brought = `${changesCount(last.changeCount)} from ${last.from.name}`;
  return `${brought} arrived ${when(last.finishedAt, now)}, by ${last.who}.`;
}

/** The same in two lines, for a card that has nothing pending. */
export const arrivalWords = (
  record: NonNullable<Lane['lastArrival']>,
  time: string,
): { what: string; when: string } => ({
  what: `${changesCount(record.changeCount)} from ${record.from.name}`,
  when: `arrived ${time}, by ${record.who}`,
});

/** Where it really is: a folder, and where its branch is sent by git itself. */
export const placeSentence = (lane: Lane): string =>
  lane.upstream ? `Also sent to ${lane.upstream}` : 'Folder on this computer';

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

export interface FlagWords {
  readonly title: string;
  readonly text: string;
  readonly tone: 'warn' | 'bad' | 'calm';
  readonly action: 'bring-over' | 'environment' | 'activity' | null;
  readonly actionLabel: string;
}

export function flagWords(flag: LaneFlag, lane: Lane, fromName: string): FlagWords {
  const name = lane.environment.name;
  switch (flag.kind) {
    case 'sync-needed':
      return {
        title: `Lacks ${changesCount(flag.count)} from ${fromName}`,
        text: flag.conflicts
          ? `${plural(flag.conflicts, 'thing was', 'things were')} changed on both sides.`
          : `Bring ${flag.count === 1 ? 'it' : 'them'} over before you go on here.`,
        tone: 'warn',
        action: 'bring-over',
        actionLabel: 'Bring them over',
      };
    case 'drift':
      return {
        title: 'Changed outside Laneway',
        text: `${plural(flag.commits, 'version in this folder was', 'versions in this folder were')} not put there by Laneway.`,
        tone: 'calm',
        action: 'environment',
        actionLabel: 'Look',
      };
    case 'not-watched':
      return {
        title: 'Looked at every 10 s',
        text: flag.why,
        tone: 'calm',
        action: 'environment',
        actionLabel: 'Why',
      };
    case 'branch-rewritten':
      return {
        title: 'Its history was rewritten',
        text: `What Laneway brought to ${name} is no longer part of it.`,
        tone: 'warn',
        action: 'environment',
        actionLabel: 'Check and confirm',
      };
    case 'late-edit':
      return {
        title: 'Somebody saved while changes arrived',
        text: `Kept: ${list(flag.paths, 2)}.`,
        tone: 'warn',
        action: 'activity',
        actionLabel: 'See what was kept',
      };
  }
}

export const overviewText = {
  title: 'Overview',
  lead: 'What is where, and what can move next.',
  checked: (ago: string): string => `Checked ${ago}`,
  checkedNow: 'Checked just now',
  deployTo: (to: string): string => `Deploy changes to ${to}`,
  compare: 'Compare',
  seeChanges: 'See all changes',
  viewDetails: 'View details',
  whereIsIt: 'Where is it?',
  seeWhatToDo: 'See what to do',
  seeWhatBothChanged: 'See what both changed',
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
  flexibleUnder: (name: string): string => `Hangs on ${name}`,
  flexibleNote: 'Pull and push between flexible environments and their lane come in a later version.',
  addEnvironment: 'Add an environment',
  moreNotes: (count: number): string => plural(count, 'more note', 'more notes'),
} as const;
