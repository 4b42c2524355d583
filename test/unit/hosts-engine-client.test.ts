import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { startEngine, type EngineOptions, type EngineProcess } from '../../src/main/hosts/engine-client';
import { createSessionSecrets } from '../../src/main/hosts/secret-file';

const warnings: string[] = [];
const notified: string[] = [];
const running: EngineProcess[] = [];

async function start(changes: Partial<EngineOptions> = {}): Promise<EngineProcess> {
  const engine = await startEngine({
    dataFolder: '/data',
    host: 'test',
    version: '1.2.3',
    secrets: createSessionSecrets(),
    native: {
      capabilities: ['choose-folder'],
      chooseFolder: (title) =>
        title === 'broken' ? Promise.reject(new Error('no dialog')) : Promise.resolve(`/picked/${title}`),
      openFolder: () => Promise.resolve(),
      notify: (title, body) => void notified.push(`${title} ${body}`),
    },
    log: { info: () => undefined, warn: (message) => void warnings.push(message) },
    environment: { HOME: '/home/ana' },
    workerFile: pathToFileURL(join('out/test-programs/double-engine-worker.mjs')),
    ...changes,
  });
  running.push(engine);
  return engine;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((engine) => engine.close()));
  warnings.length = 0;
  notified.length = 0;
});

test('a command goes to the thread and its answer comes back', async () => {
  const engine = await start();
  expect(await engine.invoke('app.info', {})).toMatchObject({
    ok: true,
    value: { host: 'test', version: '1.2.3', dataFolder: '/data', capabilities: ['choose-folder'] },
  });
});

test('an expected failure crosses as data', async () => {
  const engine = await start();
  expect(await engine.invoke('project.get', { projectId: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'project-not-found', data: { project: 'x', known: [] } },
  });
});

test('a native action is done by the owner; its failure comes back to the caller', async () => {
  const engine = await start();
  expect(await engine.invoke('folder.choose', { title: 'site' })).toEqual({
    ok: true,
    value: { path: '/picked/site' },
  });
  expect(await engine.invoke('folder.choose', { title: 'broken' })).toMatchObject({
    ok: false,
    error: { code: 'internal', message: expect.stringContaining('no dialog') as string },
  });
});

test('events come in order with the answers, and the latest one first to a newcomer', async () => {
  const engine = await start();
  const heard: string[] = [];
  engine.subscribe('settings.changed', (payload) => heard.push((payload as { name: string }).name));
  await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      engine.invoke('settings.update', { name: String(at) }).then(() => heard.push(`answer ${at}`)),
    ),
  );
  expect(heard.filter((entry) => !entry.startsWith('answer'))).toEqual(
    Array.from({ length: 50 }, (_, at) => String(at)),
  );
  for (let at = 0; at < 50; at++)
    expect(heard.indexOf(String(at))).toBeLessThan(heard.indexOf(`answer ${at}`));

  const late: unknown[] = [];
  const stop = engine.subscribe('settings.changed', (payload) => late.push(payload));
  await engine.invoke('settings.get', {});
  expect(late).toEqual([expect.objectContaining({ name: '49' })]);
  stop();
  await engine.invoke('settings.update', { name: 'after' });
  expect(late).toHaveLength(1);
});

test('a busy engine does not hold up its owner', async () => {
  const engine = await start();
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 5);
  await engine.invoke('overview.get', { projectId: 'p' });
  clearInterval(ticking);
  expect(ticks).toBeGreaterThan(20);
});

test('an answer that cannot be copied is an error, not a wait for ever', async () => {
  const engine = await start();
  expect(await engine.invoke('project.list', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(await engine.invoke('settings.update', { name: () => 'no' })).toMatchObject({ ok: false });
});

test('a thread that dies answers every pending call and says so', async () => {
  const engine = await start();
  const pending = [
    engine.invoke('project.remove', { projectId: 'a' }),
    engine.invoke('project.remove', { projectId: 'b' }),
  ];
  for (const answer of await Promise.all(pending)) {
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'internal', data: { detail: expect.stringContaining('out of luck') as string } },
    });
  }
  expect(await engine.ended).toContain('out of luck');
  expect(warnings.join()).toContain('engine has stopped');
  expect(await engine.invoke('app.info', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(engine.subscribe('settings.changed', () => undefined)()).toBeUndefined();
});

test('closing waits until the engine has put everything in order', async () => {
  const engine = await start();
  await Promise.all([engine.close(), engine.close()]);
  expect(notified).toEqual(['closed in order']);
  expect(await engine.ended).toBeNull();
  expect(warnings).toEqual([]);
});

test('an engine that cannot start is an error of the start', async () => {
  await expect(start({ version: 'broken' })).rejects.toThrow('never starts');
});
