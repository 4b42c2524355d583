import { retainedKey, type EngineEventName, type EngineEvents } from '../../shared/contract/events';
import type { Run } from '../../shared/domain/run';

type Listener = (payload: unknown) => void;

export interface EventHub {
  emit<N extends EngineEventName>(name: N, payload: EngineEvents[N]): void;
  /** The retained payloads come first, before this returns; then everything that is emitted, in order. */
  subscribe(name: EngineEventName, listener: Listener): () => void;
  /** Delivers what is held back, and nothing after it. */
  close(): void;
}

/** A run is shown at most this often; its end is shown at once. */
const progressIntervalMilliseconds = 50;
/** A run that ended longer ago is not news for a window that opens now. */
const endedRunIsNewsMilliseconds = 10 * 60_000;
const mostRetained = 50;

interface RunPace {
  sentAt: number;
  lastSeq: number;
  held: Run | null;
  timer: NodeJS.Timeout | null;
}

/** Who wants which event, what a newcomer must know, and how often a run may report. */
export function createEventHub(now: () => number = Date.now): EventHub {
  const listeners = new Map<EngineEventName, Set<Listener>>();
  const retained = new Map<EngineEventName, Map<string, unknown>>();
  const paces = new Map<string, RunPace>();
  let closed = false;

  const deliver = (name: EngineEventName, payload: unknown): void => {
    for (const listener of [...(listeners.get(name) ?? [])]) listener(payload);
  };

  const retain = (name: EngineEventName, payload: unknown): void => {
    const key = (retainedKey[name] as ((payload: unknown) => string) | undefined)?.(payload);
    if (key === undefined) return;
    const kept = retained.get(name) ?? new Map<string, unknown>();
    retained.set(name, kept);
    kept.delete(key); // the latest goes to the end, so that what goes on is never the first to be forgotten
    kept.set(key, payload);
    const oldest = kept.keys().next();
    if (kept.size > mostRetained && !oldest.done) kept.delete(oldest.value);
  };

  const sendRun = (pace: RunPace, run: Run): void => {
    if (pace.timer) clearTimeout(pace.timer);
    pace.timer = null;
    pace.held = null;
    pace.sentAt = now();
    deliver('deploy.progress', run);
    if (run.finishedAt !== null) paces.delete(run.id);
  };

  const emitRun = (run: Run): void => {
    const known = (retained.get('deploy.progress')?.get(run.id) as Run | undefined)?.seq ?? -1;
    const pace = paces.get(run.id) ?? { sentAt: -Infinity, lastSeq: known, held: null, timer: null };
    if (run.seq <= pace.lastSeq) return;
    paces.set(run.id, pace);
    pace.lastSeq = run.seq;
    retain('deploy.progress', run);
    const wait = pace.sentAt + progressIntervalMilliseconds - now();
    if (run.finishedAt !== null || wait <= 0) {
      sendRun(pace, run);
      return;
    }
    pace.held = run;
    pace.timer ??= setTimeout(() => {
      pace.timer = null;
      if (pace.held) sendRun(pace, pace.held);
    }, wait);
  };

  return {
    emit(name, payload) {
      if (closed) return;
      if (name === 'deploy.progress') {
        emitRun(payload as Run);
        return;
      }
      retain(name, payload);
      deliver(name, payload);
    },
    subscribe(name, listener) {
      if (closed) return () => undefined;
      for (const payload of retained.get(name)?.values() ?? []) {
        if (name !== 'deploy.progress' || isNews(payload as Run, now())) listener(payload);
      }
      const set = listeners.get(name) ?? new Set<Listener>();
      listeners.set(name, set);
      // A listener of its own, so that one function subscribed twice is two subscriptions.
      const own: Listener = (payload) => listener(payload);
      set.add(own);
      return () => set.delete(own);
    },
    close() {
      for (const pace of [...paces.values()]) if (pace.held) sendRun(pace, pace.held);
      closed = true;
      listeners.clear();
    },
  };
}

const isNews = (run: Run, now: number): boolean =>
  run.finishedAt === null || now - run.finishedAt < endedRunIsNewsMilliseconds;
