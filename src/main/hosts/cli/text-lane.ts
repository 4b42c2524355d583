import type { Lane, LaneFlag } from '../../../shared/domain/overview';
import { byNumber, changesCount, list, plural, when } from './format';
import { shellWord } from './text';

const stateWords: Record<Lane['state'], string> = {
  unreachable: 'Folder not found',
  'other-branch': 'Switched to something else',
  recovering: 'Finishing',
  deploying: 'Working',
  failed: 'Stopped',
  conflict: '',
  changed: '',
  idle: 'Up to date',
  ready: 'Up to date',
};

/** The state word of a lane and its sentence. */
export function laneWords(lane: Lane, now: number): readonly [string, string] {
  const { environment, next, pending } = lane;
  switch (lane.state) {
    case 'changed': {
      const count = changesCount(pending?.count ?? 0);
      return [count, next ? `that ${next.name} does not have yet` : 'saved here and not recorded yet'];
    }
    case 'conflict': {
      const count = pending?.conflicts ?? 1;
      return [
        plural(count, 'thing to decide', 'things to decide'),
        `both ${environment.name} and ${next?.name ?? 'the next environment'} changed ${byNumber(count, 'it', 'them')}; nothing has moved`,
      ];
    }
    case 'idle':
    case 'ready':
      return [
        stateWords[lane.state],
        next ? `${environment.name} and ${next.name} are the same` : arrival(lane, now),
      ];
    case 'unreachable':
    case 'other-branch':
      return [stateWords[lane.state], lane.problem?.message ?? ''];
    case 'recovering':
      return [stateWords[lane.state], 'an interrupted run is being put right'];
    case 'deploying':
      return [stateWords[lane.state], 'a run is going on'];
    case 'failed':
      return [stateWords[lane.state], 'the last run did not finish; see "laneway activity"'];
  }
}

function arrival({ lastArrival }: Lane, now: number): string {
  if (!lastArrival) return '';
  return `${changesCount(lastArrival.changeCount)} from ${lastArrival.from.name} arrived ${when(lastArrival.finishedAt, now)}, by ${lastArrival.who}`;
}

/** A note beside a lane, with what to do about it. */
export function flagSentence(flag: LaneFlag, lane: Lane, nameOf: (id: string) => string): string {
  const name = lane.environment.name;
  switch (flag.kind) {
    case 'sync-needed': {
      const both = flag.conflicts
        ? ` ${plural(flag.conflicts, 'thing was', 'things were')} changed on both sides.`
        : '';
      return `Lacks ${changesCount(flag.count)} from ${nameOf(flag.from)}.${both} Bring ${byNumber(flag.count, 'it', 'them')} over: laneway bring-over`;
    }
    case 'drift':
      return `${plural(flag.commits, 'version was', 'versions were')} not put there by Laneway.`;
    case 'not-watched':
      return `Looked at every 10 s: ${flag.why}`;
    case 'branch-rewritten':
      return `What Laneway brought to ${name} is no longer part of its history. If that was meant: laneway environment accept-rewrite ${shellWord(name)}`;
    case 'late-edit':
      return `Somebody saved while changes arrived. Kept: ${list(flag.paths, 3)}. When you have looked: laneway environment acknowledge ${shellWord(name)}`;
  }
}
