// `npm start`: from a fresh clone to a window. Packages, build, then Electron where its runtime is, else the browser.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { findElectron } from './find-electron.mjs';
import { checkNode, ensurePackages, root } from './lib/install.mjs';
import { isBuilt } from './lib/stamp.mjs';

const args = process.argv.slice(2);

function prepare() {
  checkNode();
  ensurePackages();
  if (isBuilt(root)) return;
  console.error('Building ...');
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs'), '--quiet'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('the build failed, see above');
}

function run(command, commandArgs) {
  const child = spawn(command, commandArgs, {
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    stdio: 'inherit',
  });
  // The child gets ^C from the terminal itself; a signal sent to us alone is passed on. We end when it ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (cause) => {
    console.error(`${command} could not be started: ${cause.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

try {
  prepare();
} catch (cause) {
  console.error(`Laneway could not be prepared: ${cause.message}`);
  process.exit(1);
}
const electron = args.includes('--browser') ? undefined : findElectron();
const passed = args.filter((arg) => arg !== '--browser');
if (electron) {
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  run(electron, [...sandbox, root, ...passed]);
} else {
  if (!args.includes('--browser')) {
    console.log(
      'The runtime of Electron is not installed (npx install-electron gets it), so Laneway runs in your browser.',
    );
  }
  run(process.execPath, [join(root, 'out/main/browser.js'), ...passed]);
}
