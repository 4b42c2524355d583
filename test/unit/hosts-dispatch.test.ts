import { expect, test } from 'vitest';
import type { Handlers } from '../../src/shared/contract/commands';
import { fail } from '../../src/main/engine/errors';
import { dispatch } from '../../src/main/hosts/dispatch';

const calls: unknown[] = [];
const handlers = {
  'project.create': (input: unknown) => {
    calls.push(input);
    return { id: 'p' };
  },
  'project.remove': () => undefined,
  'project.get': () => fail('project-not-found', { project: 'x', known: ['a'] }),
  'settings.get': () => {
    throw new TypeError('boom');
  },
  'run.list': () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC', path: '/disk' })),
} as unknown as Handlers;

const issuesOf = async (command: string, input: unknown): Promise<readonly string[]> => {
  const answer = await dispatch(handlers, command, input);
  if (answer.ok || answer.error.code !== 'invalid-request') throw new Error(JSON.stringify(answer));
  return answer.error.data.issues;
};

test('a good message reaches its handler as it was parsed', async () => {
  const environments = [{ name: ' Dev ', path: '/dev', role: 'development' }];
  expect(await dispatch(handlers, 'project.create', { name: 'Shop', environments })).toEqual({
    ok: true,
    value: { id: 'p' },
  });
  expect(calls).toEqual([
    { name: 'Shop', environments: [{ name: 'Dev', path: '/dev', role: 'development' }] },
  ]);
});

test('nothing is null on the other side', async () => {
  expect(await dispatch(handlers, 'project.remove', { projectId: 'p' })).toEqual({ ok: true, value: null });
});

test.each(['no.such', '__proto__', 'constructor', 7, null, undefined])(
  '%s is not a command',
  async (command) => {
    expect(await dispatch(handlers, command, {})).toMatchObject({
      ok: false,
      error: { code: 'unknown-command' },
    });
  },
);

test('every issue is a sentence that starts with the path of its key', async () => {
  expect(await issuesOf('project.remove', {})).toEqual(['projectId: is missing']);
  expect(await issuesOf('project.remove', { projectId: 'p', force: true })).toEqual([
    'force: is not known here',
  ]);
  expect(await issuesOf('project.remove', { projectId: 7 })).toEqual([
    'projectId: Invalid type: Expected string but received 7',
  ]);
  const environments = [{ name: '', path: '/dev', role: 'boss', colour: 'red' }];
  expect(await issuesOf('project.create', { name: 'Shop', environments })).toEqual([
    'environments.0.name: a name is needed',
    expect.stringMatching(/^environments\.0\.role: /),
    'environments.0.colour: is not known here',
  ]);
});

test.each([undefined, null, 'text', 3])('an input that is no object (%s) is refused', async (input) => {
  expect((await issuesOf('project.remove', input)).length).toBe(1);
});

test('whatever a handler throws comes back as data', async () => {
  expect(await dispatch(handlers, 'project.get', { projectId: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'project-not-found', data: { known: ['a'] } },
  });
  expect(await dispatch(handlers, 'settings.get', {})).toMatchObject({
    ok: false,
    error: { code: 'internal', message: expect.stringContaining('boom') as string },
  });
  expect(await dispatch(handlers, 'run.list', {})).toMatchObject({
    ok: false,
    error: { code: 'disk-full', data: { path: '/disk' } },
  });
});
