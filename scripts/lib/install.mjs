// Makes a fresh clone ready: node_modules as package-lock.json says. Only Node's own modules: nothing else is there yet.
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const time = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** Stops with one sentence when this Node is too old for the build. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Laneway needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Runs `npm ci` when packages are missing or older than the lock file. */
export function ensurePackages() {
  const installed = time(join(root, 'node_modules', '.package-lock.json'));
  if (installed >= time(join(root, 'package-lock.json'))) return;
  console.error('Installing packages (once) ...');
  // npm is a script next to this Node; started by npm, its path is known, which also works on Windows.
  const npm = process.env['npm_execpath'];
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  execFileSync(command, [...args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: !npm && process.platform === 'win32',
  });
}
