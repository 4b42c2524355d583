import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { engineErrorIn, toErrorAnswer } from '../../../src/main/engine/errors';
import { fetchUpstream } from '../../../src/main/engine/git/remote/fetch-upstream';
import { pushUpstream } from '../../../src/main/engine/git/remote/push-upstream';
import { upstreamOf } from '../../../src/main/engine/git/remote/upstream';
import { storedAccess } from '../../../src/main/engine/workspace/stored-access';
import { dispatch } from '../../../src/main/hosts/dispatch';
import { createSecretFile, openSeal } from '../../../src/main/hosts/secret-file';
import { createEngine } from '../../../src/main/engine/create-engine';
import type { Handlers } from '../../../src/shared/contract/commands';
import { commitAll, git, gitEnvironment, writeFiles } from '../../fixtures/git-oracle';
import { startGitServer, type GitServer } from '../../fixtures/git-server';
import {
  accessWith,
  filesWith,
  makeServedSite,
  othersPush,
  type ServedSite,
} from '../../fixtures/served-site';
import { tempFolder } from '../../fixtures/temp';

const root = tempFolder('sign-in');
const password = 'correct-horse-battery';
const right = { username: 'ana', password };
const wrong = { username: 'ana', password: 'wrong-horse-battery' };
const dataFolder = join(root, 'data');
const secretFile = join(dataFolder, 'secrets.json');
const logged: string[] = [];
let server: GitServer;
let site: ServedSite;
let handlers: Handlers;
let close: () => Promise<void>;
let count = 0;

beforeAll(async () => {
  server = await startGitServer(root, password);
  const engine = createEngine({
    dataFolder,
    clock: { now: () => Date.now() },
    logger: { info: (text) => void logged.push(text), warn: (text) => void logged.push(text) },
    environment: gitEnvironment,
    secrets: createSecretFile(secretFile, () => openSeal),
    native: {
      capabilities: [],
      chooseFolder: () => Promise.resolve(null),
      openFolder: () => Promise.resolve(),
      notify: () => undefined,
    },
    host: 'test',
    version: '0.0.0',
    emit: (name, payload) => void logged.push(JSON.stringify([name, payload])),
  });
  handlers = engine.handlers;
  close = () => engine.close();
});
afterAll(async () => {
  await close();
  await server.close();
});
beforeEach(() => {
  server.trouble = () => undefined;
  server.requests.length = 0;
  site = makeServedSite(root, server, `site-${count++}`);
});

async function failure(work: Promise<unknown>) {
  const error = engineErrorIn(
    await work.then(
      () => null,
      (cause: unknown) => cause,
    ),
  );
  if (error === null) throw new Error('it did not fail as it should');
  const shown = JSON.stringify([toErrorAnswer(error), error.stack, String(error.cause)]);
  expect(shown).not.toMatch(/horse|Y29ycmVjd|YW5h/);
  return error;
}

/** A project of the served clone alone, as ids. */
async function projectOf(name: string): Promise<{ projectId: string; environmentId: string }> {
  const environments = [{ name: 'Live', path: site.ours, role: 'production' as const }];
  const project = await handlers['project.create']({ name, environments });
  return { projectId: project.id, environmentId: project.environments[0]?.id ?? '' };
}

it('asks only when the server does, and tells nobody from somebody who is refused', async () => {
  const fetch = (access: ReturnType<typeof accessWith>) =>
    fetchUpstream(site.repository, site.upstream, access);
  const nobody = accessWith();
  expect(await failure(fetch(nobody))).toMatchObject({
    code: 'sign-in-needed',
    data: { host: server.host, rejected: false },
  });
  expect(nobody.asked).toEqual([null]);
  const other = accessWith(wrong);
  expect((await failure(fetch(other))).data).toMatchObject({ rejected: true });
  expect(other.asked).toEqual([null, wrong]);
  const stubborn = { credentials: () => Promise.resolve(wrong) };
  expect((await failure(fetchUpstream(site.repository, site.upstream, stubborn))).code).toBe(
    'sign-in-needed',
  );
  const tip = othersPush(site, { 'x.txt': 'x\n' });
  expect(await fetch(accessWith(right))).toBe(tip);
  git(site.ours, 'reset', '-q', '--hard', tip);
  writeFiles(site.ours, { 'y.txt': 'y\n' });
  const value = commitAll(site.ours, 'ours');
  const move = { expected: tip, value };
  expect((await failure(pushUpstream(site.repository, site.upstream, move, accessWith(wrong)))).code).toBe(
    'sign-in-needed',
  );
  await pushUpstream(site.repository, site.upstream, move, accessWith(right));
  expect(git(site.bare, 'rev-parse', 'main')).toBe(value);
});

