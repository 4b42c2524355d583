import { WebSocketServer, WebSocket as NodeSocket } from 'ws';
import type { AddressInfo } from 'node:net';
import { createTransport, type ConnectionState } from '../../src/renderer/transport';
import { expect, test } from './app';

/** The page's end of the websocket, run here against a host that can be broken at will. No window is needed. */
interface Host {
  readonly said: unknown[];
  readonly sockets: Set<NodeSocket>;
  stop(): Promise<void>;
}

async function startHost(port = 0): Promise<Host & { port: number }> {
  const server = new WebSocketServer({ port, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const said: unknown[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { id?: number; command?: string; subscribe?: string };
      said.push(message);
      if (message.subscribe) socket.send(JSON.stringify({ event: message.subscribe, payload: 'snapshot' }));
      if (message.command === 'app.info') socket.send(JSON.stringify({ id: message.id, answer: 'here' }));
    });
  });
  return {
    said,
    sockets: server.clients,
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of server.clients) socket.terminate();
        server.close(() => resolve());
      }),
  };
}

/** A browser's socket that cannot connect only closes; the one of Node would end the process. */
class QuietSocket extends NodeSocket {
  constructor(address: URL) {
    super(address);
    this.on('error', () => undefined);
  }
}

function openPage(port: number): ReturnType<typeof createTransport> {
  const location = new URL(`http://127.0.0.1:${port}/`);
  Object.assign(globalThis, { window: {}, location, WebSocket: QuietSocket });
  return createTransport();
}

test.afterEach(() => {
  for (const name of ['window', 'location']) Reflect.deleteProperty(globalThis, name);
});

test('a call made before the connection stands is answered all the same', async () => {
  const host = await startHost();
  const transport = openPage(host.port);
  expect(transport.kind).toBe('browser');
  expect(await transport.invoke('app.info', {})).toBe('here');
  await host.stop();
});

test('a broken connection is told, calls under way are answered as lost, and everything comes back by itself', async () => {
  const host = await startHost();
  const transport = openPage(host.port);
  const states: ConnectionState[] = [];
  const heard: unknown[] = [];
  transport.onState((state) => states.push(state));
  transport.subscribe('settings.changed', (payload) => heard.push(payload));
  await transport.invoke('app.info', {});
  const pending = transport.invoke('never.answered', {});
  await host.stop();
  expect(await pending).toMatchObject({ ok: false, error: { code: 'internal', retry: true } });
  expect(await transport.invoke('app.info', {})).toMatchObject({ ok: false, error: { retry: true } });

  const again = await startHost(host.port);
  await expect.poll(() => states).toEqual(['connected', 'lost', 'connected']);
  await expect.poll(() => heard).toEqual(['snapshot', 'snapshot']);
  expect(again.said).toEqual([{ subscribe: 'settings.changed' }]);
  expect(await transport.invoke('app.info', {})).toBe('here');
  await again.stop();
});

test('the host is told once that nobody listens any more', async () => {
  const host = await startHost();
  const transport = openPage(host.port);
  await transport.invoke('app.info', {});
  const [first, second] = [0, 1].map(() => transport.subscribe('project.changed', () => undefined));
  first?.();
  second?.();
  second?.();
  await transport.invoke('app.info', {});
  expect(host.said.filter((message) => (message as { unsubscribe?: string }).unsubscribe)).toEqual([
    { unsubscribe: 'project.changed' }, // the second listener wants its snapshot
    { unsubscribe: 'project.changed' },
  ]);
  await host.stop();
});
