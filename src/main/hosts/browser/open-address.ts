import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  readonly isExecutable: (path: string) => boolean;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

const chromiumNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
];
const macChromiums = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);
const windowsChromiums = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Whether somebody can see a window at all. */
export const hasDisplay = ({ platform, environment }: Desktop): boolean =>
  !environment['CI'] &&
  (platform === 'win32' ||
    platform === 'darwin' ||
    Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']));

/** What opens an address: a Chromium as a window without tabs where there is one, else the system's browser. */
export function browserProgram(desktop: Desktop, address: string): Program {
  const chromium = desktop.isRoot ? undefined : findChromium(desktop); // Chromium refuses to run as root
  if (chromium) return { command: chromium, args: [`--app=${address}`] };
  return systemOpener(desktop.platform, address);
}

/** What shows a folder or an address by the system's own choice of program. */
export function systemOpener(platform: NodeJS.Platform, target: string): Program {
  if (platform === 'darwin') return { command: 'open', args: [target] };
  if (platform === 'win32') {
    // Not `cmd /c start`: it gives the target's characters to a shell. Explorer takes folders, but mistakes a query.
    return /^https?:/.test(target)
      ? { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', target] }
      : { command: 'explorer.exe', args: [target] };
  }
  return { command: 'xdg-open', args: [target] };
}

function findChromium({ platform, environment, isExecutable }: Desktop): string | undefined {
  if (platform === 'darwin') return macChromiums.find(isExecutable);
  if (platform === 'win32') {
    return ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
      .flatMap((name) => environment[name] ?? [])
      .flatMap((folder) => windowsChromiums.map((path) => `${folder}\\${path}`))
      .find(isExecutable);
  }
  return (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder.startsWith('/'))
    .flatMap((folder) => chromiumNames.map((name) => join(folder, name)))
    .find(isExecutable);
}

/** Starts a program that goes on by itself; rejects when it cannot be started. */
export function startDetached({ command, args }: Program): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { detached: true, stdio: 'ignore' });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}

/** The desktop this process runs on. */
export const thisDesktop = (): Desktop => ({
  platform: process.platform,
  environment: process.env,
  isRoot: process.getuid?.() === 0,
  isExecutable(path) {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
});
