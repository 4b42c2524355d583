import { join } from 'node:path';
import { openWindow } from './hosts/cli/open-window';
import { processIo } from './hosts/cli/process-io';
import { runCli } from './hosts/cli/run-cli';
import { startEngine } from './hosts/engine-client';

// Not process.exit: what was written to a pipe has to arrive first.
const code = await runCli(process.argv.slice(2), processIo(), {
  startEngine,
  open: openWindow(join(import.meta.dirname, '..')),
});
if (code !== 0) process.exitCode = code;
