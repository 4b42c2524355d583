import { isFromOutside } from '../errors';
import type { Clock } from '../ports';
import type { OpenEnvironment } from '../workspace/workspace';
import { lookAtServer } from './look-at-server';
import type { ServerDoor } from './server-door';
import { readServerState, type ServerState } from './server-state';

/** Whether a plan asks servers: `now`, `if-old` (a look that follows by itself), or `no` (what was seen last will do). */
export interface ServerQuestion {
  readonly when: 'now' | 'if-old' | 'no';
  readonly signal?: AbortSignal;
  /** Told which server is asked. */
  readonly onAsk?: (host: string) => void;
}

/** A plan is looked at again with every change on screen: the server is not. */
const freshMilliseconds = 30_000;
/** What a source's server says changes nothing of a plan. */
const sourceFreshMilliseconds = 60_000;

/** What is known without asking; null also where its address cannot be made out: the next plan says so. */
export function knownServer(open: OpenEnvironment): ServerState | null {
  try {
    return readServerState(open);
  } catch (cause) {
    if (isFromOutside(cause)) return null;
    throw cause;
  }
}

/**
 * The server of one side of a plan, asked as the question says. @throws EngineError `cancelled`, and as
 * {@link readServerState}
 */
export async function seeServer(
  open: OpenEnvironment,
  { when, signal, onAsk }: ServerQuestion,
  as: 'source' | 'target',
  { servers, clock }: { readonly servers: ServerDoor; readonly clock: Clock },
): Promise<ServerState | null> {
  if (when === 'no') return knownServer(open);
  const known = readServerState(open);
  if (!known) return null;
  onAsk?.(known.host);
  const maxAgeMilliseconds =
    as === 'source' ? sourceFreshMilliseconds : when === 'now' ? 0 : freshMilliseconds;
  return lookAtServer(open, { access: servers.look(signal), clock, maxAgeMilliseconds });
}
