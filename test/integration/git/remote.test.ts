import { randomBytes } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha1, sha256 } from '../../../src/main/engine/git/object-format';
import { upstreamOf } from '../../../src/main/engine/git/remote/upstream';
import { engineErrorIn, toErrorAnswer } from '../../../src/main/engine/errors';
import { fetchUpstream } from '../../../src/main/engine/git/remote/fetch-upstream';
import { pushUpstream } from '../../../src/main/engine/git/remote/push-upstream';
import { readUpstream } from '../../../src/main/engine/git/remote/read-upstream';
import { commitAll, git, makeRepository, tryGit, writeFiles } from '../../fixtures/git-oracle';
import { testFormat } from '../../fixtures/object-format';
import { startGitServer, type GitServer, type Trouble } from '../../fixtures/git-server';
import {
  accessWith,
  leftovers,
  makeServedSite,
  othersPush,
  type ServedSite,
} from '../../fixtures/served-site';
import { tempFolder } from '../../fixtures/temp';

const root = tempFolder('remote');
let server: GitServer;
let site: ServedSite;
let count = 0;

beforeAll(async () => {
  server = await startGitServer(root);
});
afterAll(() => server.close());
beforeEach(() => {
  server.trouble = () => undefined;
  server.requests.length = 0;
  site = makeServedSite(root, server, `site-${count++}`);
});

const serverHead = (): string => git(site.bare, 'rev-parse', 'refs/heads/main');
const trackingRef = (): string => git(site.ours, 'rev-parse', 'refs/remotes/origin/main');
const fetch = (access = accessWith()) => fetchUpstream(site.repository, site.upstream, access);
const push = (expected: string | null, value: string, access = accessWith()) =>
  pushUpstream(site.repository, site.upstream, { expected, value }, access);
const posts = (trouble: Trouble) =>
  (server.trouble = ({ method }) => (method === 'POST' ? trouble : undefined));
const gets = (trouble: Trouble) =>
  (server.trouble = ({ method }) => (method === 'GET' ? trouble : undefined));

async function failure(work: Promise<unknown>) {
  const error = engineErrorIn(
    await work.then(
      () => null,
      (cause: unknown) => cause,
    ),
  );
  if (error === null) throw new Error('it did not fail as it should');
  return error;
}

/** A commit of ours with some files; its id. */
function ourCommit(files: Readonly<Record<string, string | Buffer>> = { 'ours.txt': 'ours\n' }): string {
  writeFiles(site.ours, files);
  return commitAll(site.ours, 'of ours');
}

function expectNothingLeft(): void {
  expect(leftovers(join(site.ours, '.git'))).toEqual([]);
}

function expectInOrder(): void {
  expectNothingLeft();
  for (const folder of [site.ours, site.bare])
    expect(tryGit(folder, ['fsck', '--strict', '--no-dangling'])).toMatchObject({ status: 0 });
}

