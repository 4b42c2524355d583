import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { loadDifferences } from '../../../../src/main/engine/deploy/load-promised';
import { isError } from '../../../../src/main/engine/errors';
import { gatherObjects } from '../../../../src/main/engine/git/housekeeping/gather-objects';
import { createOverlay } from '../../../../src/main/engine/git/objects/overlay';
import { fetchUpstream } from '../../../../src/main/engine/git/remote/fetch-upstream';
import { upstreamOf } from '../../../../src/main/engine/git/remote/upstream';
import { createConfigReader } from '../../../../src/main/engine/git/repository/config';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { promisorRemotes } from '../../../../src/main/engine/git/repository/promised';
import type { Repository } from '../../../../src/main/engine/git/repository/repository';
import {
  cloneRepository,
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  writeFiles,
} from '../../../fixtures/git-oracle';
import { startGitServer, type GitServer } from '../../../fixtures/git-server';
import { leftOnServer, lines, loadedPacks, makePartialClones } from '../../../fixtures/partial-clones';
import { tempFolder } from '../../../fixtures/temp';

const servers: GitServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

const fresh = (): ReturnType<typeof makePartialClones> => makePartialClones(tempFolder('partial'));
const open = (folder: string): Repository => openRepository(folder, gitEnvironment);
const signedIn = { credentials: () => Promise.resolve({ username: 'ana', password: 'secret' }) };

async function served(password?: string): Promise<{ dev: string; bare: string; server: GitServer }> {
  const { dev, bare } = fresh();
  const server = await startGitServer(join(bare, '..'), password);
  servers.push(server);
  git(dev, 'config', 'remote.origin.url', `${server.url}/site.git`);
  return { dev, bare, server };
}

/** A git that writes down how it is called, and what stands in its settings. */
function listeningGit(): { readonly PATH: string; readonly log: string } {
  const folder = tempFolder('listening');
  const log = join(folder, 'log');
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { env: gitEnvironment }).toString().trim();
  const script = `#!/bin/sh\necho "$@" >> ${log}\ncat "$GIT_DIR"/* >> ${log} 2>/dev/null\nexec ${real} "$@"\n`;
  writeFileSync(join(folder, 'git'), script);
  chmodSync(join(folder, 'git'), 0o755);
  return { PATH: `${folder}:${gitEnvironment['PATH'] ?? ''}`, log };
}

const failure = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => null,
    (cause: unknown) => cause,
  );

