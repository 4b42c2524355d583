// Is Electron's runtime there? Never imports 'electron': since 42 that import downloads it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules', 'electron');

const usualName = () =>
  process.platform === 'win32'
    ? 'electron.exe'
    : process.platform === 'darwin'
      ? 'Electron.app/Contents/MacOS/Electron'
      : 'electron';

/** @returns {string | undefined} path of the executable, or undefined when it was never downloaded */
export function findElectron() {
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined;
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const candidate = override
    ? join(override, name ?? usualName())
    : name
      ? join(folder, 'dist', name)
      : undefined;
  return candidate && existsSync(candidate) ? candidate : undefined;
}
