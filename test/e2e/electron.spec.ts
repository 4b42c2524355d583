import { expect, test } from './app';

test('the real window is sandboxed and sees nothing of Node', async ({ app }) => {
  const seen = await app.page.evaluate(() => ({
    laneway: Object.keys((window as unknown as { laneway: object }).laneway).sort(),
    node: ['process', 'require', 'module', 'Buffer'].filter((name) => name in window),
    origin: location.origin,
  }));
  expect(seen).toEqual({ laneway: ['invoke', 'kind', 'subscribe'], node: [], origin: 'app://laneway' });
});

test('a folder picked in the real dialog comes back', async ({ app, folder }) => {
  await app.pickFolder(folder);
  expect(await app.call('folder.choose', { title: 'Where is the site?' })).toEqual({ path: folder });
});

test('only web addresses leave the real window', async ({ app }) => {
  await app.page.evaluate(() => {
    for (const url of ['https://example.org/', 'file:///etc/passwd', 'smb://host/x']) window.open(url);
  });
  await expect.poll(() => app.openedAddresses()).toEqual(['https://example.org/']);
});
