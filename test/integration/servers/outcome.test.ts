import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/main/engine/ports';
import type { Overview } from '../../../src/shared/domain/overview';
import type { ActivityRecord } from '../../../src/shared/domain/run';
import { commitAll, git, writeFiles } from '../../fixtures/git-oracle';
import { found, headOf, refused, runToEnd } from '../../fixtures/pair';
import { startTestEngine } from '../../fixtures/scenario';
import { makeServerSite, type ServerSite } from '../../fixtures/server-site';
import { startTempServer } from '../../fixtures/temp-git-server';
import { tempFolder } from '../../fixtures/temp';
import { lockFiles } from '../../fixtures/walk-site';

const top = tempFolder('outcome');

/** Patience of half a minute is over in half a second. */
function hurried(): Clock {
  const start = Date.now();
  return { now: () => start + (Date.now() - start) * 60 };
}

async function readyToDeploy(name: string): Promise<ServerSite> {
  const site = await makeServerSite(join(top, name), { ports: { clock: hurried() } });
  writeFiles(site.dev, { 'index.html': 'ONE\ntwo\nthree\nfour\nfive\n' });
  commitAll(site.dev, 'work');
  writeFiles(site.live, { 'css/site.css': 'a\nb\nc\nD\n' });
  return site;
}

interface State {
  readonly live: string;
  readonly dev: string;
  readonly server: string;
  readonly unsaved: string;
}

const stateOf = (site: ServerSite): State => ({
  live: headOf(site.live),
  dev: headOf(site.dev),
  server: site.onServer(),
  unsaved: git(site.live, 'status', '--porcelain'),
});

/** The server and both clones have the result, or none of them has. */
function expectBothOrNeither(site: ServerSite, before: State): 'both' | 'neither' {
  for (const folder of [site.dev, site.live]) {
    expect(lockFiles(folder)).toEqual([]);
    expect(git(folder, 'fsck', '--full', '--strict', '--no-dangling')).toBe('');
  }
  expect(git(site.bare, 'fsck', '--full', '--strict', '--no-dangling')).toBe('');
  const after = stateOf(site);
  if (after.server === before.server) {
    expect(after).toEqual(before);
    return 'neither';
  }
  expect(after).toEqual({ live: after.server, dev: after.server, server: after.server, unsaved: '' });
  return 'both';
}

/** Laneway is started again on the same clones. */
async function again(
  site: ServerSite,
  run: string,
): Promise<{ overview: Overview; record: ActivityRecord | null }> {
  const engine = startTestEngine(site.dataFolder, { clock: { now: () => Date.now() + 3_600_000 } });
  const overview = await engine.call('overview.get', { projectId: site.project.id });
  const { records } = await engine.call('activity.list', { projectId: site.project.id });
  const there = records.some(({ id }) => id === run);
  const record = there
    ? (await engine.call('activity.get', { projectId: site.project.id, id: run })).record
    : null;
  await engine.close();
  return { overview, record };
}

describe('a connection that is lost while changes are sent', () => {
  test('after the server took them: the run goes on to its end', async () => {
    const site = await readyToDeploy('answer-lost');
    const before = stateOf(site);
    site.server.mode = 'drop-after';
    const { outcome, error } = await runToEnd(site);
    expect([outcome, error]).toEqual(['succeeded', null]);
    expect(expectBothOrNeither(site, before)).toBe('both');
    await site.close();
    await site.server.close();
  });

  test('before the server took them: nothing has happened, and it can be tried again', async () => {
    const site = await readyToDeploy('never-taken');
    const before = stateOf(site);
    site.server.mode = 'drop-before';
    const { outcome, error } = await runToEnd(site);
    expect(outcome).toBe('failed');
    expect(error?.code).toBe('remote-unreachable');
    expect(expectBothOrNeither(site, before)).toBe('neither');
    site.server.mode = 'up';
    expect((await runToEnd(site)).outcome).toBe('succeeded');
    expect(expectBothOrNeither(site, before)).toBe('both');
    await site.close();
    await site.server.close();
  });

  test.each([
    ['drop-after', 'finished after a crash', 'both'],
    ['drop-before', 'rolled back after a crash', 'neither'],
  ] as const)(
    '%s, and the server stays away: the environment waits, then is %s',
    async (mode, outcome, end) => {
      const site = await readyToDeploy(`away-${mode}`);
      const before = stateOf(site);
      site.server.mode = mode;
      site.server.leaveAfterPush = true;
      const run = await runToEnd(site);
      expect(run.outcome).toBe('waiting for the server');
      expect(run.error?.code).toBe('waiting-for-server');
      // The target stays locked for everybody, the source does not.
      expect(existsSync(join(site.live, '.git/index.lock'))).toBe(true);
      expect(lockFiles(site.dev)).toEqual([]);
      const { lanes } = await site.call('overview.get', { projectId: site.project.id });
      expect(lanes.map(({ state }) => state)).toEqual(['changed', 'waiting-for-server']);
      expect(lanes[1]?.server?.problem).toBeTruthy();
      const plan = await site.plan('Dev', 'Live');
      expect(found(plan, 'waiting-for-server')[0]?.level).toBe('block');
      const tried = await refused(
        site.call('environment.recover', { projectId: site.project.id, environmentId: site.id('Live') }),
      );
      expect(tried.code).toBe('waiting-for-server');
      await site.close();
      // Started again while it is away: nothing is guessed.
      const away = await again(site, run.id);
      expect(away.overview.lanes[1]?.state).toBe('waiting-for-server');
      expect(away.record).toBeNull();
      const server = await startTempServer(join(site.folder, 'server'), site.server.port);
      const back = await again(site, run.id);
      expect(back.record?.outcome).toBe(outcome);
      expect(back.overview.lanes[1]?.state).toBe('idle');
      expect(expectBothOrNeither(site, before)).toBe(end);
      await server.close();
    },
  );
});
