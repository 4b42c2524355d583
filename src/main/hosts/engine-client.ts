import { Worker } from 'node:worker_threads';
import type { Answer } from '../../shared/contract/errors';
import { isEventName } from '../../shared/contract/events';
import { EngineError, toErrorAnswer } from '../engine/errors';
import type { Logger, NativeActions, Secrets } from '../engine/ports';
import type { FromWorker, NativeCall, ToWorker, WorkerStart } from './worker-messages';

export interface EngineOptions {
  /** Absolute folder of projects, settings and backups. */
  readonly dataFolder: string;
  /** The name of the door: electron, browser, cli. */
  readonly host: string;
  readonly version: string;
  readonly native: NativeActions;
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Another worker, for tests of this file. */
  readonly workerFile?: URL;
}

/** The engine, running in a thread of its own. */
export interface EngineProcess {
  /** Never rejects; when the thread has ended the answer is an `internal` error that says so. */
  invoke(command: string, input: unknown): Promise<Answer<unknown>>;
  /** Snapshot first, then every event in order; an unknown event never happens. Returns how to stop listening. */
  subscribe(event: string, listener: (payload: unknown) => void): () => void;
  /** Waits until the engine has put everything in order (a run past its commit point is finished first). */
  close(): Promise<void>;
  /** Settles when the thread has ended: null after `close`, otherwise why it ended by itself. */
  readonly ended: Promise<string | null>;
}

/**
 * Every file of the main build lies in one folder (electron.vite.config.ts), so the worker is a neighbour of the
 * chunk this becomes. Inside app.asar this path works, too: Electron initialises its archive support in worker
 * threads as it does in the main thread and its ES module loader reads through the patched `fs`, so the worker
 * needs no `asarUnpack`, which the fuse `onlyLoadAppFromAsar` would leave open to tampering.
 */
const builtWorker = (): URL => new URL('engine-worker.js', import.meta.url);

/**
 * Starts the engine in a worker thread, the same in every host: reading, hashing, merging and comparing never hold
 * up the process that owns the window. Rejects when the engine cannot start.
 */
export function startEngine(options: EngineOptions): Promise<EngineProcess> {
  const start: WorkerStart = {
    dataFolder: options.dataFolder,
    host: options.host,
    version: options.version,
    environment: { ...options.environment },
    capabilities: [...options.native.capabilities],
  };
  // execArgv: the flags of the owner (an inspector, Chromium's switches) are not for the thread.
  const worker = new Worker(options.workerFile ?? builtWorker(), { workerData: start, execArgv: [] });
  const waiting = new Map<number, (answer: Answer<unknown>) => void>();
  const listeners = new Map<number, (payload: unknown) => void>();
  let last = 0;
  let isOver = false;
  let closing: Promise<void> | null = null;
  let reason = '';

  const post = (message: ToWorker): void => worker.postMessage(message);
  const overAnswer = (): Answer<never> => ({
    ok: false,
    error: toErrorAnswer(
      new EngineError('internal', { detail: `Laneway's engine has stopped${reason ? `: ${reason}` : ''}` }),
    ),
  });

  const answerNative = async (id: number, call: NativeCall): Promise<void> => {
    try {
      const value = await doNative(options, call);
      post({ type: 'native-answer', id, value });
    } catch (cause) {
      post({ type: 'native-failed', id, message: cause instanceof Error ? cause.message : String(cause) });
    }
  };

  let settleEnded: (why: string | null) => void = () => undefined;
  const ended = new Promise<string | null>((resolve) => {
    settleEnded = resolve;
  });

  const engine: EngineProcess = {
    invoke: (command, input) =>
      new Promise((resolve) => {
        if (isOver) {
          resolve(overAnswer());
          return;
        }
        const id = ++last;
        try {
          post({ type: 'invoke', id, command, input });
          waiting.set(id, resolve);
        } catch (cause) {
          // An input that cannot be copied to the thread never was a valid request.
          resolve({ ok: false, error: toErrorAnswer(cause) });
        }
      }),
    subscribe(event, listener) {
      if (!isEventName(event) || isOver) return () => undefined;
      const id = ++last;
      listeners.set(id, listener);
      post({ type: 'subscribe', id, event });
      return () => {
        if (listeners.delete(id) && !isOver) post({ type: 'unsubscribe', id });
      };
    },
    close() {
      closing ??= (async () => {
        if (!isOver) post({ type: 'close' });
        await ended;
      })();
      return closing;
    },
    ended,
  };

  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'ready':
          resolve(engine);
          return;
        case 'answer':
          waiting.get(message.id)?.(message.answer);
          waiting.delete(message.id);
          return;
        case 'event':
          listeners.get(message.id)?.(message.payload);
          return;
        case 'native':
          void answerNative(message.id, message.call);
          return;
        case 'notify':
          options.native.notify(message.title, message.body);
          return;
        case 'log':
          options.log[message.level](message.message);
          return;
        case 'closed':
          // Whatever still runs in the thread (an idle timer) has nothing to save any more.
          void worker.terminate();
      }
    });
    worker.on('error', (cause: unknown) => {
      reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    });
    worker.on('exit', (code) => {
      isOver = true;
      reason ||= closing ? '' : `its thread ended with code ${code}`;
      if (!closing) options.log.warn(`Laneway's engine has stopped: ${reason}`);
      for (const settle of waiting.values()) settle(overAnswer());
      waiting.clear();
      listeners.clear();
      settleEnded(closing ? null : reason);
      reject(new Error(`Laneway's engine could not start: ${reason}`));
    });
  });
}

async function doNative(
  { native, secrets }: Pick<EngineOptions, 'native' | 'secrets'>,
  call: NativeCall,
): Promise<string | null> {
  switch (call.action) {
    case 'chooseFolder':
      return native.chooseFolder(call.title);
    case 'openFolder':
      await native.openFolder(call.path);
      return null;
    case 'getSecret':
      return secrets.get(call.key);
    case 'setSecret':
      return secrets.set(call.key, call.value);
    case 'deleteSecret':
      await secrets.delete(call.key);
      return null;
  }
}
