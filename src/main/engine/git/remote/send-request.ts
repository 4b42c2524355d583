import { once } from 'node:events';
import { request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { remoteWords } from '../../../../shared/text/remote-words';
import { ConnectionFailure, reasonOf } from './connection-failure';

export interface ServerRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: AsyncIterable<Buffer>;
  readonly signal: AbortSignal | undefined;
  /** After how long without any byte it counts as lost. */
  readonly idleMilliseconds: number;
  /** Certificates to trust instead of those that Node trusts (PEM). */
  readonly trusted: Buffer | undefined;
}

export interface ServerAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Unpacked; throws ConnectionFailure when it breaks off. Leaving it early closes the connection. */
  readonly body: AsyncIterable<Buffer>;
  /** For whoever does not read the body. */
  close(): void;
}

/**
 * One request on a connection of its own: with one that was used before it could not be told whether the server has
 * seen the request when it breaks.
 * @throws ConnectionFailure, also when `signal` ends it
 */
export function sendRequest(request: ServerRequest): Promise<ServerAnswer> {
  const { method, url, headers, signal, idleMilliseconds, trusted } = request;
  return new Promise((resolve, reject) => {
    let delivered = false;
    const failure = (cause: unknown): ConnectionFailure =>
      cause instanceof ConnectionFailure
        ? cause
        : new ConnectionFailure(reasonOf(cause), delivered, { cause });
    const outgoing = (url.startsWith('https:') ? requestHttps : requestHttp)(url, {
      method,
      headers: { 'accept-encoding': 'gzip', 'user-agent': 'git/2.39.0 (laneway)', ...headers },
      agent: false,
      timeout: idleMilliseconds,
      ...(signal ? { signal } : {}),
      ...(trusted ? { ca: trusted } : {}),
    });
    outgoing.on('timeout', () =>
      outgoing.destroy(new ConnectionFailure(remoteWords.reasons.silent, delivered)),
    );
    outgoing.on('error', (cause) => reject(failure(cause)));
    outgoing.on('response', (incoming) =>
      resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        body: readBody(incoming, failure),
        close: () => outgoing.destroy(),
      }),
    );
    const markDelivered = (): void => void (delivered = true);
    if (request.body)
      writeBody(outgoing, request.body, markDelivered).catch((cause: unknown) => {
        reject(failure(cause));
        outgoing.destroy();
      });
    else outgoing.end();
  });
}

/**
 * The last piece goes only over a connection that stands: what was not delivered whole is something the server
 * cannot have acted on.
 */
async function writeBody(
  outgoing: ClientRequest,
  body: AsyncIterable<Buffer>,
  markDelivered: () => void,
): Promise<void> {
  const closed = new AbortController();
  outgoing.once('close', () => closed.abort());
  const connected = new Promise<void>((resolve) => {
    outgoing.once('socket', (socket) => {
      if (!socket.connecting) resolve();
      else socket.once(outgoing.protocol === 'https:' ? 'secureConnect' : 'connect', () => resolve());
    });
  });
  const gone = new Promise<never>((_resolve, reject) => {
    closed.signal.addEventListener('abort', () =>
      reject(new ConnectionFailure(remoteWords.reasons.lost, false)),
    );
  });
  gone.catch(() => undefined); // only counts while somebody waits for it
  await Promise.race([connected, gone]);
  let held: Buffer | null = null;
  for await (const piece of body) {
    if (held !== null && !outgoing.write(held)) await Promise.race([once(outgoing, 'drain'), gone]);
    if (closed.signal.aborted) await gone;
    held = piece;
  }
  markDelivered();
  outgoing.end(held ?? undefined);
}

async function* readBody(
  incoming: IncomingMessage,
  failure: (cause: unknown) => ConnectionFailure,
): AsyncGenerator<Buffer, void> {
  const packed = /^(x-)?gzip$/i.test(incoming.headers['content-encoding'] ?? '');
  const source = packed ? pipeline(incoming, createGunzip(), () => undefined) : incoming;
  try {
    for await (const piece of source) yield piece as Buffer;
  } catch (cause) {
    throw failure(cause);
  } finally {
    incoming.destroy();
  }
}
