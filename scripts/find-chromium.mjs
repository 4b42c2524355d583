// Which Chromium do the end-to-end tests use? Run by itself it prints the path; with --install it may use apt-get.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';

const systemPaths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const advice = `No Chromium for the end-to-end tests. Do one of:
  npx playwright install chromium-headless-shell
  sudo apt-get install chromium                  (Debian, Ubuntu)
  CHROMIUM_PATH=/path/to/chrome npm test`;

/** @returns {string | undefined} CHROMIUM_PATH, the one Playwright installed, or the system's */
export function findChromium() {
  const candidates = [process.env['CHROMIUM_PATH'], chromium.executablePath(), ...systemPaths];
  return candidates.find((path) => path && existsSync(path));
}

/**
 * Finds one, or installs Debian's small one where this may be done.
 * @throws Error with what to do
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    throw new Error(advice);
  }
  console.error('No Chromium found: installing chromium-headless-shell with apt-get ...');
  const apt = (...args) =>
    execFileSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell', 'fonts-dejavu-core');
  const installed = findChromium();
  if (!installed) throw new Error(advice);
  return installed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(process.argv.includes('--install') ? ensureChromium() : (findChromium() ?? 'none'));
  } catch (cause) {
    console.error(cause.message);
    process.exit(1);
  }
}
