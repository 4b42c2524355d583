import type { Handlers } from '../../shared/contract/commands';
import { toErrorAnswer } from '../engine/errors';
import type { EnginePorts, NativeActions, Secrets } from '../engine/ports';
import type { SecretPlace } from '../../shared/domain/sign-in';
import { dispatch } from './dispatch';
import { createEventHub } from './event-hub';
import type { FromWorker, NativeCall, ToWorker, WorkerStart } from './worker-messages';

/** The end of a message channel: a worker's parentPort, or one side of a MessageChannel in tests. */
export interface MessageEnd {
  postMessage(message: FromWorker): void;
  on(event: 'message', listener: (message: ToWorker) => void): unknown;
}

/** What the engine's front door gives: functions by command, and an orderly end. */
export interface ServedEngine {
  readonly handlers: Handlers;
  close(): Promise<void>;
}

/**
 * The worker's half of a host: makes the engine with ports that reach the owner by messages, answers commands,
 * keeps subscriptions. `closed` is the last message; `onClosed` may end the thread after it.
 */
export function serveEngine(
  end: MessageEnd,
  start: WorkerStart,
  createEngine: (ports: EnginePorts) => ServedEngine,
  onClosed: () => void = () => undefined,
): void {
  const hub = createEventHub();
  const native = proxyNative(end, start);
  const engine = createEngine({
    dataFolder: start.dataFolder,
    host: start.host,
    version: start.version,
    environment: start.environment,
    clock: { now: () => Date.now() },
    logger: {
      info: (message) => end.postMessage({ type: 'log', level: 'info', message }),
      warn: (message) => end.postMessage({ type: 'log', level: 'warn', message }),
    },
    native: native.actions,
    secrets: native.secrets,
    emit: (name, payload) => hub.emit(name, payload),
  });
  const subscriptions = new Map<number, () => void>();

  const answer = async (id: number, command: string, input: unknown): Promise<void> => {
    const result = await dispatch(engine.handlers, command, input);
    try {
      end.postMessage({ type: 'answer', id, answer: result });
    } catch (cause) {
      // A value that cannot be copied between threads is a defect of its handler; the caller must not wait forever.
      end.postMessage({ type: 'answer', id, answer: { ok: false, error: toErrorAnswer(cause) } });
    }
  };
  const close = async (): Promise<void> => {
    try {
      await engine.close();
    } catch (cause) {
      end.postMessage({
        type: 'log',
        level: 'warn',
        message: `The engine did not close well: ${String(cause)}`,
      });
    }
    hub.close();
    end.postMessage({ type: 'closed' });
    onClosed();
  };

  end.on('message', (message) => {
    switch (message.type) {
      case 'invoke':
        void answer(message.id, message.command, message.input);
        return;
      case 'subscribe': {
        const { id } = message;
        subscriptions.set(
          id,
          hub.subscribe(message.event, (payload) => end.postMessage({ type: 'event', id, payload })),
        );
        return;
      }
      case 'unsubscribe':
        subscriptions.get(message.id)?.();
        subscriptions.delete(message.id);
        return;
      case 'native-answer':
      case 'native-failed':
        native.settle(message);
        return;
      case 'close':
        void close();
    }
  });
  end.postMessage({ type: 'ready' });
}

type NativeResult = Extract<ToWorker, { type: 'native-answer' | 'native-failed' }>;

/** Native actions happen in the process that owns the window; here they are questions with numbers. */
function proxyNative(
  end: MessageEnd,
  start: WorkerStart,
): { actions: NativeActions; secrets: Secrets; settle(result: NativeResult): void } {
  const waiting = new Map<number, { resolve(value: string | null): void; reject(cause: Error): void }>();
  let last = 0;
  const ask = (call: NativeCall): Promise<string | null> =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      end.postMessage({ type: 'native', id: last, call });
    });
  return {
    actions: {
      capabilities: start.capabilities,
      chooseFolder: (title) => ask({ action: 'chooseFolder', title }),
      openFolder: async (path) => void (await ask({ action: 'openFolder', path })),
      notify: (title, body) => end.postMessage({ type: 'notify', title, body }),
    },
    secrets: {
      get: (key) => ask({ action: 'getSecret', key }),
      set: async (key, value) => placeOf(await ask({ action: 'setSecret', key, value })),
      delete: async (key) => void (await ask({ action: 'deleteSecret', key })),
    },
    settle(result) {
      const question = waiting.get(result.id);
      waiting.delete(result.id);
      if (result.type === 'native-answer') question?.resolve(result.value);
      else question?.reject(new Error(result.message));
    },
  };
}

const placeOf = (answer: string | null): SecretPlace =>
  answer === 'sealed' || answer === 'file' ? answer : 'session';
