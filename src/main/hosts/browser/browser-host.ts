import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { EngineProcess } from '../engine-client';
import { readBundleFile, safetyHeaders } from '../static-files';
import { createAdmission } from './admission';
import { serveSocket } from './rpc-socket';

export interface BrowserHost {
  /** A new address that opens Laneway, once. */
  address(): string;
  /** Tells every page goodbye and stops listening. The engine is not closed by this. */
  close(): Promise<void>;
}

export interface BrowserHostOptions {
  /** Absolute folder of the built renderer. */
  readonly rendererFolder: string;
  readonly engine: Pick<EngineProcess, 'invoke' | 'subscribe'>;
  /** 0 takes a free one. */
  readonly port: number;
}

const mostMessageBytes = 16 * 1024 * 1024;

/**
 * Serves the built renderer and the commands of the engine to this computer only: 127.0.0.1, a cookie that only an
 * address of this process gives, host and origin checked on every request and on the socket, the same content
 * security policy as the window of Electron.
 * @throws Error of Node when the port is taken (`EADDRINUSE`)
 */
export async function startBrowserHost({
  rendererFolder,
  engine,
  port,
}: BrowserHostOptions): Promise<BrowserHost> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  const origin = `http://127.0.0.1:${taken}`;
  const socketOrigin = `ws://127.0.0.1:${taken}`;
  const admission = createAdmission(taken);

  /** What other sites in the same browser could try; Electron's window has no neighbours. */
  const browserHeaders = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
  const answer = (response: ServerResponse, status: number, text: string, headers = {}): void => {
    response.writeHead(status, {
      ...safetyHeaders(socketOrigin),
      ...browserHeaders,
      'content-type': 'text/plain; charset=utf-8',
      ...headers,
    });
    response.end(text);
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!admission.isOurHost(request)) return answer(response, 421, 'This is not the address of Laneway.');
    if (!admission.isOurOrigin(request, false))
      return answer(response, 403, 'Another site may not ask this.');
    if (request.method !== 'GET') return answer(response, 405, 'Only GET.', { allow: 'GET' });
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/open') {
      const cookie = admission.exchange(url.searchParams.get('token') ?? '');
      if (cookie !== null) return answer(response, 303, '', { location: '/', 'set-cookie': cookie });
      if (admission.hasCookie(request)) return answer(response, 303, '', { location: '/' });
    }
    if (!admission.hasCookie(request)) {
      return answer(
        response,
        403,
        'This address of Laneway was used already, or belongs to an earlier start. Start Laneway again to get a new one.',
      );
    }
    const file = await readBundleFile(rendererFolder, url.pathname, socketOrigin);
    if (!file) return answer(response, 404, 'There is nothing here.');
    response.writeHead(200, { ...file.headers, ...browserHeaders });
    response.end(file.body);
  };

  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostMessageBytes });
  server.on('request', (request, response) => {
    serve(request, response).catch(() => answer(response, 400, 'This request was not understood.'));
  });
  server.on('upgrade', (request, socket, head) => {
    const isAdmitted =
      request.url === '/rpc' &&
      admission.isOurHost(request) &&
      admission.isOurOrigin(request, true) &&
      admission.hasCookie(request);
    if (!isAdmitted) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => serveSocket(webSocket, engine));
  });

  return {
    address: () => `${origin}/open?token=${admission.mintToken()}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.close(1001, 'Laneway was closed');
        server.close(() => resolve());
        server.closeIdleConnections();
        // A page that does not answer the goodbye must not keep the process.
        setTimeout(() => {
          for (const client of sockets.clients) client.terminate();
          server.closeAllConnections();
        }, 500).unref();
      }),
  };
}
