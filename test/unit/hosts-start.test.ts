import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { tempFolder } from '../fixtures/temp';

const data = tempFolder('start');
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** `npm start -- ...` without npm; `--browser` because this machine may have Electron. */
function start(...args: string[]): { child: ChildProcess; lines: string[]; ended: Promise<number | null> } {
  const child = spawn(
    process.execPath,
    ['scripts/start.mjs', '--browser', '--no-open', '--data', data, ...args],
    {
      env: { ...process.env, CI: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  children.push(child);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  return { child, lines, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

test(
  'npm start prints one address, serves it, and a signal ends all of it',
  { timeout: 90_000 },
  async () => {
    const { child, lines, ended } = start();
    await expect
      .poll(() => lines.find((line) => line.startsWith('Laneway is open at ')), { timeout: 80_000 })
      .toMatch(/ http:\/\/127\.0\.0\.1:\d+\/open\?token=[\w-]{43}$/);
    const address = lines.at(-1)?.split(' ').at(-1) ?? '';
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(303);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
  },
);

test('an option that is not one is said, and nothing starts', { timeout: 90_000 }, async () => {
  const { lines, ended } = start('--smaple');
  expect(await ended).toBe(1);
  expect(lines.join('\n')).toContain('--smaple');
  expect(lines.join('\n')).not.toContain('    at ');
});
