import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NewEnvironment } from '../../../src/shared/contract/command-inputs';
import type { Overview } from '../../../src/shared/domain/overview';
import type { ActivityRecord } from '../../../src/shared/domain/run';
import { deployAndDie } from '../../fixtures/crash-site';
import { startTestEngine } from '../../fixtures/scenario';
import { isPush, work } from '../../fixtures/served-clones';
import { expectBothOrNeither, makeServerSite, stateOf } from '../../fixtures/server-site';
import type { ServerSite, SiteState } from '../../fixtures/server-site';
import { tempFolder } from '../../fixtures/temp';
import { ended, everyWord, startProgram } from '../../fixtures/test-program';
import { strideOf } from '../../fixtures/thorough';

const top = tempFolder('killed');

interface Killed extends ServerSite {
  readonly before: SiteState;
  readonly lanes: readonly NewEnvironment[];
  /** The data folder of the program that dies. */
  readonly its: string;
}

async function ready(name: string): Promise<Killed> {
  const folder = join(top, name);
  mkdirSync(folder, { recursive: true });
  const site = await makeServerSite(folder);
  work(site);
  const lanes: NewEnvironment[] = [
    { name: 'Dev', path: site.dev, role: 'development' },
    { name: 'Live', path: site.live, role: 'production' },
  ];
  return { ...site, before: stateOf(site), lanes, its: join(folder, 'its-data') };
}

/** Dies when the run says `at`, or before that change of the disk. */
const die = (site: Killed, at: string | number): Promise<{ run: string; killed: boolean; changes: number }> =>
  deployAndDie({ ...site, dataFolder: site.its, lanes: site.lanes }, at);

/** Laneway is started again, an hour later. */
async function again(
  site: Killed,
  run: string,
): Promise<{ overview: Overview; record: ActivityRecord | null }> {
  const engine = startTestEngine(site.its, { clock: { now: () => Date.now() + 3_600_000 } });
  const projectId = (await engine.call('project.list', {})).projects[0]?.id ?? '';
  const overview = await engine.call('overview.get', { projectId });
  const { records } = await engine.call('activity.list', { projectId });
  const isThere = records.some(({ id }) => id === run);
  const record = isThere ? (await engine.call('activity.get', { projectId, id: run })).record : null;
  await engine.close();
  return { overview, record };
}

describe('a process that is killed', () => {
  test('before it sends: nothing has happened, and the server need not be there to know it', async () => {
    const site = await ready('before');
    const { killed, run } = await die(site, `Sending 2 changes to ${site.server.host}`);
    expect(killed).toBe(true);
    site.server.trouble = () => ({ kind: 'drop-upload', afterBytes: 0 });
    const { record } = await again(site, run);
    expect(record?.outcome).toBe('rolled back after a crash');
    expect(expectBothOrNeither(site, site.before)).toBe('neither');
    await site.close();
  });

  test('after the server said yes: it is finished, and the server need not be there for it', async () => {
    const site = await ready('after');
    const { killed, run } = await die(site, 'Live is taking them in');
    expect(killed).toBe(true);
    expect(site.onServer()).not.toBe(site.before.server);
    site.server.trouble = () => ({ kind: 'drop-upload', afterBytes: 0 });
    const { record } = await again(site, run);
    expect(record?.outcome).toBe('finished after a crash');
    expect(record?.sent).toEqual([{ environmentId: record?.to.environmentId, host: site.server.host }]);
    expect(expectBothOrNeither(site, site.before)).toBe('both');
    await site.close();
  });

  test('while the server answers: the environment waits for the server, which has it', async () => {
    const site = await ready('answering');
    site.server.trouble = (request) =>
      isPush(request) ? { kind: 'slow-answer', bytesPerSecond: 20 } : undefined;
    const program = startProgram('deployer', ['once', site.its, JSON.stringify(site.lanes), 'Dev', 'Live']);
    const saying = everyWord(program);
    await expect.poll(() => site.onServer(), { timeout: 60_000, interval: 20 }).not.toBe(site.before.server);
    program.kill('SIGKILL');
    await ended(program);
    const said = (await saying) as { accepted?: string }[];
    const run = said.find(({ accepted }) => accepted !== undefined)?.accepted ?? '';
    site.server.trouble = () => ({ kind: 'drop-upload', afterBytes: 0 });
    const away = await again(site, run);
    expect(away.overview.lanes[1]?.state).toBe('waiting-for-server');
    expect(away.record).toBeNull();
    site.server.trouble = () => undefined;
    const back = await again(site, run);
    expect(back.record?.outcome).toBe('finished after a crash');
    expect(expectBothOrNeither(site, site.before)).toBe('both');
    await site.close();
  });

  test('in the moment in which the server gets it: both have it or neither, once the server has been asked', async () => {
    const site = await ready('arriving');
    const program = startProgram('deployer', ['once', site.its, JSON.stringify(site.lanes), 'Dev', 'Live']);
    const saying = everyWord(program);
    site.server.trouble = (request) =>
      isPush(request) ? { kind: 'first', run: () => program.kill('SIGKILL') } : undefined;
    await ended(program);
    const said = (await saying) as { accepted?: string }[];
    const run = said.find(({ accepted }) => accepted !== undefined)?.accepted ?? '';
    site.server.trouble = () => undefined;
    await site.server.idle();
    const { record } = await again(site, run);
    const end = expectBothOrNeither(site, site.before);
    expect(record?.outcome).toBe(end === 'both' ? 'finished after a crash' : 'rolled back after a crash');
    await site.close();
  });
});

/**
 * Every change of the disk of a run into an environment with a server is a place to die.
 */

test(
  'a process that dies between any two changes of the disk leaves both or neither',
  { timeout: 3_600_000 },
  async () => {
    const whole = await ready('whole');
    const { changes } = await die(whole, '');
    expect(expectBothOrNeither(whole, whole.before)).toBe('both');
    await whole.close();
    const stride = strideOf(changes, 4);
    for (let n = stride; n < changes; n += stride) {
      const site = await ready(`at ${n}`);
      const { run, killed } = await die(site, n);
      await site.server.idle();
      if (killed) await again(site, run);
      expectBothOrNeither(site, site.before);
      await site.close();
    }
  },
);
