import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createSessionSecrets } from '../../../src/main/hosts/secret-file';
import { cloneRepository, commitAll, git, makeRepository, writeFiles } from '../../fixtures/git-oracle';
import { startGitServer, type GitServer } from '../../fixtures/git-server';
import { bothVisible, openPair, refused, runToEnd, type Pair } from '../../fixtures/pair';
import {
  clonePartly,
  leftOnServer,
  lines,
  loadedPacks,
  makePartialClones,
} from '../../fixtures/partial-clones';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('partial-sites');
const servers: GitServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

function expectSettled({ dev, live }: Pair): void {
  for (const folder of [dev, live]) {
    expect(git(folder, 'status', '--porcelain')).toBe('');
    git(folder, 'fsck', '--strict', '--no-dangling');
  }
  expect(git(dev, 'rev-parse', 'HEAD')).toBe(git(live, 'rev-parse', 'HEAD'));
}

describe('a deployment between partial clones', () => {
  test('merges what neither of them has the origin of, loaded in one go', async () => {
    const folder = join(top, 'both');
    const { dev, live } = makePartialClones(folder);
    const base = git(dev, 'rev-parse', 'HEAD^:page.html');
    expect([leftOnServer(dev), leftOnServer(live)].every((ids) => ids.includes(base))).toBe(true);
    const pair = await openPair(folder, dev, live);
    const before = loadedPacks(dev) + loadedPacks(live);
    const { id, outcome } = await runToEnd(pair);
    expect(outcome).toBe('succeeded');
    expectSettled(pair);
    expect(readFileSync(join(live, 'page.html'), 'utf8')).toBe(lines('ONE', 'FIVE'));
    expect(loadedPacks(dev) + loadedPacks(live)).toBe(before + 1);
    const { lines: log } = await pair.call('run.log', { runId: id, from: 0 });
    expect(log.join('\n')).toMatch(/uses git .* because of what a partial clone leaves on its server/);
    await pair.close();
  });

  test('hands a full clone what was never checked out, and takes in what the full one has', async () => {
    const folder = join(top, 'mixed');
    const live = makeRepository(join(folder, 'live'), { 'site/index.html': 'one\n', 'media/a.bin': 'a\n' });
    const other = cloneRepository(live, join(folder, 'other'));
    for (const n of [1, 2, 3, 4]) {
      writeFiles(other, { 'media/a.bin': `a${n}\n`, [`media/${n}.bin`]: `${n}\n` });
      commitAll(other, `media ${n}`);
    }
    const bare = join(folder, 'server/site.git');
    git(folder, 'clone', '-q', '--bare', other, bare);
    git(bare, 'config', 'uploadpack.allowFilter', 'true');
    const dev = clonePartly(bare, join(folder, 'dev'), 'main', '--sparse');
    git(dev, 'sparse-checkout', 'set', '--cone', 'site');
    const missing = leftOnServer(dev);
    expect(missing).toContain(git(dev, 'rev-parse', 'HEAD:media/a.bin'));
    writeFiles(live, { 'media/live.bin': 'live\n' });
    commitAll(live, 'of live');
    const pair = await openPair(folder, dev, live);
    writeFiles(dev, { 'site/index.html': 'ONE\n' });
    const before = loadedPacks(dev);
    expect((await runToEnd(pair)).outcome).toBe('succeeded');
    expectSettled(pair);
    expect(loadedPacks(dev)).toBe(before + 2); // for the plan, and for all that Live lacks
    expect(git(live, 'rev-list', '--objects', '--all', '--missing=print')).not.toContain('?');
    expect(readFileSync(join(live, 'media/a.bin'), 'utf8')).toBe('a4\n');
    expect(git(dev, 'ls-files', '-t', 'media/live.bin')).toBe('S media/live.bin');
    await pair.close();
  });

  test('signs in with what is kept for the server, and says what is wrong with nothing changed', async () => {
    const folder = join(top, 'served');
    const { bare, dev, live } = makePartialClones(folder);
    const server = await startGitServer(join(bare, '..'), 'secret');
    servers.push(server);
    for (const clone of [dev, live]) git(clone, 'config', 'remote.origin.url', `${server.url}/site.git`);
    const secrets = createSessionSecrets();
    const pair = await openPair(folder, dev, live, { secrets });
    const before = bothVisible(pair);
    const unknown = await refused(pair.plan('Dev', 'Live'));
    expect(unknown.code).toBe('sign-in-needed');
    expect(unknown.message).toContain(server.host);
    await secrets.set(`server ${server.url}`, JSON.stringify({ username: 'ana', password: 'secret' }));
    server.trouble = () => ({ kind: 'answer', status: 503 });
    const broken = await refused(pair.plan('Dev', 'Live'));
    expect(broken.code).toBe('remote-unreachable');
    expect(broken.message).toContain(server.host);
    expect(JSON.stringify(broken)).not.toContain('secret');
    expect(bothVisible(pair)).toEqual(before);
    server.trouble = () => undefined;
    expect((await runToEnd(pair)).outcome).toBe('succeeded');
    expectSettled(pair);
    await pair.close();
  });

  test('is sent to the server that Live is sent to', async () => {
    const folder = join(top, 'sent');
    const { bare, dev, live } = makePartialClones(folder);
    git(bare, 'config', 'http.receivepack', 'true');
    const server = await startGitServer(join(bare, '..'));
    servers.push(server);
    for (const clone of [dev, live]) git(clone, 'config', 'remote.origin.url', `${server.url}/site.git`);
    git(live, 'config', 'branch.main.remote', 'origin');
    git(live, 'config', 'branch.main.merge', 'refs/heads/main');
    const pair = await openPair(folder, dev, live);
    expect((await runToEnd(pair)).outcome).toBe('succeeded');
    expectSettled(pair);
    expect(git(bare, 'rev-parse', 'main')).toBe(git(live, 'rev-parse', 'HEAD'));
    git(bare, 'fsck', '--strict');
    await pair.close();
  });
});
