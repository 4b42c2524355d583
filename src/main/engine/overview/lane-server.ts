import type { LaneFlag, LaneServer } from '../../../shared/domain/overview';
import { countChanges } from '../../../shared/domain/change';
import type { Plan } from '../../../shared/domain/plan';
import { waitingFor } from '../deploy/server-waiting';
import { knownServer } from '../servers/see-server';
import type { ServerState } from '../servers/server-state';
import type { OpenEnvironment } from '../workspace/workspace';

/** What a card says of an environment's server, of what was seen last; null where it is sent to none. */
export function laneServer(open: OpenEnvironment, known = knownServer(open)): LaneServer | null {
  if (!known) return null;
  const { host, seenAt, problem } = known;
  const signIn = problem?.code === 'sign-in-needed';
  const waitingSince = waitingFor(open.home)?.since ?? null;
  return { host, seenAt, waitingSince, problem: problem?.message ?? null, signIn };
}

/** Notes beside a lane about its server; while it is waited for, that is all there is to say. @param receive the plan that would bring over what it has more */
export function serverFlags(known: ServerState | null, receive: Plan | null, waiting: boolean): LaneFlag[] {
  if (!known || waiting) return [];
  const { host, problem, relation } = known;
  const flags: LaneFlag[] = [];
  if (receive && !receive.empty)
    flags.push({
      ...{ kind: 'server-ahead', host },
      ...{ count: countChanges(receive.changes), conflicts: receive.conflicts.length },
    });
  if (problem)
    flags.push({
      ...{ kind: 'server-not-seen', host },
      ...{ problem: problem.message, signIn: problem.code === 'sign-in-needed' },
    });
  if (relation === 'behind') flags.push({ kind: 'server-behind', host });
  return flags;
}
