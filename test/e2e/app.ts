import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import type { CommandName, Input, Output } from '../../src/shared/contract/commands';
import type { Answer } from '../../src/shared/contract/errors';
import type { EngineEventName } from '../../src/shared/contract/events';
import { launchHost, type HostName, type LaunchOptions, type RunningHost } from './hosts';

/** The app of one test, with a data folder of its own. */
export interface App extends RunningHost {
  readonly dataFolder: string;
  /** Calls a command past the window; the whole answer. */
  answer<N extends CommandName>(command: N, input: Input<N>): Promise<Answer<Output<N>>>;
  /** Calls a command past the window; its value, or an error with what the engine says. */
  call<N extends CommandName>(command: N, input: Input<N>): Promise<Output<N>>;
  /** Listens to an event from now on, beside the window; `events` gives what came so far. */
  listen(event: EngineEventName): Promise<() => Promise<readonly unknown[]>>;
}

interface Fixtures {
  /** Behind `npm start --`: `test.use({ args: ['--sample'] })`. */
  args: readonly string[];
  /** A folder for what the test makes, beside the data folder; gone afterwards. */
  folder: string;
  app: App;
  /** Starts one more app, e.g. again on the data folder of an earlier one. */
  launch: (options?: Partial<LaunchOptions>) => Promise<App>;
}

/** What the door of a page is on the page's side, in every host. */
interface Door {
  invoke(command: string, input: unknown): Promise<unknown>;
  subscribe(event: string, listener: (payload: unknown) => void): unknown;
}

export const test = base.extend<Fixtures, { host: HostName }>({
  host: ['browser', { option: true, scope: 'worker' }],
  args: [[], { option: true }],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
  folder: async ({}, use) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'laneway-e2e-')));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },
  launch: async ({ host, context, folder, args }, use, info) => {
    const running: RunningHost[] = [];
    await use(async (options = {}) => {
      const dataFolder = options.dataFolder ?? join(folder, `data-${running.length + 1}`);
      const started = await launchHost(host, { args, ...options, dataFolder }, context);
      info.skip(!started, 'the runtime of Electron is not installed (npx install-electron)');
      if (!started) throw new Error('skipped');
      running.push(started);
      return withCommands(started, dataFolder);
    });
    for (const host of running) await host.close();
  },
  app: async ({ launch }, use) => {
    await use(await launch());
  },
});

function withCommands(host: RunningHost, dataFolder: string): App {
  const { page } = host;
  const answer = async (command: string, input: unknown): Promise<unknown> => {
    await page.evaluate(openDoor);
    return page.evaluate(([name, data]) => (window as unknown as { door: Door }).door.invoke(name, data), [
      command,
      input,
    ] as const);
  };
  return {
    ...host,
    dataFolder,
    answer: (command, input) => answer(command, input) as ReturnType<App['answer']> as never,
    async call(command, input) {
      const given = (await answer(command, input)) as Answer<never>;
      if (!given.ok) throw new Error(`${command}: ${given.error.code}: ${given.error.message}`);
      return given.value;
    },
    async listen(event) {
      await page.evaluate(openDoor);
      await page.evaluate((name) => {
        const here = window as unknown as { door: Door; heard?: Record<string, unknown[]> };
        const heard = ((here.heard ??= {})[name] ??= []);
        here.door.subscribe(name, (payload) => heard.push(payload));
      }, event);
      return () =>
        page.evaluate(
          (name) => (window as unknown as { heard: Record<string, unknown[]> }).heard[name] ?? [],
          event,
        );
    },
  };
}

/** Runs in the page: a door of the test's own, so that the window's is not disturbed. */
async function openDoor(): Promise<void> {
  const here = window as unknown as { laneway?: Door; door?: Door };
  if (here.door) return; // a reload takes it away
  if (here.laneway) {
    here.door = here.laneway;
    return;
  }
  const socket = new WebSocket(new URL('/rpc', location.href.replace(/^http/, 'ws')));
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('no connection to the browser host'));
  });
  const waiting = new Map<number, (answer: unknown) => void>();
  const listeners = new Map<string, (payload: unknown) => void>();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as
      { id: number; answer: unknown } | { event: string; payload: unknown };
    if ('event' in message) listeners.get(message.event)?.(message.payload);
    else waiting.get(message.id)?.(message.answer);
  };
  let last = 0;
  here.door = {
    invoke: (command, input) =>
      new Promise((resolve) => {
        waiting.set(++last, resolve);
        socket.send(JSON.stringify({ id: last, command, input }));
      }),
    subscribe(event, listener) {
      listeners.set(event, listener);
      socket.send(JSON.stringify({ subscribe: event }));
    },
  };
}

export { expect } from '@playwright/test';
