// Running a command and keeping, showing or timing what it says.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { root } from './install.mjs';

/**
 * Runs a Node script in the project and shows its output while it happens.
 * @returns {Promise<{code: number, seconds: number}>}
 */
export function runNode(script, args, env = {}) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('error', (cause) => {
      console.error(cause.message);
      resolve({ code: 1, seconds: 0 });
    });
    child.on('exit', (code) => resolve({ code: code ?? 1, seconds: (Date.now() - started) / 1000 }));
  });
}

/**
 * Runs a Node script quietly.
 * @returns {Promise<{code: number, output: string, seconds: number}>} output: what it printed and complained about
 */
export function runQuietly(script, args) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    const end = (code, text = '') =>
      resolve({
        code,
        output: Buffer.concat(chunks).toString('utf8') + text,
        seconds: (Date.now() - started) / 1000,
      });
    child.on('error', (cause) => end(1, cause.message));
    child.on('close', (code) => end(code ?? 1));
  });
}
