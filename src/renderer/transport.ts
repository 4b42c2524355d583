import type { Transport } from '../shared/contract/client';
import type { Answer } from '../shared/contract/errors';

export type ConnectionState = 'connected' | 'lost';

/** The way to the engine, whatever the host. */
export interface HostTransport extends Transport {
  readonly kind: 'electron' | 'browser';
  /** Tells every change of the connection; returns how to stop. In Electron there is none to lose. */
  onState(listener: (state: ConnectionState) => void): () => void;
}

declare global {
  interface Window {
    /** What the preload of Electron hands to the page. */
    readonly laneway?: Transport & { readonly kind: 'electron' };
  }
}

/** Picks the door this page was opened through. */
export function createTransport(): HostTransport {
  const { laneway } = window;
  if (!laneway) return createSocketTransport(new URL('/rpc', location.href.replace(/^http/, 'ws')));
  return {
    kind: laneway.kind,
    invoke: (command, input) => laneway.invoke(command, input),
    subscribe: (event, listener) => laneway.subscribe(event, listener),
    onState: () => () => undefined,
  };
}

type FromHost = { id: number; answer: unknown } | { event: string; payload: unknown };
type Listener = (payload: unknown) => void;

const firstRetryMilliseconds = 250;
const mostRetryMilliseconds = 5000;

/** Said by the transport itself when nobody can answer. The same call may be made again once connected. */
const lostAnswer: Answer<never> = {
  ok: false,
  error: {
    code: 'internal',
    message: 'The connection to Laneway was lost. Start it again if it was closed.',
    data: { detail: 'the socket closed before the answer came' },
    retry: true,
  },
};

/**
 * One websocket for everything, so that events and answers keep their order. It connects again by itself, with
 * growing pauses, and subscribes again; the snapshot that follows is the present state. A call that was under way
 * when the connection broke is answered as lost, never repeated: nobody knows whether it was done.
 */
function createSocketTransport(address: URL): HostTransport {
  const calls = new Map<number, (answer: unknown) => void>();
  const listeners = new Map<string, Set<Listener>>();
  const stateListeners = new Set<(state: ConnectionState) => void>();
  let beforeFirstConnection: string[] | null = [];
  let last = 0;
  let retryMilliseconds = firstRetryMilliseconds;
  let socket = connect();

  function connect(): WebSocket {
    const opening = new WebSocket(address);
    opening.onopen = () => {
      retryMilliseconds = firstRetryMilliseconds;
      for (const event of listeners.keys()) opening.send(JSON.stringify({ subscribe: event }));
      for (const text of beforeFirstConnection ?? []) opening.send(text);
      beforeFirstConnection = null;
      tellState('connected');
    };
    opening.onmessage = ({ data }) => receive(JSON.parse(String(data)) as FromHost);
    opening.onclose = () => {
      beforeFirstConnection = null;
      for (const settle of calls.values()) settle(lostAnswer);
      calls.clear();
      tellState('lost');
      setTimeout(() => {
        socket = connect();
      }, retryMilliseconds);
      retryMilliseconds = Math.min(retryMilliseconds * 2, mostRetryMilliseconds);
    };
    return opening;
  }

  function receive(message: FromHost): void {
    if ('event' in message) {
      for (const listener of [...(listeners.get(message.event) ?? [])]) listener(message.payload);
      return;
    }
    calls.get(message.id)?.(message.answer);
    calls.delete(message.id);
  }

  function tellState(state: ConnectionState): void {
    for (const listener of [...stateListeners]) listener(state);
  }

  const tell = (message: unknown): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };

  return {
    kind: 'browser',
    invoke: (command, input) =>
      new Promise((resolve) => {
        const id = ++last;
        const text = JSON.stringify({ id, command, input });
        if (socket.readyState === WebSocket.OPEN) socket.send(text);
        else if (beforeFirstConnection) beforeFirstConnection.push(text);
        else {
          resolve(lostAnswer);
          return;
        }
        calls.set(id, resolve);
      }),
    subscribe(event, listener) {
      const own: Listener = (payload) => listener(payload);
      const set = listeners.get(event);
      if (set) {
        set.add(own);
        // Only the host knows what a newcomer must be told first: ask anew, for all of this page.
        tell({ unsubscribe: event });
      } else listeners.set(event, new Set([own]));
      tell({ subscribe: event });
      return () => {
        const remaining = listeners.get(event);
        if (!remaining?.delete(own) || remaining.size > 0) return;
        listeners.delete(event);
        tell({ unsubscribe: event });
      };
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
  };
}
