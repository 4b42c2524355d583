import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConflictSession } from '../../src/shared/domain/conflict-session';
import type { Overview } from '../../src/shared/domain/overview';
import type { ActivityRecord, Run } from '../../src/shared/domain/run';
import { buildOnce, openCli } from '../fixtures/cli-program';
import { cloneRepository, commitAll, git, writeFiles } from '../fixtures/git-oracle';
import { makeScenario } from '../fixtures/scenario';
import { tempFolder } from '../fixtures/temp';

/** What the command line does where both sides changed the same things, and between lanes: the built program. */
const top = tempFolder('laneway cli conflicts');
beforeAll(buildOnce, 120_000);

describe('conflicts', () => {
  it('are listed, decided one by one, and finished', async () => {
    const site = await makeScenario(join(top, 'decide'), {
      files: { a: 'start\n', b: 'start\n', 'deep/c.txt': 'start\n', same: 'same\n' },
    });
    const work = (text: string): Record<string, string> => ({
      ...{ a: `${text} a\n`, b: `${text} b\n`, 'deep/c.txt': `${text} c\n` },
    });
    writeFiles(site.dev, work('dev'));
    commitAll(site.dev, 'dev');
    writeFiles(site.staging, work('staging'));
    await site.close();
    const { ask, laneway, refusal } = openCli(site.folder, site.dataFolder);

    const { out: plan } = await laneway('plan', 'Dev', 'Staging');
    expect(plan).toContain('To decide what stays: laneway conflicts');
    const [session] = (await ask<{ sessions: ConflictSession[] }>('conflicts')).sessions;
    const id = session?.id ?? '';
    expect(session).toMatchObject({
      kind: 'deploy',
      open: 3,
      from: { name: 'Dev' },
      to: { name: 'Staging' },
    });

    const refused = async (...args: string[]): Promise<unknown> =>
      (await refusal('resolve', id, ...args)).error;
    expect(await refused('nothing', '--keep', 'Dev')).toMatchObject({ code: 'item-not-found' });
    expect(await refused('a', '--property', '9=Dev')).toMatchObject({ code: 'choice-not-possible' });
    expect((await refusal('resolve', id, 'a')).code).toBe(2);
    expect((await refusal('resolve', id, 'a', '--keep', 'Live')).code).toBe(2);
    expect((await refusal('conflicts', 'ffff')).error).toMatchObject({ code: 'conflict-not-found' });
    expect((await refusal('conflicts', 'finish', id, '--yes')).error).toMatchObject({ code: 'plan-blocked' });

    expect(await ask<ConflictSession>('resolve', id.slice(0, 5), '1', '--keep', 'dev')).toMatchObject({
      open: 2,
    });
    writeFileSync(join(site.folder, 'merged.txt'), 'by hand\n');
    await ask('resolve', id, 'b', '--file', 'merged.txt');
    await ask('resolve', id, 'b', '--reopen');
    expect((await ask<ConflictSession>('conflicts', id)).open).toBe(2);
    await ask('resolve', id, 'b', '--file', 'merged.txt');
    const { out } = await laneway('resolve', id, 'c.txt', '--property', '1=both');
    expect(out).toContain(`3 of 3 things decided.`);
    expect(out).toContain(`laneway conflicts finish ${id}`);

    const run = await ask<Run>('conflicts', 'finish', id, '--yes');
    for (const folder of [site.dev, site.staging]) {
      expect(git(folder, 'show', 'HEAD:a')).toBe('dev a');
      expect(git(folder, 'show', 'HEAD:b')).toBe('by hand');
      expect(git(folder, 'show', 'HEAD:deep/c.txt')).toBe('dev c\nstaging c');
      expect(git(folder, 'status', '--porcelain')).toBe('');
    }
    const { record } = await ask<{ record: ActivityRecord }>('activity', run.id);
    expect(record.decided?.map(({ path }) => path)).toEqual(['a', 'b', 'deep/c.txt']);
    expect((await laneway('activity', run.id)).out).toContain('Both sides had changed this');
    expect((await laneway('conflicts')).out).toContain('Nothing waits for a decision.');
  });

  it('are forgotten on demand', async () => {
    const site = await makeScenario(join(top, 'abort'), { files: { a: 'start\n' } });
    writeFiles(site.dev, { a: 'dev\n' });
    writeFiles(site.staging, { a: 'staging\n' });
    await site.close();
    const { ask, refusal } = openCli(site.folder, site.dataFolder);
    const before = git(site.staging, 'status', '--porcelain');
    const [session] = (await ask<{ sessions: ConflictSession[] }>('conflicts')).sessions;
    await ask('resolve', session?.id ?? '', 'a', '--keep', 'both');
    expect((await refusal('conflicts', 'abort')).code).toBe(2);
    await ask('conflicts', 'abort', '--yes');
    expect((await ask<ConflictSession>('conflicts', session?.id ?? '')).open).toBe(1);
    expect(git(site.staging, 'status', '--porcelain')).toBe(before);
  });
});

describe('sync, pull and push', () => {
  it('move changes between lanes and a flexible environment', async () => {
    const site = await makeScenario(join(top, 'ways'));
    const ana = cloneRepository(site.live, join(site.folder, 'ana'));
    await site.close();
    const { ask, laneway, refusal } = openCli(site.folder, site.dataFolder);
    await ask('environment', 'add', 'Ana=ana:flexible', '--attached-to', 'Dev');
    writeFiles(site.staging, { 'pages/news.html': 'news\n' });
    commitAll(site.staging, 'news');
    writeFiles(ana, { 'pages/ana.html': 'ana\n' });
    expect((await laneway('status')).out).toContain('laneway sync Dev --from Staging');
    await ask('sync', 'Dev', '--yes');
    await ask('pull', 'Ana', '--yes');
    expect(git(ana, 'show', 'HEAD:pages/news.html')).toBe('news');
    await ask('push', 'Ana', '-m', 'From Ana', '--yes');
    expect(git(site.dev, 'show', 'HEAD:pages/ana.html')).toBe('ana');
    const { flexible } = await ask<Overview>('status');
    expect(flexible[0]).toMatchObject({ sends: 'push', behind: null, deploy: { enabled: false } });
    for (const [args, says] of [
      [['push', 'Dev'], 'is a lane of its own'],
      [['sync', 'Live'], 'is the last lane'],
      [['sync', 'Ana'], 'laneway pull'],
    ] as const)
      expect(JSON.stringify((await refusal(...args, '--yes')).error)).toContain(says);
    expect((await refusal('sync', 'Staging', '--from', 'Dev', '--yes')).error).toMatchObject({
      code: 'wrong-order',
    });
  });
});
