import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { _electron, type BrowserContext, type Page } from '@playwright/test';
import { findElectron } from '../../scripts/find-electron.mjs';
import { launchDouble, type DoubleApp } from './double/launch';

export type HostName = 'browser' | 'double' | 'electron';

export interface LaunchOptions {
  readonly dataFolder: string;
  /** Behind `npm start --`, e.g. `--sample`. */
  readonly args: readonly string[];
  /** Another built main module, for the double. */
  readonly main?: string;
  /** More variables of the process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** An app that runs: its window, and what its host can be told. */
export interface RunningHost {
  readonly page: Page;
  /** The next folder dialog is answered with this (not in the browser: it has none). */
  pickFolder(path: string): Promise<void>;
  /** Addresses that were given to the system's browser. */
  openedAddresses(): Promise<readonly string[]>;
  /** Only in the double. */
  readonly double: DoubleApp | null;
  close(): Promise<void>;
}

/** The variables of a test's app: a home of its own with a person for git, and nothing that opens a real browser. */
export function testEnvironment(dataFolder: string): Record<string, string> {
  const home = join(dataFolder, 'home');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Ana\n\temail = ana@example.org\n');
  const kept = ['PATH', 'DISPLAY', 'SystemRoot', 'TEMP', 'TMPDIR', 'LANG', 'XDG_RUNTIME_DIR'];
  return {
    ...Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    HOME: home,
    USERPROFILE: home,
    GIT_CONFIG_NOSYSTEM: '1',
    CI: '1',
  };
}

/** Starts the app in a host. Null when the host is not there (Electron without its runtime). */
export async function launchHost(
  host: HostName,
  options: LaunchOptions,
  context: BrowserContext,
): Promise<RunningHost | null> {
  switch (host) {
    case 'browser':
      return launchBrowser(options, context);
    case 'double':
      return launchInDouble(options, context);
    case 'electron':
      return launchElectron(options);
  }
}

async function launchBrowser(
  { dataFolder, args, env }: LaunchOptions,
  context: BrowserContext,
): Promise<RunningHost> {
  const child = spawn(
    process.execPath,
    [resolve('out/main/browser.js'), '--no-open', '--data', dataFolder, ...args],
    { env: { ...testEnvironment(dataFolder), ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const address = await printedAddress(child);
  const page = await context.newPage();
  await page.goto(address);
  return {
    page,
    pickFolder: () => Promise.reject(new Error('the browser host has no folder dialog')),
    openedAddresses: () => Promise.resolve([]),
    double: null,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const printedAddress = (child: ChildProcess): Promise<string> =>
  new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`the browser host ended with ${String(code)}`)));
    if (!child.stdout) throw new Error('no output to read');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^Laneway is open at (http:\S+)$/.exec(line);
      if (found?.[1]) done(found[1]);
    });
  });

async function launchInDouble(
  { dataFolder, args, main, env }: LaunchOptions,
  context: BrowserContext,
): Promise<RunningHost> {
  const double = await launchDouble(
    {
      main: main ?? resolve('out/main/index.js'),
      args: ['--data', dataFolder, ...args],
      env: { ...testEnvironment(dataFolder), ...env },
    },
    context,
  );
  return {
    page: double.page,
    pickFolder: (path) => {
      double.answerDialog({ canceled: false, filePaths: [path] });
      return Promise.resolve();
    },
    openedAddresses: () =>
      Promise.resolve(double.notes.flatMap((note) => (note.type === 'openExternal' ? [note.url] : []))),
    double,
    close: () => double.close(),
  };
}

async function launchElectron({ dataFolder, args, env }: LaunchOptions): Promise<RunningHost | null> {
  const executablePath = findElectron();
  if (!executablePath) return null;
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath,
    args: [...sandbox, '.', '--data', dataFolder, ...args],
    env: { ...testEnvironment(dataFolder), ...env },
  });
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (url) => {
      opened.push(url);
      return Promise.resolve();
    };
  });
  return {
    page: await app.firstWindow(),
    pickFolder: (path) =>
      app.evaluate(({ dialog }, picked) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [picked] });
      }, path),
    openedAddresses: () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened),
    double: null,
    close: () => app.close(),
  };
}
