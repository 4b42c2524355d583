import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  browserProgram,
  hasDisplay,
  systemOpener,
  type Desktop,
} from '../../src/main/hosts/browser/open-address';
import { defaultDataFolder } from '../../src/main/hosts/data-folder';
import { isOwnAddress, isWebAddress } from '../../src/main/hosts/electron/addresses';
import { readWindowPlace, writeWindowPlace } from '../../src/main/hosts/electron/window-place';
import { parseStartOptions } from '../../src/main/hosts/options';
import { tempFolder } from '../fixtures/temp';

const linux: Desktop = {
  platform: 'linux',
  environment: { PATH: '/bin:/usr/bin', DISPLAY: ':0' },
  isRoot: false,
  isExecutable: (path) => path === '/usr/bin/chromium',
};

test('the data folder is where the system keeps such things', () => {
  const folder = (platform: NodeJS.Platform, environment = {}) =>
    defaultDataFolder({ platform, environment, home: '/home/ana' }).replaceAll('\\', '/');
  expect(folder('linux')).toBe('/home/ana/.local/share/laneway');
  expect(folder('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/laneway');
  expect(folder('linux', { XDG_DATA_HOME: 'relative' })).toBe('/home/ana/.local/share/laneway');
  expect(folder('darwin')).toBe('/home/ana/Library/Application Support/Laneway');
  expect(folder('win32', { APPDATA: 'C:/Roaming' })).toBe('C:/Roaming/Laneway');
});

test('options are read, and what is not one is refused in words', () => {
  expect(parseStartOptions([])).toEqual({ dataFolder: null, port: 0, sample: false, open: true });
  expect(parseStartOptions(['--data', '/d', '--port', '4100', '--sample', '--no-open'])).toEqual({
    dataFolder: '/d',
    port: 4100,
    sample: true,
    open: false,
  });
  expect(() => parseStartOptions(['--port', 'x'])).toThrow('from 0 to 65535');
  expect(() => parseStartOptions(['--smaple'])).toThrow('--smaple');
  expect(parseStartOptions(['.', '--no-sandbox', '--sample'], false).sample).toBe(true);
  expect(() => parseStartOptions(['--data'], false)).toThrow('takes a folder');
});

test('an address opens as a window where a Chromium is, never as root, else in the browser of the system', () => {
  expect(browserProgram(linux, 'http://x/')).toEqual({
    command: '/usr/bin/chromium',
    args: ['--app=http://x/'],
  });
  expect(browserProgram({ ...linux, isRoot: true }, 'http://x/').command).toBe('xdg-open');
  expect(systemOpener('win32', 'http://x/?a=b&c').command).toBe('rundll32.exe');
  expect(systemOpener('win32', 'C:\\site').command).toBe('explorer.exe');
  expect(systemOpener('darwin', '/site')).toEqual({ command: 'open', args: ['/site'] });
});

test('nothing is opened where nobody could see it', () => {
  expect(hasDisplay(linux)).toBe(true);
  expect(hasDisplay({ ...linux, environment: {} })).toBe(false);
  expect(hasDisplay({ ...linux, environment: { ...linux.environment, CI: 'true' } })).toBe(false);
  expect(hasDisplay({ ...linux, platform: 'darwin', environment: {} })).toBe(true);
});

test('only our own address is ours, only the web is the web', () => {
  for (const own of ['app://laneway/', 'app://laneway/index.html?a#b']) expect(isOwnAddress(own)).toBe(true);
  for (const other of [
    'app://laneway.evil/',
    'app://other/',
    'https://laneway/',
    'about:blank',
    '',
    'nonsense',
  ]) {
    expect(isOwnAddress(other)).toBe(false);
  }
  for (const web of ['https://example.org/', 'http://x/']) expect(isWebAddress(web)).toBe(true);
  for (const other of [
    'file:///etc/passwd',
    'javascript:1',
    'smb://h/',
    'mailto:a@b',
    'ms-msdt:/x',
    '',
    'x',
  ]) {
    expect(isWebAddress(other)).toBe(false);
  }
});

test('the window comes back where it was, unless that place is gone or unreadable', () => {
  const folder = tempFolder('place');
  const file = join(folder, 'window.json');
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
  const usual = { width: 1280, height: 840, isMaximized: false };
  expect(readWindowPlace(file, screens)).toEqual(usual);
  const place = { x: 100, y: 50, width: 1000, height: 700, isMaximized: false };
  writeWindowPlace(file, place);
  expect(readWindowPlace(file, screens)).toEqual(place);
  expect(readdirSync(folder)).toEqual(['window.json']);
  expect(readWindowPlace(file, [{ x: 3000, y: 0, width: 800, height: 600 }])).toEqual(usual);
  for (const bad of ['{', '{"width":-1}', '[]']) {
    writeFileSync(file, bad);
    expect(readWindowPlace(file, screens)).toEqual(usual);
  }
});
