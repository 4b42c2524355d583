import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasDisplay, thisDesktop } from '../browser/open-address';
import type { Flags } from './flags';
import type { CliIo } from './io';
import { dataFolderOf } from './run-cli';
import type { Result } from './session';
import { words } from './text';

/**
 * `laneway open`: the app's window where Electron's runtime and a screen are there, else the browser door. Stays until
 * it is closed.
 * @param buildFolder absolute folder of the build (`out`)
 * @returns exit code of the program that was started
 */
export const openWindow =
  (buildFolder: string) =>
  async (flags: Flags, io: CliIo, opened: (result: Result) => void): Promise<number> => {
    const electron =
      flags.has('browser') || !hasDisplay(thisDesktop()) ? undefined : findElectron(dirname(buildFolder));
    const common = ['--data', dataFolderOf(flags, io), ...(flags.has('sample') ? ['--sample'] : [])];
    if (electron) {
      // Chromium's sandbox does not work for root.
      const sandbox = io.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      const child = spawn(electron, [...sandbox, dirname(buildFolder), ...common], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      child.once('spawn', () =>
        opened({ value: { door: 'window', address: null }, lines: ['Laneway is open.'] }),
      );
      return untilEnded(child, io);
    }
    const port = flags.text('port');
    const args = [
      join(buildFolder, 'main', 'browser.js'),
      ...common,
      ...(port === undefined ? [] : ['--port', port]),
      ...(flags.has('no-open') ? ['--no-open'] : []),
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /^Laneway is open at (\S+)\n/m.exec(said)?.[1];
      if (address === undefined) return;
      said = '';
      opened({ value: { door: 'browser', address }, lines: [words.opened(address)] });
    });
    return untilEnded(child, io);
  };

/** Ctrl+C reaches the child from the terminal; being told to end is passed on. We end when it has ended. */
function untilEnded(child: ChildProcess, io: CliIo): Promise<number> {
  const stopListening = io.onInterrupt(() => child.kill('SIGTERM'));
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  }).finally(stopListening);
}

/** Electron's executable, or undefined when its runtime was never downloaded. Never imports 'electron': that downloads it. */
function findElectron(appFolder: string): string | undefined {
  const folder = join(appFolder, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt'); // written by Electron's own installer
  if (!existsSync(pathFile)) return undefined;
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? executable : undefined;
}
