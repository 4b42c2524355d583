import { commandNames } from '../../src/shared/contract/commands';
import { eventNames } from '../../src/shared/contract/events';
import { expect, test } from './app';

test('the window opens, and the engine behind it answers', async ({ app, host }) => {
  await expect(app.page).toHaveTitle(/Laneway/);
  const info = await app.call('app.info', {});
  expect(info.host).toBe(host === 'browser' ? 'browser' : 'electron');
  expect(info.dataFolder).toBe(app.dataFolder);
});

test('an event arrives, and whoever comes later hears the latest one first', async ({ app }) => {
  const early = await app.listen('settings.changed');
  await app.call('settings.update', { name: 'Ana' });
  await expect.poll(early).toContainEqual(expect.objectContaining({ name: 'Ana' }));
  await app.page.reload();
  const late = await app.listen('settings.changed');
  await expect.poll(late).toContainEqual(expect.objectContaining({ name: 'Ana' }));
});

test('what is not a command, or not its input, is refused in words', async ({ app }) => {
  const answer = await app.answer('settings.update', { theme: 'pink', colour: 'red' } as never);
  expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
  expect(await app.answer('no.such' as never, {} as never)).toMatchObject({
    ok: false,
    error: { code: 'unknown-command' },
  });
});

test('every command and every event of the contract is known here', async ({ app }) => {
  for (const command of commandNames) {
    const answer = await app.answer(command, { surprise: true });
    expect(answer, command).toMatchObject({
      ok: false,
      error: {
        code: 'invalid-request',
        data: { issues: expect.arrayContaining(['surprise: is not known here']) },
      },
    });
  }
  for (const event of eventNames) await app.listen(event);
  expect(await app.call('run.list', {})).toEqual([]);
});

test('the content security policy is there and nothing of the page is against it', async ({ app }) => {
  const refused: string[] = [];
  app.page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  const response = await app.page.reload();
  await expect(app.page.locator('#app')).not.toBeEmpty();
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
  expect(refused).toEqual([]);
  const ran = await app.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.intruder = true';
    document.body.append(script);
    return 'intruder' in window;
  });
  expect(ran).toBe(false);
});