it('takes what the clone itself is set up with, and shows nothing of it', async () => {
  const address = server.url.replace('//', `//ana:${password}@`);
  git(site.ours, 'remote', 'set-url', 'origin', `${address}/site-${count - 1}/site.git`);
  const upstream = upstreamOf(site.repository, 'main');
  if (upstream === null) throw new Error('no upstream');
  expect(JSON.stringify(upstream)).not.toContain('horse');
  const access = accessWith();
  const tip = othersPush(site, { 'x.txt': 'x\n' });
  expect(await fetchUpstream(site.repository, upstream, access)).toBe(tip);
  expect(access.asked).toEqual([]);
  server.trouble = () => ({ kind: 'answer', status: 500 });
  await failure(fetchUpstream(site.repository, upstream, access));
  expect(git(site.ours, 'reflog', 'show', 'origin/main')).not.toContain('horse');
  expect(server.requests.join()).not.toContain('horse');
  git(site.ours, 'remote', 'set-url', 'origin', site.bare); // other tests look for it in all files
});

it('gives nothing to another server that a redirect names', async () => {
  const spy = await startGitServer(root, 'another');
  try {
    const to = `${spy.url}/site.git/info/refs?service=git-upload-pack`;
    server.trouble = () => ({ kind: 'answer', status: 302, headers: { location: to } });
    const error = await failure(fetchUpstream(site.repository, site.upstream, accessWith(right)));
    expect(error.message).toContain(spy.host);
    expect(spy.requests).toEqual([]);
  } finally {
    await spy.close();
  }
});

it('keeps what the server took, for its owner only, and forgets it', async () => {
  const ids = await projectOf('kept');
  await failure(Promise.resolve(handlers['remote.signIn']({ ...ids, ...wrong })));
  expect(filesWith(root, 'horse')).toEqual([]);
  expect(await handlers['remote.signIn']({ ...ids, ...right })).toEqual({ kept: 'file' });
  expect(filesWith(root, 'horse')).toEqual([secretFile]);
  expect(readdirSync(dataFolder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  if (process.platform !== 'win32') expect(statSync(secretFile).mode & 0o777).toBe(0o600);
  const secrets = createSecretFile(secretFile, () => openSeal);
  const tip = othersPush(site, { 'x.txt': 'x\n' });
  expect(await fetchUpstream(site.repository, site.upstream, storedAccess(secrets))).toBe(tip);
  await handlers['remote.signOut'](ids);
  expect(filesWith(root, 'horse')).toEqual([]);
  expect((await failure(fetchUpstream(site.repository, site.upstream, storedAccess(secrets)))).code).toBe(
    'sign-in-needed',
  );
  expect(logged.join('\n')).not.toContain('horse');
  expect(logged.join('\n')).toContain('environment.changed');
});

it('says when there is no server, and when nobody is asked', async () => {
  const open = await startGitServer(root);
  try {
    const ids = await projectOf('open');
    git(site.ours, 'remote', 'set-url', 'origin', `${open.url}/site-${count - 1}/site.git`);
    expect(await handlers['remote.signIn']({ ...ids, ...right })).toEqual({ kept: 'not-needed' });
    git(site.ours, 'remote', 'set-url', 'origin', site.bare);
    expect((await failure(Promise.resolve().then(() => handlers['remote.signOut'](ids)))).code).toBe(
      'no-server',
    );
  } finally {
    await open.close();
  }
});

it('repeats nothing of a request that it refuses', async () => {
  const secret = 'horse';
  for (const input of [
    { projectId: 'p', environmentId: 'e', username: 'ana', password: [secret] },
    { projectId: 'p', environmentId: 'e', username: `${secret}:`, password: secret },
    { projectId: 'p', environmentId: 'e', username: 'ana', password: `${secret}\n` },
    { projectId: 'p', environmentId: 'e', username: 'ana', password: secret, passwort: secret },
    { projectId: 'p', environmentId: 'e', username: 'ana', password: secret.repeat(5000) },
  ]) {
    const answer = await dispatch(handlers, 'remote.signIn', input);
    expect(answer.ok).toBe(false);
    expect(JSON.stringify(answer)).not.toContain(secret);
  }
});

it.runIf(process.platform === 'linux')('shows nothing to who looks at the running programs', async () => {
  server.trouble = ({ method }) =>
    method === 'POST' ? { kind: 'slow-answer', bytesPerSecond: 2000 } : undefined;
  const tip = othersPush(site, { 'x.txt': 'x'.repeat(3000) });
  const work = fetchUpstream(site.repository, site.upstream, accessWith(right));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(commandLines().filter((line) => line.includes('horse'))).toEqual([]);
  expect(await work).toBe(tip);
});

function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      } catch {
        return []; // it has ended meanwhile
      }
    });
}
