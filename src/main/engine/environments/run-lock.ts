import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fail, fromSystem } from '../errors';
import type { Clock } from '../ports';
import { beatSeconds, lockState, type HeldBy, type LockFields, type LockState } from './lock-state';
import { createLock, highestLock, markReleased, readHighest, touchLock } from './numbered-locks';
import { currentProcess } from './process-identity';

/** Whom a lock is for. */
export interface RunOwner {
  readonly run: string;
  /** In words: `Dev to Stage`. */
  readonly what: string;
  readonly who: string;
  /** Which door of Laneway: electron, browser, cli. */
  readonly host: string;
}

/** What a lock needs of an environment. */
export interface LockPlace {
  readonly id: string;
  readonly folder: string;
}

/** An environment that is ours until released. It gives signs of life by itself while the event loop turns. */
export interface RunLock {
  /** Asked right before what cannot be taken back: nobody has taken the lock away from us. */
  isStillOurs(): boolean;
  /** A sign of life in the middle of long synchronous work. */
  beat(): void;
  /** Gives it back; harmless when done before, or when somebody else has it now. */
  release(): void;
}

export interface Acquired {
  readonly lock: RunLock;
  /** A dead run had it: what it left has to be recovered first. */
  readonly tookOver: HeldBy | null;
}

/**
 * Takes the lock of an environment, if it is free or its holder is provably dead on this computer (run.md, "Locks
 * between processes"). Never waits.
 * @throws EngineError `not-permitted`, `read-only-folder`, `disk-full`
 */
export function tryAcquire(place: LockPlace, owner: RunOwner): Acquired | { readonly held: HeldBy } {
  return acquire(place, owner, Date.now(), (by) => by.state === 'dead');
}

/** Who has the environment now; null when nobody has. Takes nothing. */
export function whoHolds({ folder }: LockPlace): HeldBy | null {
  for (;;) {
    const highest = readHighest(folder);
    if (highest === null) return null;
    const state = stateNow(folder, highest);
    if (state.kind !== 'gone') return state.kind === 'held' ? state.by : null;
  }
}

/**
 * Frees an environment on the word of a person that the run which has it is dead. Recovery comes next.
 * @throws EngineError `environment-busy` when that run lives, or gave a sign of life in the last two minutes
 */
export function takeOverByPerson(
  place: LockPlace & { readonly repository: { readonly folder: string } },
  clock: Clock,
): void {
  const owner: RunOwner = { run: 'take-over', what: 'freeing it by hand', who: '', host: '' };
  const taken = acquire(place, owner, clock.now(), (by) => by.state === 'dead' || by.personMayTakeOver);
  if ('held' in taken)
    fail('environment-busy', {
      environment: place.repository.folder,
      held: heldInWords(taken.held),
      personMayTakeOver: taken.held.personMayTakeOver,
    });
  taken.lock.release();
}

/** A holder in words: `Dev to Stage by Ana on studio-pc`. */
export const heldInWords = ({ what, who, host }: HeldBy): string =>
  [what, who && `by ${who}`, host && `on ${host}`].filter(Boolean).join(' ');

/**
 * Locks that this process gave back while their folder was not there: when it comes back they say "held" by a process
 * that lives, but nobody has them.
 */
const letGo = new Set<string>();

function stateNow(folder: string, number: number): LockState {
  const state = lockState(folder, number);
  return state.kind === 'held' && state.token !== null && letGo.has(state.token)
    ? { ...state, by: { ...state.by, state: 'dead' } }
    : state;
}

function acquire(
  { folder }: LockPlace,
  owner: RunOwner,
  since: number,
  mayTake: (by: HeldBy) => boolean,
): Acquired | { readonly held: HeldBy } {
  const fields: LockFields = {
    token: randomBytes(12).toString('hex'),
    run: owner.run,
    what: owner.what,
    who: owner.who,
    app: owner.host,
    since: Math.round(since),
    ...currentProcess(),
  };
  try {
    for (;;) {
      const highest = highestLock(folder);
      const state = stateNow(folder, highest);
      if (state.kind === 'gone') continue;
      if (state.kind === 'held' && !mayTake(state.by)) return { held: state.by };
      const number = createLock(folder, highest, fields);
      if (number === null) continue;
      return {
        lock: heldLock(folder, number, fields.token),
        tookOver: state.kind === 'held' ? state.by : null,
      };
    }
  } catch (cause) {
    throw fromSystem(cause, folder);
  }
}

