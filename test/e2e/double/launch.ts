import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page, Route } from '@playwright/test';
import { preloadScript } from './preload-world';

type FromMain =
  | { type: 'create'; id: number; preload: string; width: number; height: number }
  | { type: 'load'; id: number; url: string }
  | { type: 'send'; id: number; channel: string; args: unknown[] }
  | { type: 'reply'; seq: number; ok: true; value: unknown }
  | { type: 'reply'; seq: number; ok: false; message: string }
  | DoubleNote;

/** What main did to the desktop. */
export type DoubleNote =
  | { type: 'openExternal'; url: string }
  | { type: 'openPath'; path: string }
  | { type: 'dialog'; kind: string }
  | { type: 'notification'; title: string; body: string }
  | { type: 'menu'; roles: string }
  | { type: 'window'; id: number; action: 'show' | 'hide' | 'focus' | 'restore' | 'maximize' };

/** A frame that asks: at another address, or inside the page. */
export interface DoubleFrame {
  readonly url?: string;
  readonly isInside?: boolean;
}

export interface DoubleApp {
  readonly page: Page;
  /** What main did to the desktop so far, in order. */
  readonly notes: readonly DoubleNote[];
  /** The answer to the next dialog. */
  answerDialog(value: unknown): void;
  /** Calls a handler of main as another frame would. */
  invokeAs(frame: DoubleFrame, channel: string, args: readonly unknown[]): Promise<unknown>;
  askPermission(permission: string): Promise<unknown>;
  /** Closes the window by its button. */
  closeWindow(): void;
  /** The exit code, once the app has ended. */
  readonly ended: Promise<number | null>;
  close(): Promise<void>;
}

export interface DoubleOptions {
  /** Absolute path of the built main module. */
  readonly main: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Waiting {
  /** An answer to the page comes after the events sent before it; a file of the bundle waits for nothing. */
  readonly isOrdered: boolean;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface PageSide {
  __deliver(channel: string, args: unknown[]): void;
}

const here = new URL('./', import.meta.url);
const ownHost = /^http:\/\/([^/]+)\.app\.localhost\//;
/** A browser cannot go to app://laneway/: on the page's side it is http://laneway.app.localhost/. */
const toPage = (url: string): string => url.replace(/^app:\/\/([^/]+)/, 'http://$1.app.localhost');
const toMain = (url: string): string => url.replace(ownHost, 'app://$1/');

/** Starts the process of the double; resolves with its exit code. For a second instance, which opens no window. */
export function runDoubleToEnd({ main, args, env }: DoubleOptions): Promise<number | null> {
  const child = forkDouble({ main, args, env });
  return new Promise((resolve) => child.once('exit', resolve));
}

const forkDouble = ({ main, args, env }: DoubleOptions) =>
  fork(new URL('run.mjs', here), [main, ...args], {
    execArgv: ['--import', new URL('register.mjs', here).href],
    serialization: 'advanced',
    env,
  });

/** Starts the app in the double and waits for its window. */
export async function launchDouble(options: DoubleOptions, context: BrowserContext): Promise<DoubleApp> {
  const child = forkDouble(options);
  const pages = new Map<number, Page>();
  const waiting = new Map<number, Waiting>();
  const notes: DoubleNote[] = [];
  let seq = 0;
  const ask = (message: { type: string; [key: string]: unknown }): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set(++seq, { isOrdered: message.type === 'invoke', resolve, reject });
      child.send({ ...message, seq });
    });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));

  const serve = async (route: Route, id: number, page: Page): Promise<void> => {
    const request = route.request();
    const url = toMain(request.url());
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      const allowed = await ask({ type: 'navigate', id, url, isFirst: page.url() === 'about:blank' });
      if (!allowed) return route.abort('aborted');
    }
    if (!ownHost.test(request.url())) return route.abort('blockedbyclient');
    const answer = (await ask({ type: 'fetch', url })) as {
      status: number;
      headers: Record<string, string>;
      body: Uint8Array;
    };
    return route.fulfill({ ...answer, body: Buffer.from(answer.body) });
  };

  const open = async (message: Extract<FromMain, { type: 'create' }>): Promise<Page> => {
    const { id, preload, width, height } = message;
    const page = await context.newPage();
    await page.setViewportSize({ width, height });
    await page.route('**/*', (route) => serve(route, id, page));
    page.on('popup', (popup) => {
      void popup.close();
    });
    // The handler must hear of the address before the browser would open it.
    await page.exposeBinding('__open', (_source, url: string) => ask({ type: 'newWindow', id, url }));
    await page.exposeBinding('__invoke', (_source, channel: string, args: unknown[]) =>
      ask({ type: 'invoke', id, channel, args }),
    );
    await page.exposeBinding('__post', (_source, channel: string, args: unknown[]) => {
      child.send({ type: 'post', id, channel, args });
    });
    await page.addInitScript(openInMain);
    await page.addInitScript({ content: preloadScript(await readFile(preload, 'utf8')) });
    return page;
  };

  const first = new Promise<Page>((resolve, reject) => {
    const receive = async (message: FromMain): Promise<void> => {
      if (message.type === 'create') pages.set(message.id, await open(message));
      else if (message.type === 'load') {
        const page = pages.get(message.id);
        if (!page) throw new Error('a window was loaded before it was made');
        void page.goto(toPage(message.url)).then(() => {
          child.send({ type: 'loaded', id: message.id });
          resolve(page);
        }, reject);
      } else if (message.type === 'send') {
        await pages
          .get(message.id)
          ?.evaluate(([channel, args]) => (window as unknown as PageSide).__deliver(channel, args), [
            message.channel,
            message.args,
          ] as const)
          .catch(() => undefined); // the page went away meanwhile; Electron drops such a message, too
      } else if (message.type === 'reply') {
        const question = waiting.get(message.seq);
        waiting.delete(message.seq);
        if (message.ok) question?.resolve(message.value);
        else question?.reject(new Error(message.message));
      } else notes.push(message);
    };
    let queue = Promise.resolve();
    child.on('message', (sent) => {
      const message = sent as FromMain;
      const isOrdered = message.type !== 'reply' || waiting.get(message.seq)?.isOrdered;
      if (isOrdered) queue = queue.then(() => receive(message)).catch(reject);
      else void receive(message);
    });
    void ended.then((code) =>
      reject(new Error(`main ended with code ${String(code)} before its window was there`)),
    );
  });

  return {
    page: await first,
    notes,
    answerDialog: (value) => child.send({ type: 'answer-dialog', value }),
    invokeAs: (frame, channel, args) => ask({ type: 'invoke', id: 1, channel, args, frame }),
    askPermission: (permission) => ask({ type: 'permission', permission }),
    closeWindow: () => child.send({ type: 'close-window', id: 1 }),
    ended,
    close: async () => {
      if (child.exitCode === null && child.connected) child.send({ type: 'quit' });
      await ended;
    },
  };
}

/** Runs in the page: a new window is asked of main, as Electron asks its handler. */
function openInMain(): void {
  const page = window as unknown as { __open(url: string): Promise<unknown> };
  window.open = (url) => {
    void page.__open(String(url));
    return null;
  };
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[target=_blank]') : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    void page.__open(link.href);
  });
}
