import * as v from 'valibot';
import { fileSystemNow, readLock } from './numbered-locks';
import { stateOf, type ProcessIdentity } from './process-identity';

/** Who has an environment, in words and numbers for the person who waits for it. */
export interface HeldBy {
  readonly run: string;
  /** In words: `Dev to Stage`. */
  readonly what: string;
  readonly who: string;
  /** Name of the computer. */
  readonly host: string;
  readonly sinceSeconds: number;
  /** Since its last sign of life. */
  readonly heartbeatSeconds: number;
  /** `dead`: proven. `unknown-host`: on another computer, nothing can be proven from here. */
  readonly state: 'alive' | 'dead' | 'unknown-host';
  /** It cannot be proven dead, but gave no sign of life for two minutes: a person may say that it is. */
  readonly personMayTakeOver: boolean;
}

/** What a lock says, besides its state. */
export interface LockFields extends ProcessIdentity {
  readonly token: string;
  readonly run: string;
  readonly what: string;
  readonly who: string;
  /** Which door of Laneway: electron, browser, cli. */
  readonly app: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** run.md, "Locks between processes". */
export const beatSeconds = 10;
const personAfterSeconds = 120;
/** Several beats missed: what only looks dead or damaged, but may be slow, is left alone for as long. */
const patienceSeconds = 3 * beatSeconds;

const schema = v.object({
  state: v.picklist(['held', 'released']),
  token: v.string(),
  run: v.string(),
  what: v.string(),
  who: v.string(),
  app: v.string(),
  since: v.number(),
  host: v.string(),
  machine: v.nullable(v.string()),
  bootId: v.nullable(v.string()),
  pidNamespace: v.nullable(v.string()),
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  started: v.nullable(v.string()),
});

/** `gone`: it was cleared away, look again for the highest. */
export type LockState =
  | { readonly kind: 'free' | 'gone' }
  | { readonly kind: 'held'; readonly token: string | null; readonly by: HeldBy };

export function lockState(folder: string, number: number): LockState {
  const read = readLock(folder, number);
  if (read === null) return { kind: 'gone' };
  const raw = parse(read.text);
  if (raw?.['state'] === 'released') return { kind: 'free' };
  const checked = v.safeParse(schema, raw);
  if (!checked.success) return { kind: 'held', token: null, by: damagedBy(ageSeconds(Date.now(), read)) };
  const lock = checked.output;
  const process = stateOf(lock);
  const local = process === 'alive' || process === 'likely' || process === 'gone';
  const heartbeatSeconds = ageSeconds(local ? Date.now() : fileSystemNow(folder), read);
  const silent = heartbeatSeconds >= personAfterSeconds;
  const base = {
    run: lock.run,
    what: lock.what,
    who: lock.who,
    host: lock.host,
    sinceSeconds: Math.max(0, (Date.now() - lock.since) / 1000),
    heartbeatSeconds,
  };
  const held = (state: HeldBy['state'], personMayTakeOver: boolean): LockState => ({
    kind: 'held',
    token: lock.token,
    by: { ...base, state, personMayTakeOver },
  });
  switch (process) {
    case 'alive':
      return held('alive', false);
    case 'likely':
      return held('alive', silent);
    case 'gone':
      return held('dead', false);
    case 'rebooted':
      // Unless it goes on beating: then it is another computer that was set up as a copy of this one.
      return heartbeatSeconds >= patienceSeconds ? held('dead', false) : held('unknown-host', false);
    case 'elsewhere':
      return held('unknown-host', silent);
  }
}

/** Being written just now (where there are no hard links), or torn by a power cut. */
const damagedBy = (heartbeatSeconds: number): HeldBy => ({
  run: '',
  what: 'a run that left a damaged lock',
  who: '',
  host: '',
  sinceSeconds: heartbeatSeconds,
  heartbeatSeconds,
  state: heartbeatSeconds >= patienceSeconds ? 'dead' : 'alive',
  personMayTakeOver: false,
});

const ageSeconds = (now: number, { beatMilliseconds }: { beatMilliseconds: number }): number =>
  Math.max(0, (now - beatMilliseconds) / 1000);

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // damaged
  }
}
