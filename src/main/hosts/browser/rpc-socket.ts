import type { WebSocket } from 'ws';
import * as v from 'valibot';
import type { EngineProcess } from '../engine-client';

/**
 * The messages of the page: a command with a number, or the wish to get an event (or no longer).
 * Back go `{id, answer}` and `{event, payload}`: all on one socket, so that nothing overtakes anything.
 */
const fromPage = v.union([
  v.strictObject({ id: v.pipe(v.number(), v.integer()), command: v.string(), input: v.unknown() }),
  v.strictObject({ subscribe: v.string() }),
  v.strictObject({ unsubscribe: v.string() }),
]);

/** A page that does not read is cut off; it connects again and gets the present state. */
const mostBufferedBytes = 64 * 1024 * 1024;

/** Serves one page until its socket closes. */
export function serveSocket(socket: WebSocket, engine: Pick<EngineProcess, 'invoke' | 'subscribe'>): void {
  const subscriptions = new Map<string, () => void>();
  const send = (message: unknown): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > mostBufferedBytes) socket.terminate();
    else socket.send(JSON.stringify(message));
  };

  const receive = async (text: string): Promise<void> => {
    const message = v.parse(fromPage, JSON.parse(text));
    if ('command' in message) {
      send({ id: message.id, answer: await engine.invoke(message.command, message.input) });
    } else if ('subscribe' in message) {
      const event = message.subscribe;
      if (subscriptions.has(event)) return;
      subscriptions.set(
        event,
        engine.subscribe(event, (payload) => send({ event, payload })),
      );
    } else {
      subscriptions.get(message.unsubscribe)?.();
      subscriptions.delete(message.unsubscribe);
    }
  };

  socket.on('message', (data: Buffer) => {
    receive(data.toString('utf8')).catch(() => socket.close(1008, 'not a message of Laneway'));
  });
  // Without a listener a broken frame would end the process; the socket closes by itself.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    for (const stop of subscriptions.values()) stop();
    subscriptions.clear();
  });
}
