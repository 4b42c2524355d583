import { mkdirSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startBrowserHost, type BrowserHost } from '../../src/main/hosts/browser/browser-host';
import { tempFolder } from '../fixtures/temp';

const listeners = new Set<(payload: unknown) => void>();
const engine = {
  invoke: (command: string, input: unknown) =>
    Promise.resolve({ ok: true as const, value: { command, input } }),
  subscribe: (event: string, listener: (payload: unknown) => void) => {
    listeners.add(listener);
    listener({ snapshot: event });
    return () => listeners.delete(listener);
  },
};

let host: BrowserHost;
let origin: string;
let cookie: string;

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
}
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
  new Promise((resolve, reject) => {
    request(origin + path, { headers, method }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    })
      .on('error', reject)
      .end();
  });
const pathOf = (address: string): string => address.slice(origin.length);

const connect = (headers: Record<string, string>, path = '/rpc'): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(origin.replace('http', 'ws') + path, { headers });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
const say = (socket: WebSocket, message: unknown): void => socket.send(JSON.stringify(message));
const hear = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) =>
    socket.once('message', (data: Buffer) => {
      resolve(JSON.parse(data.toString()));
    }),
  );

beforeAll(async () => {
  const rendererFolder = tempFolder('renderer');
  mkdirSync(join(rendererFolder, 'assets'));
  writeFileSync(join(rendererFolder, 'index.html'), '<p>hello</p>');
  host = await startBrowserHost({ rendererFolder, engine, port: 0 });
  const address = host.address();
  origin = new URL(address).origin;
  const { headers } = await ask(pathOf(address));
  cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});
afterAll(() => host.close());

test('an address gives a strict cookie, which is not the token', async () => {
  const address = host.address();
  const { status, headers } = await ask(pathOf(address));
  expect({ status, location: headers.location }).toEqual({ status: 303, location: '/' });
  expect(headers['set-cookie']?.[0]).toMatch(/^laneway_\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  expect(headers['set-cookie']?.[0]).not.toContain(new URL(address).searchParams.get('token'));
});

test('a token opens once; the window it opened may follow the address again', async () => {
  const path = pathOf(host.address());
  expect((await ask(path)).status).toBe(303);
  expect((await ask(path)).status).toBe(403);
  expect((await ask(path, { cookie })).status).toBe(303);
  expect((await ask('/open?token=')).status).toBe(403);
  expect((await ask('/open')).status).toBe(403);
});

test('the page needs the cookie', async () => {
  expect((await ask('/')).status).toBe(403);
  expect((await ask('/', { cookie: cookie.slice(0, -1) })).status).toBe(403);
  const page = await ask('/', { cookie: `other=1; ${cookie}` });
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.headers['cache-control']).toBe('no-store');
});

test('another host name, another site and other methods are refused', async () => {
  expect((await ask('/', { cookie, host: 'evil.example' })).status).toBe(421);
  expect((await ask('/', { cookie, host: origin.replace('http://127.0.0.1', 'localhost') })).status).toBe(
    421,
  );
  expect((await ask('/', { cookie, origin: 'http://evil.example' })).status).toBe(403);
  expect((await ask('/', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await ask('/', { cookie, 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await ask('/', { cookie }, 'POST')).status).toBe(405);
  expect((await ask('/../package.json', { cookie })).status).toBe(404);
});

test.each([
  ['no cookie', (): Record<string, string> => ({ origin })],
  ['another origin', () => ({ origin: 'http://evil.example', cookie })],
  ['no origin', () => ({ cookie })],
  ['another host', () => ({ origin, cookie, host: 'evil.example' })],
])('a socket with %s is refused', async (_, headers) => {
  await expect(connect(headers())).rejects.toThrow('403');
});

test('a socket elsewhere is refused', async () => {
  await expect(connect({ origin, cookie }, '/other')).rejects.toThrow('403');
});

test('a command reaches the engine, events come until they are no longer wanted', async () => {
  const socket = await connect({ origin, cookie });
  say(socket, { id: 7, command: 'app.info', input: {} });
  expect(await hear(socket)).toEqual({
    id: 7,
    answer: { ok: true, value: { command: 'app.info', input: {} } },
  });
  say(socket, { subscribe: 'settings.changed' });
  expect(await hear(socket)).toEqual({
    event: 'settings.changed',
    payload: { snapshot: 'settings.changed' },
  });
  for (const listener of listeners) listener(5);
  expect(await hear(socket)).toEqual({ event: 'settings.changed', payload: 5 });
  say(socket, { unsubscribe: 'settings.changed' });
  say(socket, { id: 8, command: 'app.info', input: {} });
  await hear(socket);
  expect(listeners.size).toBe(0);
  say(socket, { subscribe: 'settings.changed' });
  await hear(socket);
  socket.close();
  await expect.poll(() => listeners.size).toBe(0);
});

test.each(['nonsense', '{"id":"x","command":"app.info","input":{}}', '{"subscribe":"a","more":1}', 'null'])(
  'a socket that says %s is closed',
  async (text) => {
    const socket = await connect({ origin, cookie });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.send(text);
    expect(await closed).toBe(1008);
  },
);

test('closing says goodbye to every page', async () => {
  const rendererFolder = tempFolder('renderer');
  const other = await startBrowserHost({ rendererFolder, engine, port: 0 });
  const address = other.address();
  const there = new URL(address).origin;
  const given = await fetch(address, { redirect: 'manual' });
  const socket = new WebSocket(`${there.replace('http', 'ws')}/rpc`, {
    headers: { origin: there, cookie: given.headers.get('set-cookie')?.split(';')[0] ?? '' },
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await other.close();
  expect(await closed).toBe(1001);
  await expect(fetch(there)).rejects.toThrow();
});
