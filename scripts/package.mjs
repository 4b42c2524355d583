// `npm run package`: installers for this system. Needs Electron's runtime and electron-builder's tools, both downloaded.
import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { findElectron } from './find-electron.mjs';
import { binaryOf } from './lib/binary.mjs';
import { checkNode, ensurePackages, root } from './lib/install.mjs';

const run = (script, args = []) =>
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });

checkNode();
ensurePackages();
if (!findElectron()) {
  try {
    run(binaryOf('electron', 'install-electron'));
  } catch {
    console.error(
      'The runtime of Electron could not be downloaded, and installers are made around it.\n' +
        'Try again with a connection to github.com, or set ELECTRON_MIRROR (see the documentation of Electron).',
    );
    process.exit(1);
  }
}
run('scripts/build.mjs');
run(binaryOf('electron-builder'), ['--publish', 'never', ...process.argv.slice(2)]);
