// Everything about the code that needs no running: format, lint, types, walls, leftovers. Each counts as one check.
import { mkdirSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { binaryOf } from './lib/binary.mjs';
import { runQuietly } from './lib/run.mjs';

const cache = 'node_modules/.cache';
const checks = [
  ['format', 'prettier', ['--check', '.', '--log-level', 'warn', '--cache']],
  ['types of main', 'typescript', ['-p', 'tsconfig.node.json'], 'tsc'],
  ['types of end-to-end tests', 'typescript', ['-p', 'tsconfig.e2e.json'], 'tsc'],
  ['types of the window', 'svelte-check', ['--tsconfig', './tsconfig.web.json', '--fail-on-warnings']],
  ['lint', 'eslint', ['.', '--max-warnings', '0', '--cache', '--cache-location', `${cache}/eslint/`]],
  ['walls', 'dependency-cruiser', ['src', '--output-type', 'err'], 'depcruise'],
  ['leftovers', 'knip', []],
];

/**
 * Runs the checks, or those whose name contains `filter`; what fails is shown in full.
 * @returns {Promise<{passed: number, failed: number, skipped: number}>}
 */
export async function runChecks(filter = '') {
  mkdirSync(cache, { recursive: true });
  const waiting = checks.filter(([name]) => name.includes(filter));
  const counts = { passed: 0, failed: 0, skipped: checks.length - waiting.length };
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const [name, packageName, args, command] = check;
      const { code, output, seconds } = await runQuietly(binaryOf(packageName, command), args);
      console.log(`${code === 0 ? '  ok ' : 'FAIL '} ${name} (${seconds.toFixed(1)} s)`);
      if (code === 0) counts.passed++;
      else {
        counts.failed++;
        console.log(output.trimEnd().replace(/^/gm, '     '));
      }
    }
  };
  await Promise.all([worker(), worker()]);
  return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { failed } = await runChecks(process.argv[2]);
  process.exit(failed ? 1 : 0);
}