describe('fetching from a server', () => {
  it('brings what is new, deltas and all, and moves only the tracking ref', async () => {
    const long = Array.from({ length: 3000 }, (_, line) => `line ${line} ${'x'.repeat(line % 60)}`);
    othersPush(site, { 'long.txt': long.join('\n'), 'a/b.txt': 'b\n' });
    expect(await fetch()).toBe(serverHead());
    const edited = [...long];
    edited[1500] = 'edited';
    const head = git(site.ours, 'rev-parse', 'HEAD');
    const tip = othersPush(site, { 'long.txt': edited.join('\n'), 'picture.bin': randomBytes(200_000) });
    expect(await fetch()).toBe(tip);
    expect(trackingRef()).toBe(tip);
    expect(git(site.ours, 'rev-parse', 'HEAD')).toBe(head);
    expect(git(site.ours, 'status', '--porcelain')).toBe('');
    expect(git(site.ours, 'reflog', 'show', 'origin/main')).toContain('laneway: fetch from');
    expectInOrder();
    // Nothing new: one question, no pack.
    server.requests.length = 0;
    expect(await fetch()).toBe(tip);
    expect(server.requests.length).toBe(1);
  });

  it('sends only what is new when both sides went on', async () => {
    writeFiles(site.ours, { 'large.bin': randomBytes(3_000_000) });
    const mine = commitAll(site.ours, 'large');
    git(site.ours, 'push', '-q', site.bare, 'HEAD:main');
    git(site.others, 'pull', '-q');
    for (let i = 0; i < 3; i++) ourCommit({ 'mine.txt': `${i}\n` });
    const tip = othersPush(site, { 'theirs.txt': 'theirs\n' });
    expect(await fetch()).toBe(tip);
    expect(git(site.ours, 'merge-base', 'HEAD', 'origin/main')).toBe(mine);
    const packs = git(site.ours, 'count-objects', '-v');
    expect(Number(/size-pack: (\d+)/.exec(packs)?.[1])).toBeLessThan(200);
  });

  it('follows a branch that was rewritten there, and knows one that is missing', async () => {
    git(site.others, 'commit', '-q', '--amend', '-m', 'rewritten');
    const tip = othersPush(site, { 'x.txt': 'x\n' }, '--force');
    expect(await fetch()).toBe(tip);
    expect(trackingRef()).toBe(tip);
    git(site.bare, 'update-ref', '-d', 'refs/heads/main');
    expect(await readUpstream(site.repository, site.upstream, accessWith())).toBe(null);
    expect(await fetch()).toBe(null);
    expect(trackingRef()).toBe(tip);
    expectNothingLeft();
  });

  it('reads packed answers and follows a redirect of the same server', async () => {
    const tip = othersPush(site, { 'x.txt': 'x\n' });
    let first = true;
    server.trouble = ({ url = '' }) => {
      if (!first) return { kind: 'gzip' };
      first = false;
      return { kind: 'answer', status: 301, headers: { location: url } };
    };
    expect(await fetch()).toBe(tip);
    expectNothingLeft();
  });

  it.each<[string, Trouble, string, RegExp]>([
    ['an error', { kind: 'answer', status: 500 }, 'remote-unreachable', /500/],
    ['nothing there', { kind: 'answer', status: 404 }, 'remote-unreachable', /no repository/],
    [
      'a page to sign in',
      { kind: 'answer', status: 200, body: '<html>Sign in</html>' },
      'remote-unreachable',
      /no git server/,
    ],
    [
      'another server',
      { kind: 'answer', status: 302, headers: { location: 'http://other.example/x' } },
      'remote-unreachable',
      /other\.example/,
    ],
    [
      'a list that breaks off',
      { kind: 'drop-answer', afterBytes: 120 },
      'remote-unreachable',
      /lost|too early/,
    ],
    ['a link that is gone at once', { kind: 'drop-upload', afterBytes: 0 }, 'remote-unreachable', /lost/],
    ['nothing said for too long', { kind: 'silent' }, 'remote-unreachable', /too long/],
  ])('says of %s what it is', async (_what, trouble, code, words) => {
    gets(trouble);
    const error = await failure(fetch(accessWith(null, { idleMilliseconds: 300 })));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
    expect(
      (await failure(push(serverHead(), ourCommit(), accessWith(null, { idleMilliseconds: 300 })))).code,
    ).toBe(code);
    expectNothingLeft();
  });

  it('leaves nothing of a download that breaks off, and goes on from there', async () => {
    const before = trackingRef();
    const tip = othersPush(site, { 'large.bin': randomBytes(400_000) });
    for (const afterBytes of [0, 10, 5000, 300_000]) {
      posts({ kind: 'drop-answer', afterBytes });
      expect((await failure(fetch())).code).toMatch(/^remote-(unreachable|damaged)$/);
      expect(trackingRef()).toBe(before);
      expect(leftovers(join(site.ours, '.git'))).toEqual([]);
    }
    server.trouble = () => undefined;
    expect(await fetch()).toBe(tip);
    expectInOrder();
  });

  it.each(['headers', 'body'])('stops within moments while it waits for the %s', async (where) => {
    const tip = othersPush(site, { 'large.bin': randomBytes(400_000) });
    posts(where === 'headers' ? { kind: 'silent' } : { kind: 'slow-answer', bytesPerSecond: 20_000 });
    const stop = new AbortController();
    let at = 0;
    const work = failure(fetch(accessWith(null, { signal: stop.signal })));
    setTimeout(() => {
      at = performance.now();
      stop.abort();
    }, 1000);
    expect((await work).code).toBe('cancelled');
    expect(performance.now() - at).toBeLessThan(2000);
    expectNothingLeft();
    server.trouble = () => undefined;
    expect(await fetch()).toBe(tip);
  });

  it('says that nobody is there', async () => {
    git(site.ours, 'remote', 'set-url', 'origin', 'http://127.0.0.1:9/site.git');
    const upstream = { ...site.upstream, url: 'http://127.0.0.1:9/site.git', host: '127.0.0.1:9' };
    const error = await failure(fetchUpstream(site.repository, upstream, accessWith()));
    expect(error).toMatchObject({ code: 'remote-unreachable', data: { host: '127.0.0.1:9' } });
    expect(error.message).toMatch(/nothing answers/);
  });
});

