import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/find-chromium.mjs';
import type { HostName } from './test/e2e/hosts';

const executablePath = findChromium();
const report = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'];
/** Makes the pictures of the documentation instead of testing. */
const pictures = Boolean(process.env['PICTURES']);

export default defineConfig<object, { host: HostName }>({
  testDir: 'test/e2e',
  globalSetup: './scripts/bundle-test-programs.mjs',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  forbidOnly: Boolean(process.env['CI']),
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
    // A trace of every step is a third of the time: `TRACE=1 npm test -- e2e <name>` keeps it of what fails.
    trace: process.env['TRACE'] ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    ...(pictures ? [{ name: 'pictures', use: { host: 'browser' as const }, testMatch: 'pictures.ts' }] : []),
    // Every screen is tested in the browser host: the same renderer, the same commands, the quickest start.
    { name: 'browser', use: { host: 'browser' }, testIgnore: ['electron.spec.ts', 'double/**'] },
    // The wiring of Electron, without its runtime (test/e2e/double/README.md).
    { name: 'double', use: { host: 'double' }, testMatch: ['smoke.spec.ts', 'double/*.spec.ts'] },
    // Electron itself; skipped where its runtime is not installed.
    { name: 'electron', use: { host: 'electron' }, testMatch: ['smoke.spec.ts', 'electron.spec.ts'] },
  ],
});
