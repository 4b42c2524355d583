// Builds everything into out/: main, preload and renderer by electron-vite, and the command line's own file.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { binaryOf } from './lib/binary.mjs';
import { root } from './lib/install.mjs';
import { writeStamp } from './lib/stamp.mjs';

const isQuiet = process.argv.includes('--quiet');

const { status } = spawnSync(
  process.execPath,
  [binaryOf('electron-vite'), 'build', ...(isQuiet ? ['--logLevel', 'warn'] : [])],
  { cwd: root, stdio: isQuiet ? ['ignore', 'ignore', 'inherit'] : 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);

mkdirSync(join(root, 'out/cli'), { recursive: true });
const cli = join(root, 'out/cli/laneway.mjs');
writeFileSync(cli, "#!/usr/bin/env node\nimport '../main/cli.js';\n");
chmodSync(cli, 0o755);
writeStamp(root);