describe('a partial clone', () => {
  it('reads an object that is not here, and keeps it', () => {
    const { dev } = fresh();
    const page = git(dev, 'rev-parse', 'HEAD^:page.html');
    expect(leftOnServer(dev)).toContain(page);
    const { objects } = open(dev);
    expect(objects.has(page)).toBe(false);
    expect(objects.blob(page).toString()).toBe(lines('one', 'five'));
    expect(objects.has(page)).toBe(true);
    expect(leftOnServer(dev)).not.toContain(page);
    git(dev, 'fsck', '--strict');
  });

  it('loads many in one go, and passes over what the server does not have', async () => {
    const { dev, bare } = fresh();
    const { objects, promised } = open(dev);
    const before = loadedPacks(dev);
    const missing = leftOnServer(dev);
    expect(missing.length).toBeGreaterThan(1);
    await promised?.load([...missing, 'a'.repeat(40)]);
    expect(missing.every((id) => objects.has(id))).toBe(true);
    expect(loadedPacks(dev)).toBe(before + 1);
    renameSync(bare, `${bare}-away`); // nobody is asked again
    expect(() => objects.blob('a'.repeat(40))).toThrow(/missing/);
    git(dev, 'fsck', '--strict');
  });

  it('is asked by a store over it that has other clones as well', () => {
    const { dev } = fresh();
    const full = makeRepository(join(tempFolder('full'), 'clone'));
    const page = git(dev, 'rev-parse', 'HEAD^:page.html');
    const store = createOverlay([open(dev).objects, open(full).objects]);
    expect(store.blob(page).toString()).toBe(lines('one', 'five'));
    expect(() => store.blob('b'.repeat(40))).toThrow(/missing/);
  });

  it('loads over http with what a person signed in with, which stands on no command line and in no file', async () => {
    const { dev } = await served('secret');
    const { PATH, log } = listeningGit();
    const { promised, objects } = openRepository(dev, { ...gitEnvironment, PATH });
    const missing = leftOnServer(dev);
    const refused = await failure(promised?.load(missing) ?? Promise.resolve());
    expect(isError(refused, 'sign-in-needed') && refused.data).toMatchObject({ rejected: false });
    await promised?.signIn(signedIn);
    await promised?.load(missing);
    expect(missing.every((id) => objects.has(id))).toBe(true);
    git(dev, 'fsck', '--strict');
    const heard = readFileSync(log, 'latin1');
    expect(heard).toContain('fetch promisor');
    expect(heard).not.toContain(Buffer.from('ana:secret').toString('base64'));
    expect(heard).not.toContain('secret');
  });

  it('signs in as the person has set it up for all clones', async () => {
    const { dev } = await served('secret');
    const settings = join(tempFolder('person'), 'gitconfig');
    writeFileSync(
      settings,
      '[credential]\n\thelper = "!f() { echo username=ana; echo password=secret; }; f"\n',
    );
    const repository = openRepository(dev, { ...gitEnvironment, GIT_CONFIG_GLOBAL: settings });
    const missing = leftOnServer(dev);
    await repository.promised?.load(missing);
    expect(missing.every((id) => repository.objects.has(id))).toBe(true);
  });

  it('loads what a plan reads in one go: differences, and the artifacts that are not checked out', async () => {
    const { dev, bare } = fresh();
    const other = cloneRepository(bare, join(tempFolder('other'), 'clone'));
    const revision = 'umbraco/Deploy/Revision';
    writeFiles(other, { [`${revision}/a.uda`]: '{"a": 1}\n', [`${revision}/b.uda`]: '{"b": 1}\n' });
    const tip = commitAll(other, 'artifacts');
    git(other, 'push', '-q', 'origin', 'main');
    git(dev, 'fetch', '-q', 'origin', 'main');
    const repository = open(dev);
    const { objects } = repository;
    const sideAt = (head: string): { head: string; tree: string } => ({
      head,
      tree: objects.commit(head).tree,
    });
    const before = loadedPacks(dev);
    const sides = [sideAt(git(dev, 'rev-parse', 'HEAD')), sideAt(tip)] as const;
    await loadDifferences([repository], objects, sides);
    expect(loadedPacks(dev)).toBe(before + 1);
    for (const name of ['a', 'b'])
      expect(objects.has(git(dev, 'rev-parse', `${tip}:${revision}/${name}.uda`))).toBe(true);
    expect(objects.has(git(dev, 'rev-parse', 'HEAD^:page.html'))).toBe(true);
  });

  it('fetches a branch of its server that went back to files that are not here', async () => {
    const { dev, server, bare } = await served();
    const other = cloneRepository(bare, join(tempFolder('other'), 'clone'));
    git(other, 'checkout', '-q', 'dev');
    git(other, 'checkout', '-q', 'HEAD^', '--', 'page.html');
    writeFiles(other, { 'kept.txt': 'kept on\n' });
    const tip = commitAll(other, 'back');
    git(other, 'push', '-q', 'origin', 'dev');
    git(bare, 'repack', '-adbq'); // with bitmaps it knows, and does not send, all that the history has
    git(dev, 'config', 'branch.main.remote', 'origin');
    git(dev, 'config', 'branch.main.merge', 'refs/heads/dev');
    const repository = open(dev);
    const upstream = upstreamOf(repository, 'main');
    if (!upstream) throw new Error('it follows nothing');
    expect(await fetchUpstream(repository, upstream, signedIn)).toBe(tip);
    expect(git(dev, 'rev-parse', upstream.trackingRef)).toBe(tip);
    expect(server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
    expect(leftOnServer(dev)).toContain(git(dev, 'rev-parse', `${tip}:page.html`));
    git(dev, 'fsck', '--strict');
  });

  it('says who was not reached, and that a password was not taken', async () => {
    const { dev, server } = await served('secret');
    const { promised } = open(dev);
    await promised?.signIn({ credentials: () => Promise.resolve({ username: 'ana', password: 'wrong' }) });
    const rejected = await failure(promised?.load(leftOnServer(dev)) ?? Promise.resolve());
    expect(isError(rejected, 'sign-in-needed') && rejected.data).toEqual({
      host: server.host,
      rejected: true,
    });
    await server.close();
    const offline = await failure(promised?.load(leftOnServer(dev)) ?? Promise.resolve());
    if (!isError(offline, 'remote-unreachable')) throw offline;
    expect(offline.data.host).toBe(server.host);
    expect(JSON.stringify(offline.data)).not.toContain('wrong');
  });

  it('runs no program that the clone names', async () => {
    const { dev, bare } = fresh();
    const trap = join(tempFolder('trap'), 'trap.sh');
    const sprung = `${trap}.sprung`;
    writeFileSync(trap, `#!/bin/sh\necho "$0 $*" >> ${sprung}\nexit 1\n`);
    chmodSync(trap, 0o755);
    symlinkSync(trap, join(trap, '../git-remote-trap'));
    const set = (key: string, value: string): string => git(dev, 'config', '--replace-all', key, value);
    for (const key of ['core.sshCommand', 'core.gitProxy', 'core.fsmonitor', 'core.askPass']) set(key, trap);
    for (const key of ['remote.origin.uploadpack', 'remote.origin.vcs']) set(key, trap);
    set('credential.helper', `!${trap}`);
    set('uploadpack.packObjectsHook', trap);
    set('core.hooksPath', join(trap, '..'));
    set('alias.fetch', `!${trap}`);
    const [first = '', second = ''] = leftOnServer(dev);
    const urls = [`ext::sh -c ${trap}`, `trap::${bare}`, `ssh://nobody@127.0.0.1:1${bare}`];
    const paths = `${join(trap, '..')}:${gitEnvironment['PATH'] ?? ''}`;
    for (const url of urls) {
      set('remote.origin.url', url);
      const { promised } = openRepository(dev, { ...gitEnvironment, PATH: paths });
      const cause = await failure(promised?.load([first]) ?? Promise.resolve());
      expect(isError(cause, 'remote-unreachable'), `${url}: ${String(cause)}`).toBe(true);
    }
    set('remote.origin.url', `file://${bare}`);
    await open(dev).promised?.load([first, second]);
    expect(open(dev).objects.has(first)).toBe(true);
    expect(existsSync(sprung)).toBe(false);
  });

  it('leaves nothing behind in the folder for temporary files', async () => {
    const { dev } = fresh();
    const temporary = tempFolder('temporary');
    vi.stubEnv('TMPDIR', temporary);
    try {
      await open(dev).promised?.load(leftOnServer(dev));
      await failure(open(dev).promised?.load(['a'.repeat(40)]) ?? Promise.resolve());
      expect(readdirSync(temporary)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('keeps what was loaded apart from what housekeeping gathers', async () => {
    const { dev } = fresh();
    const { objects, promised } = open(dev);
    for (const id of leftOnServer(dev)) await promised?.load([id]);
    for (let i = 0; i < 1200; i++) objects.write('blob', Buffer.from(`${i}`));
    const packs = loadedPacks(dev);
    expect(gatherObjects({ objects })?.packs).toBe(0);
    expect(loadedPacks(dev)).toBe(packs);
    git(dev, 'fsck', '--strict');
  });

  it('is refused without git, saying why', () => {
    const { dev } = fresh();
    const without = (): unknown => openRepository(dev, { ...gitEnvironment, PATH: '' });
    expect(without).toThrow(/partial clone.*git is not installed.*/);
  });
});

describe('promisorRemotes', () => {
  it('are in the order git asks them', () => {
    const folder = makeRepository(tempFolder('remotes'));
    const remotes = (): string[] => {
      const gitDir = join(folder, '.git');
      return promisorRemotes(
        createConfigReader({ gitDir, commonDir: gitDir, environment: gitEnvironment })(),
      );
    };
    expect(remotes()).toEqual([]);
    for (const name of ['a.b', 'c', 'd']) git(folder, 'config', `remote.${name}.promisor`, 'true');
    git(folder, 'config', 'remote.d.promisor', 'false');
    git(folder, 'config', 'extensions.partialClone', 'a.b');
    expect(remotes()).toEqual(['c', 'a.b']);
  });
});
