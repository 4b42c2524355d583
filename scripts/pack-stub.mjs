// Packs the app around an empty stand-in for Electron: what would be in app.asar? No network. Prints the archive's path.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { binaryOf } from './lib/binary.mjs';
import { root } from './lib/install.mjs';

const out = resolve(process.argv[2] ?? join(root, 'dist/stub'));
const stub = mkdtempSync(join(tmpdir(), 'laneway-electron-stub-'));
/** What @electron/fuses looks for in the runtime: its mark, version 1, nine fuses as Electron ships them. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100011'),
]);
const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
try {
  mkdirSync(join(stub, 'resources'));
  mkdirSync(join(stub, 'locales'));
  writeFileSync(join(stub, 'electron'), fuseWire, { mode: 0o755 });
  for (const name of ['chrome-sandbox', 'chrome_crashpad_handler']) {
    writeFileSync(join(stub, name), '#!/bin/sh\n', { mode: 0o755 });
  }
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    'resources.pak',
    'icudtl.dat',
    'locales/en-US.pak',
  ]) {
    writeFileSync(join(stub, name), '');
  }
  writeFileSync(join(stub, 'version'), version);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      binaryOf('electron-builder'),
      '--linux',
      'dir',
      `-c.electronDist=${stub}`,
      `-c.directories.output=${out}`,
    ],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`electron-builder failed:\n${stdout}${stderr}`);
} finally {
  rmSync(stub, { recursive: true, force: true });
}
console.log(join(out, 'linux-unpacked/resources/app.asar'));