describe('a server whose repository has ids of the other kind', () => {
  it('is refused with what to do; nothing moves on either side', async () => {
    const other = testFormat === sha1 ? sha256 : sha1;
    const bare = join(root, `other-${count++}.git`);
    git(root, 'clone', '-q', '--bare', makeRepository(`${bare}-from`, undefined, other), bare);
    git(bare, 'config', 'http.receivepack', 'true');
    git(site.ours, 'remote', 'set-url', 'origin', `${server.url}/${basename(bare)}`);
    const upstream = upstreamOf(site.repository, 'main');
    if (upstream === null) throw new Error('no upstream');
    const [before, there] = [trackingRef(), git(bare, 'rev-parse', 'main')];
    const move = { expected: null, value: ourCommit() };
    for (const work of [
      () => readUpstream(site.repository, upstream, accessWith()),
      () => fetchUpstream(site.repository, upstream, accessWith()),
      () => pushUpstream(site.repository, upstream, move, accessWith()),
    ]) {
      const error = await failure(work());
      expect(error.code).toBe('remote-unreachable');
      expect(error.message).toContain(
        `its repository has ${other.title} ids and this clone has ${testFormat.title} ids; clone it from there anew`,
      );
    }
    expect([trackingRef(), git(bare, 'rev-parse', 'main')]).toEqual([before, there]);
    expect(leftovers(site.ours)).toEqual([]);
  });
});

