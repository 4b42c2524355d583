// Builds everything into out/: main, preload and renderer by electron-vite, and the command line's own file.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { binaryOf } from './lib/binary.mjs';
import { writeStamp } from './lib/stamp.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const quiet = process.argv.includes('--quiet');

execFileSync(
  process.execPath,
  [binaryOf('electron-vite'), 'build', ...(quiet ? ['--logLevel', 'warn'] : [])],
  { cwd: root, stdio: quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit' },
);
mkdirSync(join(root, 'out/cli'), { recursive: true });
const cli = join(root, 'out/cli/laneway.mjs');
writeFileSync(cli, "#!/usr/bin/env node\nimport '../main/cli.js';\n");
chmodSync(cli, 0o755);
writeStamp(root);
