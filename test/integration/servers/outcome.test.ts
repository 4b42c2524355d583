import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/main/engine/ports';
import type { Overview } from '../../../src/shared/domain/overview';
import type { ActivityRecord } from '../../../src/shared/domain/run';
import type { Trouble } from '../../fixtures/git-server';
import { found, refused, runToEnd, start } from '../../fixtures/pair';
import { startTestEngine } from '../../fixtures/scenario';
import { isPush, sendFromElsewhere, work } from '../../fixtures/served-clones';
import { expectBothOrNeither, makeServerSite, stateOf, type ServerSite } from '../../fixtures/server-site';
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
  work(site);
  return site;
}

/** The server did it, and nobody hears of it. */
const answerLost: Trouble = { kind: 'drop-answer', afterBytes: 0 };
/** Something before the server fails: for the one who asked it could have been the server. */
const neverTaken: Trouble = { kind: 'answer', status: 502 };
const away: Trouble = { kind: 'drop-upload', afterBytes: 0 };

/** Laneway is started again on the same clones, an hour later. */
async function again(
  site: ServerSite,
  run: string,
): Promise<{ overview: Overview; record: ActivityRecord | null }> {
  const { projectId } = { projectId: site.project.id };
  const engine = startTestEngine(site.dataFolder, { clock: { now: () => Date.now() + 3_600_000 } });
  const overview = await engine.call('overview.get', { projectId });
  const { records } = await engine.call('activity.list', { projectId });
  const isThere = records.some(({ id }) => id === run);
  const record = isThere ? (await engine.call('activity.get', { projectId, id: run })).record : null;
  await engine.close();
  return { overview, record };
}

describe('a connection that is lost while changes are sent', () => {
  test('after the server took them: the run goes on to its end', async () => {
    const site = await readyToDeploy('answer-lost');
    const before = stateOf(site);
    site.server.trouble = (request) => (isPush(request) ? answerLost : undefined);
    const { outcome, error } = await runToEnd(site);
    expect([outcome, error]).toEqual(['succeeded', null]);
    expect(expectBothOrNeither(site, before)).toBe('both');
    await site.close();
  });

  test('before the server took them: nothing has happened, and it can be tried again', async () => {
    const site = await readyToDeploy('never-taken');
    const before = stateOf(site);
    site.server.trouble = (request) => (isPush(request) ? neverTaken : undefined);
    const { outcome, error } = await runToEnd(site);
    expect([outcome, error?.code]).toEqual(['failed', 'remote-unreachable']);
    expect(expectBothOrNeither(site, before)).toBe('neither');
    site.server.trouble = () => undefined;
    expect((await runToEnd(site)).outcome).toBe('succeeded');
    expect(expectBothOrNeither(site, before)).toBe('both');
    await site.close();
  });

  test.each([
    ['took them', answerLost, 'finished after a crash', 'both'],
    ['never got them', neverTaken, 'rolled back after a crash', 'neither'],
  ] as const)(
    'the server %s and stays away: everything waits until it is back',
    async (name, trouble, outcome, end) => {
      const site = await readyToDeploy(`away ${name}`);
      const before = stateOf(site);
      let isAway = false;
      site.server.trouble = (request) => {
        if (isAway) return away;
        isAway = isPush(request);
        return isAway ? trouble : undefined;
      };
      const run = await runToEnd(site);
      expect([run.outcome, run.error?.code]).toEqual(['waiting for the server', 'waiting-for-server']);
      // The target stays locked for everybody, the source does not.
      expect(existsSync(join(site.live, '.git/index.lock'))).toBe(true);
      expect(lockFiles(site.dev)).toEqual([]);
      const { lanes } = await site.call('overview.get', { projectId: site.project.id });
      expect(lanes.map(({ state }) => state)).toEqual(['changed', 'waiting-for-server']);
      expect(lanes[1]?.server?.problem).toMatch(/not reached/);
      const plan = await site.plan('Dev', 'Live');
      expect(found(plan, 'waiting-for-server')[0]?.level).toBe('block');
      expect((await refused(start(site, plan))).code).toMatch(/waiting-for-server|plan-blocked/);
      const ids = { projectId: site.project.id, environmentId: site.id('Live') };
      expect((await refused(site.call('environment.recover', ids))).code).toBe('waiting-for-server');
      // Started again while it is away: nothing is guessed.
      const still = await again(site, run.id);
      expect(still.overview.lanes[1]?.state).toBe('waiting-for-server');
      expect(still.record).toBeNull();
      isAway = false;
      site.server.trouble = () => undefined;
      const back = await again(site, run.id);
      expect(back.record?.outcome).toBe(outcome);
      expect(back.overview.lanes[1]?.state).toBe('idle');
      expect(expectBothOrNeither(site, before)).toBe(end);
      await site.close();
    },
  );
});

describe('somebody else who is first', () => {
  test('between the plan and the sending: nothing has moved anywhere, and the plan needs a new look', async () => {
    const site = await readyToDeploy('first');
    const before = stateOf(site);
    let theirs = '';
    site.server.trouble = (request) => {
      const asksToPush = request.url?.endsWith('service=git-receive-pack') === true;
      return asksToPush && theirs === '' ? { kind: 'first', run: () => (theirs = pushed(site)) } : undefined;
    };
    const { outcome, error } = await runToEnd(site);
    expect([outcome, error?.code]).toEqual(['needs a new look', 'push-rejected']);
    expect(site.onServer()).toBe(theirs);
    expect(expectBothOrNeither(site, { ...before, server: theirs })).toBe('neither');
    expect(found(await site.plan('Dev', 'Live'), 'upstream-ahead')).toHaveLength(1);
    await site.close();
  });
});

/** Straight into the bare repository: the server is in the middle of an answer. */
function pushed(site: ServerSite): string {
  sendFromElsewhere(site);
  return site.onServer();
}

describe('stopping while changes are sent', () => {
  test('ends within moments where nothing was sent, and nothing has moved', async () => {
    const site = await makeServerSite(join(top, 'stopped'));
    work(site);
    const before = stateOf(site);
    let asked: () => void = () => undefined;
    const silent = new Promise<void>((resolve) => (asked = resolve));
    site.server.trouble = (request) => {
      if (request.url?.endsWith('service=git-receive-pack') !== true) return undefined;
      asked();
      return { kind: 'silent' };
    };
    const runId = await start(site, await site.plan('Dev', 'Live'));
    await silent;
    const since = performance.now();
    const stopped = await site.call('deploy.cancel', { runId });
    expect(performance.now() - since).toBeLessThan(2000); // 300 ms on an idle machine
    expect(stopped.outcome).toBe('cancelled');
    expect(expectBothOrNeither(site, before)).toBe('neither');
    await site.close();
  });
});
