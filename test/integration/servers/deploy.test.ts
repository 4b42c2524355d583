import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitAll, git, writeFiles } from '../../fixtures/git-oracle';
import { found, refused, runToEnd, start } from '../../fixtures/pair';
import { sendFromElsewhere } from '../../fixtures/served-clones';
import { makeServerSite } from '../../fixtures/server-site';
import { tempFolder } from '../../fixtures/temp';
import { lockFiles } from '../../fixtures/walk-site';

const top = tempFolder('servers');

describe('a deployment into an environment with a server', () => {
  test('gives the server and the clone the same, exactly as planned', async () => {
    const site = await makeServerSite(join(top, 'happy'), { devToo: true });
    writeFiles(site.dev, { 'index.html': 'ONE\ntwo\nthree\nfour\nfive\n', 'old.html': null });
    commitAll(site.dev, 'work');
    writeFiles(site.dev, { 'css/site.css': 'a\nb\nc\nD\n' });
    const plan = await site.plan('Dev', 'Live');
    expect(plan.to.server?.head).toBe(site.onServer());
    expect(plan.findings.map(({ code }) => code)).toEqual([]);
    const record = await site.deploy('Dev', 'Live');
    expect(record.error).toBeNull();
    expect(record.outcome).toBe('succeeded');
    expect(site.onServer()).toBe(git(site.live, 'rev-parse', 'HEAD'));
    expect(git(site.bare, 'rev-parse', 'main^{tree}')).toBe(plan.resultTree);
    expect(site.onServer('dev')).toBe(git(site.dev, 'rev-parse', 'HEAD'));
    expect(record.sent?.map(({ environmentId }) => environmentId)).toEqual([site.id('Live'), site.id('Dev')]);
    for (const folder of [site.dev, site.live]) {
      expect(git(folder, 'status', '--porcelain')).toBe('');
      expect(lockFiles(folder)).toEqual([]);
      expect(git(folder, 'fsck', '--full', '--strict', '--no-dangling')).toBe('');
    }
    expect(git(site.bare, 'fsck', '--full', '--strict', '--no-dangling')).toBe('');
    await site.close();
  });

  test('is blocked by what somebody else sent, until that is brought over', async () => {
    const site = await makeServerSite(join(top, 'ahead'));
    writeFiles(site.dev, { 'index.html': 'ONE\ntwo\nthree\nfour\nfive\n' });
    commitAll(site.dev, 'work');
    const first = await site.plan('Dev', 'Live');
    const theirs = sendFromElsewhere(site);
    const answer = await refused(start(site, first));
    expect(answer.code).toMatch(/plan-stale/);
    const plan = await site.plan('Dev', 'Live');
    expect(found(plan, 'upstream-ahead')[0]?.level).toBe('block');
    writeFiles(site.live, { 'css/site.css': 'a\nb\nc\nD\n' });
    const receive = await site.plan('Live', 'Live', 'receive');
    expect(receive.changes.map(({ path }) => path)).toEqual(['elsewhere.html']);
    expect(receive.from.name).toContain('127.0.0.1');
    const { lanes } = await site.call('overview.get', { projectId: site.project.id });
    expect(lanes[1]?.flags).toMatchObject([{ kind: 'server-ahead', count: 1, conflicts: 0 }]);
    const ends = {
      projectId: site.project.id,
      kind: 'receive' as const,
      from: site.id('Live'),
      to: site.id('Live'),
    };
    const { runId } = await site.call('deploy.start', { ...ends, message: '', planHash: receive.hash });
    await site.call('run.get', { runId });
    await expect.poll(async () => (await site.call('run.get', { runId })).outcome).toBe('succeeded');
    expect(git(site.live, 'merge-base', '--is-ancestor', theirs, 'HEAD')).toBe('');
    expect(git(site.live, 'show', 'HEAD:css/site.css')).toContain('D');
    expect(site.onServer()).toBe(theirs);
    const { outcome, error } = await runToEnd(site);
    expect([outcome, error]).toEqual(['succeeded', null]);
    expect(site.onServer()).toBe(git(site.live, 'rev-parse', 'HEAD'));
    await site.close();
  });
});
