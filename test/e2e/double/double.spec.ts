import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { extractAll } from '@electron/asar';
import { expect, test } from '../app';
import { testEnvironment } from '../hosts';
import { runDoubleToEnd, type DoubleApp, type DoubleFrame } from './launch';

const doubleOf = ({ double }: { double: DoubleApp | null }): DoubleApp => {
  if (!double) throw new Error('only in the double');
  return double;
};

test('a folder picked in the dialog comes back', async ({ app, folder }) => {
  await app.pickFolder(folder);
  expect(await app.call('folder.choose', { title: 'Where is the site?' })).toEqual({ path: folder });
});

test('only web addresses are given to the browser of the system', async ({ app }) => {
  await app.page.evaluate(() => {
    for (const url of ['https://example.org/', 'file:///etc/passwd', 'javascript:alert(1)', 'smb://host/x'])
      window.open(url);
  });
  await expect.poll(() => app.openedAddresses()).toEqual(['https://example.org/']);
});

test('the window cannot be led elsewhere', async ({ app }) => {
  const before = app.page.url();
  await app.page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await app.call('app.info', {});
  expect(app.page.url()).toBe(before);
});

test('no permission is granted', async ({ app }) => {
  expect(await doubleOf(app).askPermission('media')).toBe(false);
});

test('only the main frame on our own address may ask', async ({ app }) => {
  const ask = (frame: DoubleFrame) => doubleOf(app).invokeAs(frame, 'laneway:invoke', ['app.info', {}]);
  expect(await ask({})).toMatchObject({ ok: true });
  await expect(ask({ url: 'https://example.org/' })).rejects.toThrow('may not ask');
  await expect(ask({ url: 'app://other/' })).rejects.toThrow('may not ask');
  await expect(ask({ isInside: true })).rejects.toThrow('may not ask');
});

test('a second launch shows the window of the first and goes', async ({ app }) => {
  const code = await runDoubleToEnd({
    main: resolve('out/main/index.js'),
    args: ['--data', app.dataFolder],
    env: testEnvironment(app.dataFolder),
  });
  expect(code).toBe(0);
  await expect.poll(() => doubleOf(app).notes).toContainEqual({ type: 'window', id: 1, action: 'focus' });
  expect(await app.call('app.info', {})).toMatchObject({ host: 'electron' });
});

test('the menu has nothing that reloads or opens tools', ({ app }) => {
  const menu = doubleOf(app).notes.find((note) => note.type === 'menu');
  expect(menu?.roles).toContain('zoomIn');
  expect(menu?.roles).not.toMatch(/reload|DevTools|viewMenu/i);
});

test('closing the window remembers its place, closes the engine and ends the app', async ({ app }) => {
  doubleOf(app).closeWindow();
  expect(await doubleOf(app).ended).toBe(0);
  const place: unknown = JSON.parse(readFileSync(join(app.dataFolder, 'window.json'), 'utf8'));
  expect(place).toMatchObject({ width: 1280, height: 840, isMaximized: false });
});

test('the packed app runs from what is in its archive alone', async ({ launch, folder }) => {
  const archive = execFileSync(process.execPath, ['scripts/pack-stub.mjs', join(folder, 'pack')], {
    encoding: 'utf8',
  });
  extractAll(archive.trim(), join(folder, 'extracted'));
  const app = await launch({ main: join(folder, 'extracted/out/main/index.js') });
  expect(await app.call('app.info', {})).toMatchObject({ host: 'electron', dataFolder: app.dataFolder });
  await expect(app.page.locator('#app')).not.toBeEmpty();
});
