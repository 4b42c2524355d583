import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { beforeAll, expect, test } from 'vitest';
import { tempFolder } from '../fixtures/temp';

const out = tempFolder('pack');
const app = join(out, 'linux-unpacked');
let files: string[] = [];

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/pack-stub.mjs', out]);
  files = listPackage(join(app, 'resources/app.asar'), { isPack: false });
}, 60_000);

test('the configuration of the packager is valid', async () => {
  const load = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
  const { getConfig, validateConfiguration } = load('app-builder-lib/out/util/config/config') as {
    getConfig: (folder: string, file: null, more: null) => Promise<object>;
    validateConfiguration: (configuration: object, log: object) => Promise<void>;
  };
  const { DebugLogger } = load('builder-util') as { DebugLogger: new (isEnabled: boolean) => object };
  await validateConfiguration(await getConfig(process.cwd(), null, null), new DebugLogger(false));
});

test.each([
  '/package.json',
  '/out/main/index.js',
  '/out/main/engine-worker.js',
  '/out/preload/index.cjs',
  '/out/renderer/index.html',
  '/node_modules/valibot/package.json',
])('the package holds %s', (needed) => {
  expect(files).toContain(needed);
});

test('the package holds no source, test, map or development package', () => {
  const unwanted =
    /^\/(src|test|scripts|docs|resources|out\/(cli|bench|test-programs)|node_modules\/(electron|svelte|vite|vitest|typescript|@playwright|@electron))(\/|$)|^\/out\/.*\.map$/;
  expect(files.filter((file) => unwanted.test(file.replaceAll('\\', '/')))).toEqual([]);
});

test('the fuses are set as the architecture says', async () => {
  const wire = await getCurrentFuseWire(join(app, 'laneway'));
  const isOn = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE;
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    cookieEncryption: isOn(FuseV1Options.EnableCookieEncryption),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    inspect: false,
    fileProtocol: false,
    onlyAsar: true,
    asarIntegrity: true,
    cookieEncryption: true,
  });
});
