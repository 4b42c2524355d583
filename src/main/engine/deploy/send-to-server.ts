import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorCode } from '../../../shared/contract/errors';
import { engineErrorIn, fail } from '../errors';
import type { EnvironmentHome } from '../environments/identity';
import type { Signature } from '../git/model';
import { pushUpstream } from '../git/remote/push-upstream';
import type { Clock } from '../ports';
import { rememberSent } from '../servers/remember-sent';
import type { ServerDoor } from '../servers/server-door';
import { askForResult, settleMilliseconds } from './ask-for-result';
import type { Journal, JournalHeader, JournalServer } from './journal';
import type { RunTracker } from './run-tracker';

export interface Sending {
  readonly header: JournalHeader;
  readonly server: JournalServer;
  readonly journal: Journal;
  readonly home: EnvironmentHome;
  readonly who: Signature;
  readonly servers: ServerDoor;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly tracker: Pick<RunTracker, 'say' | 'step' | 'pointOfNoReturn'>;
  /** "4 changes" */
  readonly what: string;
}

/** After these nothing has moved on the server. Anything else leaves a doubt, and then the server itself is asked. */
const certain: readonly (ErrorCode | undefined)[] = [
  'push-rejected',
  'sign-in-needed',
  'remote-unreachable',
  'cancelled',
];

/** How long a run itself waits for a server that has gone silent. */
const patienceMilliseconds = 30_000;
const firstPauseMilliseconds = 250;
const longestPauseMilliseconds = 4000;

/**
 * The commit point of a run into an environment with a server (run.md, step 8): its branch there goes from the planned
 * commit to the result, never by force. When this returns the server has the result.
 * @throws EngineError `push-rejected`, `sign-in-needed`, `remote-unreachable`, `cancelled`: nothing has moved anywhere;
 *   `waiting-for-server`: nobody knows, and the target stays locked until the server has answered
 */
export async function sendToServer(sending: Sending): Promise<void> {
  const { header, server, journal, home, servers, clock, signal, tracker, what, who } = sending;
  const { upstream, expected } = server;
  tracker.step(0.5, `Sending ${what} to ${upstream.host}`);
  tracker.say(`${upstream.host}: ${upstream.ref} ${expected ?? '(new)'} -> ${header.result}`);
  journal.append({ step: 'push', at: Math.round(clock.now()) });
  const access = servers.send({
    signal,
    onProgress: (fraction) =>
      tracker.step(0.5 + 0.45 * (fraction ?? 0), `Sending ${what} to ${upstream.host}`),
  });
  try {
    await pushUpstream(home.repository, upstream, { expected, value: header.result }, access);
  } catch (cause) {
    if (!certain.includes(engineErrorIn(cause)?.code)) await untilKnown(sending, cause);
    else {
      journal.append({ step: 'not-sent' });
      throw cause;
    }
  }
  journal.append({ step: 'sent' });
  rememberSent(home, upstream, header.result, { who, clock });
  tracker.say(`${upstream.host} has it`);
}

/** The connection was lost on the way: the server is asked until it says what it has. */
async function untilKnown(sending: Sending, cause: unknown): Promise<void> {
  const { header, server, journal, home, servers, clock, signal, tracker } = sending;
  const { host } = server.upstream;
  tracker.pointOfNoReturn();
  tracker.step(0.95, `Waiting for ${host} to say whether it took them`);
  tracker.say(`${host}: ${cause instanceof Error ? cause.message : String(cause)}`);
  const since = clock.now();
  for (let pause = firstPauseMilliseconds; ; pause = Math.min(2 * pause, longestPauseMilliseconds)) {
    const verdict = await askForResult(home, server, header.result, servers.look(), clock);
    if (verdict === 'has it') return;
    const waited = clock.now() - since;
    if (verdict === 'lacks it' && waited >= settleMilliseconds) {
      journal.append({ step: 'not-sent' });
      if (signal.aborted) fail('cancelled', { what: 'The run' }, cause);
      fail('remote-unreachable', { host, reason: 'the connection was lost on the way' }, cause);
    }
    if (verdict === 'silent' && waited >= patienceMilliseconds)
      fail('waiting-for-server', { environment: header.to.name, host }, cause);
    await delay(pause);
  }
}
