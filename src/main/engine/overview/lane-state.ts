import type { ErrorAnswer } from '../../../shared/contract/errors';
import type { ActionState, LaneState, Pending } from '../../../shared/domain/overview';
import type { Role } from '../../../shared/domain/project';
import type { Run } from '../../../shared/domain/run';

/** All that decides how a lane looks. */
export interface LaneFacts {
  readonly role: Role;
  readonly name: string;
  readonly nextName: string | null;
  readonly problem: ErrorAnswer | null;
  /** Why the next environment cannot be read; the lane itself may be fine. */
  readonly nextProblem: ErrorAnswer | null;
  /** A run into it waits for the answer of a server. */
  readonly waiting: boolean;
  readonly recovering: boolean;
  readonly run: Run | undefined;
  /** The latest run out of this lane failed, and nothing has succeeded since. */
  readonly lastFailed: boolean;
  readonly pending: Pending | null;
  /** The next environment has everything already, unimportant changes included. */
  readonly empty: boolean;
}

/** The first that applies (domain.md). Pure. */
export function laneState(facts: LaneFacts): LaneState {
  if (facts.problem)
    return facts.problem.code === 'other-branch' || facts.problem.code === 'detached-head'
      ? 'other-branch'
      : 'unreachable';
  if (facts.run) return 'deploying';
  if (facts.waiting) return 'waiting-for-server';
  if (facts.recovering) return 'recovering';
  if (facts.lastFailed) return 'failed';
  if (facts.pending?.conflicts) return 'conflict';
  if (facts.pending?.count) return 'changed';
  return facts.role === 'development' ? 'ready' : 'idle';
}

/** Whether "Deploy changes to <next>" can be pressed, and if not, why not, in one sentence. Pure. */
export function deployAction(facts: LaneFacts): ActionState {
  const no = (why: string): ActionState => ({ enabled: false, why });
  if (facts.nextName === null) return no('This is the last lane.');
  if (facts.problem) return no(facts.problem.message);
  if (facts.run) return no(`${facts.run.from.name} to ${facts.run.to.name} is going on.`);
  if (facts.waiting) return no(`${facts.name} waits for the answer of its server.`);
  if (facts.recovering) return no('An earlier run is being finished first.');
  if (facts.nextProblem) return no(`${facts.nextName} cannot be used now: ${facts.nextProblem.message}`);
  if (facts.empty) return no(`There is nothing new to ${facts.role === 'flexible' ? 'push' : 'deploy'}.`);
  return { enabled: true };
}

/** Whether a sync, or a pull, can be started, and if not, why not. Pure. */
export function behindAction(facts: LaneFacts): ActionState {
  const no = (why: string): ActionState => ({ enabled: false, why });
  if (facts.problem) return no(facts.problem.message);
  if (facts.run) return no(`${facts.run.from.name} to ${facts.run.to.name} is going on.`);
  if (facts.waiting) return no(`${facts.name} waits for the answer of its server.`);
  if (facts.recovering) return no('An earlier run is being finished first.');
  return { enabled: true };
}