describe('sending to a server', () => {
  it('moves the branch, from exactly there to here', async () => {
    const [old, value] = [
      serverHead(),
      ourCommit({ 'a/ours.txt': 'ours\n', 'b.bin': randomBytes(3_000_000) }),
    ];
    await push(old, value);
    expect(serverHead()).toBe(value);
    await push(old, value); // once more: it is there
    const second = ourCommit({ 'a/ours.txt': null as unknown as string, 'c.txt': 'c\n' });
    await push(value, second);
    expect(serverHead()).toBe(second);
    expectInOrder();
  });

  it('makes a branch that is not there, and only then', async () => {
    const old = serverHead();
    expect((await failure(push(null, ourCommit()))).data).toMatchObject({ actual: old });
    git(site.bare, 'update-ref', '-d', 'refs/heads/main');
    const value = ourCommit({ 'z.txt': 'z\n' });
    expect((await failure(push(old, value))).data).toMatchObject({ actual: null });
    await push(null, value);
    expect(serverHead()).toBe(value);
    expectNothingLeft();
  });

  it('is refused when somebody else was first, also in the very moment', async () => {
    const old = serverHead();
    const value = ourCommit();
    let theirs = '';
    posts({ kind: 'first', run: () => (theirs = othersPush(site, { 'theirs.txt': 'theirs\n' })) });
    const late = await failure(push(old, value));
    expect(late).toMatchObject({ code: 'push-rejected', data: { actual: theirs, branch: 'main' } });
    expect(late.message).toMatch(/somebody else was first/);
    server.trouble = () => undefined;
    expect((await failure(push(old, value))).data).toMatchObject({ actual: theirs });
    expect(serverHead()).toBe(theirs);
    expectInOrder();
  });

  it('never takes back what is there', async () => {
    const theirs = othersPush(site, { 'theirs.txt': 'theirs\n' });
    await fetch();
    expect((await failure(push(theirs, ourCommit()))).message).toMatch(/take back/);
    expect(serverHead()).toBe(theirs);
  });

  it('says what a rule of the server says, without its control characters', async () => {
    const hook = join(site.bare, 'hooks/pre-receive');
    writeFileSync(hook, '#!/bin/sh\nprintf "\\033[31mOnly on \\007Fridays\\033[0m\\n"\nexit 1\n');
    chmodSync(hook, 0o755);
    const old = serverHead();
    const error = await failure(push(old, ourCommit()));
    expect(error).toMatchObject({ code: 'push-rejected', data: { actual: old } });
    expect(error.message).toContain('pre-receive hook declined: Only on Fridays');
    // eslint-disable-next-line no-control-regex -- that is what is looked for
    expect(JSON.stringify(toErrorAnswer(error))).not.toMatch(/\\u00|[\x00-\x1f]/);
    git(site.bare, 'config', 'receive.denyCurrentBranch', 'refuse');
    git(site.bare, 'config', 'transfer.hideRefs', 'refs/heads/main');
    expect((await failure(push(null, ourCommit({ 'q.txt': 'q\n' })))).code).toBe('push-rejected');
    expect(serverHead()).toBe(old);
  });

  it.each<[string, Trouble, string, boolean]>([
    ['before anything was sent', { kind: 'drop-upload', afterBytes: 0 }, 'remote-unreachable', false],
    ['in the middle of sending', { kind: 'drop-upload', afterBytes: 2_000_000 }, 'remote-unreachable', false],
    ['after git was done', { kind: 'drop-answer', afterBytes: 0 }, 'remote-outcome-unknown', true],
    ['inside the answer', { kind: 'drop-answer', afterBytes: 6 }, 'remote-outcome-unknown', true],
    ['with an error of what stands before', { kind: 'answer', status: 502 }, 'remote-outcome-unknown', false],
    ['with a no', { kind: 'answer', status: 403 }, 'push-rejected', false],
    ['with silence', { kind: 'silent' }, 'remote-outcome-unknown', false],
  ])('tells what is known when the link drops %s', async (_when, trouble, code, moved) => {
    const sizeBytes = trouble.kind === 'drop-upload' && trouble.afterBytes > 0 ? 8_000_000 : 1000;
    const [old, value] = [serverHead(), ourCommit({ 'large.bin': randomBytes(sizeBytes) })];
    posts(trouble);
    const error = await failure(push(old, value, accessWith(null, { idleMilliseconds: 1500 })));
    // A small push is on its way whole before the drop may be seen: then nobody can know, and that is what is said.
    const isSmallDrop = trouble.kind === 'drop-upload' && trouble.afterBytes === 0;
    expect(isSmallDrop ? [code, 'remote-outcome-unknown'] : [code]).toContain(error.code);
    expect(serverHead()).toBe(moved ? value : old);
    server.trouble = () => undefined;
    await push(old, value);
    expect(serverHead()).toBe(value);
    expectInOrder();
  });

  it('cannot tell when it is stopped after everything was sent', async () => {
    const [old, value] = [serverHead(), ourCommit()];
    const stop = new AbortController();
    posts({ kind: 'silent' });
    setTimeout(() => stop.abort(), 700);
    expect((await failure(push(old, value, accessWith(null, { signal: stop.signal })))).code).toBe(
      'remote-outcome-unknown',
    );
    gets({ kind: 'silent' });
    const early = new AbortController();
    setTimeout(() => early.abort(), 300);
    expect((await failure(push(old, value, accessWith(null, { signal: early.signal })))).code).toBe(
      'cancelled',
    );
    expect(serverHead()).toBe(old);
  });
});