function heldLock(folder: string, number: number, token: string): RunLock {
  const isStillOurs = (): boolean => {
    if (readHighest(folder) !== number) return false;
    const state = lockState(folder, number);
    return state.kind === 'held' && state.token === token;
  };
  const timer = setInterval(() => {
    try {
      touchLock(folder, number);
    } catch {
      // A beat that cannot be written is a beat that is missed, which is what the others shall see.
    }
  }, beatSeconds * 1000);
  timer.unref();
  const giveBack = (): void => {
    try {
      if (isStillOurs()) markReleased(folder, number);
      if (!existsSync(folder)) letGo.add(token);
    } catch {
      letGo.add(token); // a full or failing disk: a later run takes it over as that of a dead one
    }
  };
  let released = false;
  return {
    isStillOurs: () => !released && isStillOurs(),
    beat: () => touchLock(folder, number),
    release() {
      clearInterval(timer);
      if (!released) giveBack();
      released = true;
    },
  };
}

/** The locks of a run; see {@link RunLock}. */
export interface RunLocks {
  areStillOurs(): boolean;
  beat(): void;
  release(): void;
  /** Dead runs that had one of them: what they left has to be recovered first. */
  readonly tookOver: readonly HeldBy[];
}

export interface WaitOptions {
  readonly signal: AbortSignal;
  /** Told once for each holder that is waited for. */
  readonly onWait?: (held: HeldBy) => void;
  readonly pollMilliseconds?: number;
}

type HomeToLock = LockPlace & { readonly repository: { readonly folder: string } };

/**
 * Takes the locks of all environments of a run, or none: while it waits for one, it holds none, so that two runs never
 * wait for each other.
 * @param homes in the order of the lanes
 * @throws EngineError `cancelled` when aborted; `environment-busy` when waiting cannot help, because a run on another
 * computer gives no sign of life and only a person may free it
 */
export async function acquireAll(
  homes: readonly HomeToLock[],
  owner: RunOwner,
  { signal, onWait, pollMilliseconds = 400 }: WaitOptions,
): Promise<RunLocks> {
  const places = [...new Map(homes.map((home) => [home.folder, home])).values()];
  let waitingFor = '';
  for (;;) {
    if (signal.aborted) fail('cancelled', { what: 'The run' });
    const taken = takeAllNow(places, owner);
    if (!('held' in taken)) return taken;
    const { held, environment } = taken;
    if (held.personMayTakeOver)
      fail('environment-busy', { environment, held: heldInWords(held), personMayTakeOver: true });
    const key = `${environment} ${held.run}`;
    if (key !== waitingFor) onWait?.(held);
    waitingFor = key;
    // Not in step with others who wait.
    await pause(pollMilliseconds * (0.75 + Math.random() / 2), signal);
  }
}

function takeAllNow(
  places: readonly HomeToLock[],
  owner: RunOwner,
): RunLocks | { readonly held: HeldBy; readonly environment: string } {
  // A look first: taking a dead run's lock and giving it back would hide that it was there.
  for (const place of places) {
    const held = whoHolds(place);
    if (held && held.state !== 'dead') return { held, environment: place.repository.folder };
  }
  const taken: Acquired[] = [];
  const release = (): void => taken.toReversed().forEach(({ lock }) => lock.release());
  try {
    for (const place of places) {
      const result = tryAcquire(place, owner);
      if ('held' in result) {
        release();
        return { held: result.held, environment: place.repository.folder };
      }
      taken.push(result);
    }
  } catch (cause) {
    release();
    throw cause;
  }
  return {
    areStillOurs: () => taken.every(({ lock }) => lock.isStillOurs()),
    beat: () => taken.forEach(({ lock }) => lock.beat()),
    release,
    tookOver: taken.flatMap(({ tookOver }) => tookOver ?? []),
  };
}

/** Ends early when aborted; the caller asks the signal. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
