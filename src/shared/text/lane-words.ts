import type { Behind, Lane, LaneFlag } from '../domain/overview';
import type { Run } from '../domain/run';
import { byNumber, changesCount, duration, list, plural, when } from './format';
import { hasMoved, receiptHead } from './run-words';

/** How a state looks: calm = nothing to do, ready = something can move, busy, warn = needs you, bad = lost or broken. */
export type Tone = 'calm' | 'ready' | 'busy' | 'warn' | 'bad';

interface LaneWords {
  readonly word: string;
  readonly sentence: string;
  readonly tone: Tone;
}

/**
 * The state word of a lane and its sentence. Pure.
 * @param run that goes on there now, or the one that stopped last; null where it is not known
 */
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
    case 'waiting-for-server': {
      const { host, waitingSince } = lane.server ?? { host: 'the server', waitingSince: null };
      const since = waitingSince === null ? '' : ` since ${when(waitingSince, now)}`;
      return {
        word: `Waiting for ${host}`,
        sentence: `It has not said${since} whether it took the changes. Nothing moves on ${name} until it answers.`,
        tone: 'warn',
      };
    }
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
        sentence: `Both ${name} and ${next ?? 'the next environment'} changed ${byNumber(count, 'it', 'them')}. Nothing has moved.`,
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

function runWord(lane: Lane, run: Run | null): string {
  if (!run) return 'Working';
  const waits = run.phases.some((phase) => phase.id === 'wait' && phase.status === 'in progress');
  if (waits) return 'Waiting its turn';
  return run.to.environmentId === lane.environment.id ? 'Receiving' : 'Sending';
}

const stoppedWord = (run: Run): string => (hasMoved(run) ? 'Stopped, needs you' : 'Stopped, nothing changed');

/** What the environment has that this one lacks: "Staging has 3 changes more." */
export function behindSentence({ from, count, conflicts }: Behind): string {
  if (conflicts)
    return `${from.name} has news. ${plural(conflicts, 'thing was', 'things were')} changed on both sides.`;
  return count ? `${from.name} has ${changesCount(count)} more.` : `${from.name} has a newer history.`;
}

/** "Follows Staging, synced today 09:12." */
export const followsSentence = ({ name, at }: NonNullable<Lane['follows']>, now: number): string =>
  `Follows ${name}, synced ${when(at, now)}.`;

/** What is there and since when. */
export function arrivedSentence({ lastArrival: last }: Lane, now: number): string {
  if (!last) return 'Laneway has not brought anything here yet.';
  return `${changesCount(last.changeCount)} from ${last.from.name} arrived ${when(last.finishedAt, now)}, by ${last.who}.`;
}

interface FlagWords {
  readonly title: string;
  readonly text: string;
  readonly tone: 'warn' | 'calm';
}

/** A note beside a lane. @param fromName of the environment it lacks changes from */
export function flagWords(flag: LaneFlag, lane: Lane, fromName: string): FlagWords {
  switch (flag.kind) {
    case 'sync-needed':
      return {
        title: `Lacks ${changesCount(flag.count)} from ${fromName}`,
        text: flag.conflicts
          ? `${plural(flag.conflicts, 'thing was', 'things were')} changed on both sides.`
          : `Bring ${byNumber(flag.count, 'it', 'them')} over before you go on here.`,
        tone: 'warn',
      };
    case 'drift':
      return driftWords(flag, lane.environment.name);
    case 'not-watched':
      return { title: 'Looked at every 10 s', text: flag.why, tone: 'calm' };
    case 'branch-rewritten':
      return {
        title: 'Its history was rewritten',
        text: `What Laneway brought to ${lane.environment.name} is no longer part of it.`,
        tone: 'warn',
      };
    case 'late-edit':
      return {
        title: 'Somebody saved while changes arrived',
        text: `Kept: ${list(flag.paths, 2)}.`,
        tone: 'warn',
      };
    case 'server-ahead':
      return {
        title: flag.count
          ? `${flag.host} has ${changesCount(flag.count)} more`
          : `${flag.host} has a newer history`,
        text: flag.conflicts
          ? `${plural(flag.conflicts, 'thing was', 'things were')} changed here as well.`
          : `Somebody sent ${byNumber(flag.count || 1, 'it', 'them')} there. Bring ${byNumber(flag.count || 1, 'it', 'them')} over before you go on.`,
        tone: 'warn',
      };
    case 'server-behind':
      return {
        title: `Not sent to ${flag.host} yet`,
        text: `What was saved on ${lane.environment.name} is sent along with the next deployment.`,
        tone: 'calm',
      };
    case 'server-not-seen':
      return {
        title: flag.signIn ? `${flag.host} asks who you are` : `${flag.host} did not answer`,
        text: flag.problem,
        tone: flag.signIn ? 'warn' : 'calm',
      };
  }
}

function driftWords(flag: LaneFlag & { readonly kind: 'drift' }, name: string): FlagWords {
  if (flag.waiting === null)
    return {
      title: `${plural(flag.commits, 'version', 'versions')} not read yet`,
      text: `${plural(flag.commits, 'version came', 'versions came')} into the folder of ${name} by another way. Its database has not read ${byNumber(flag.commits, 'it', 'them')}.`,
      tone: 'calm',
    };
  return {
    title: 'Files arrived, the database has not read them',
    text: flag.reason ?? '',
    tone: 'warn',
  };
}
