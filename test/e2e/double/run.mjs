// The process of the double: evaluates the real built main module, then lets `ready` happen, in Electron's order.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { markReady } from './electron.mjs';

const main = process.argv[2] ?? '';
// Electron's own command line: the program, the app, then what was typed.
process.argv.splice(1, 2, '.');
const slow = setTimeout(() => {
  console.error('main did not finish evaluating in 10 s; does it wait for `ready` at top level?');
  process.exit(70);
}, 10_000);
await import(pathToFileURL(main).href);
clearTimeout(slow);
markReady();
