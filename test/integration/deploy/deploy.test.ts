import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitAll, git, writeFiles } from '../../fixtures/git-oracle';
import { bytesOf } from '../../fixtures/random-site';
import { makeScenario } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('deploy');

describe('a deployment', () => {
  test('carries saved and unsaved work to the next lane, and brings its changes back', async () => {
    const site = await makeScenario(join(top, 'first'));
    writeFiles(site.dev, { 'pages/new.html': 'new\n', 'pages/about.html': null });
    commitAll(site.dev, 'a page more, a page less');
    writeFiles(site.dev, { 'css/site.css': 'body { color: navy; }\n\n\n\nh1 { color: blue; }\n' });
    writeFiles(site.staging, { 'scripts/menu.js': 'open(1);\n' });
    const plan = await site.plan('Dev', 'Staging');
    expect(plan.changes.map(({ kind, path, uncommitted }) => [kind, path, uncommitted])).toEqual([
      ['modified', 'css/site.css', true],
      ['deleted', 'pages/about.html', false],
      ['added', 'pages/new.html', false],
    ]);
    expect(plan.comesBack.map(({ path }) => path)).toEqual(['scripts/menu.js']);
    expect(plan.removals.map(({ path }) => path)).toEqual(['pages/about.html']);
    const record = await site.deploy('Dev', 'Staging', 'spring');
    expect(record.error).toBeNull();
    expect(record.outcome).toBe('succeeded');
    for (const folder of [site.dev, site.staging]) {
      expect(git(folder, 'rev-parse', 'HEAD^{tree}')).toBe(plan.resultTree);
      expect(git(folder, 'status', '--porcelain')).toBe('');
      expect(git(folder, 'fsck', '--full', '--strict')).toBe('');
    }
    expect(git(site.staging, 'log', '-1', '--format=%B')).toContain(`Laneway-Run: ${record.id}`);
    await site.close();
  });

  test('refuses a plan that is not the present one, and starts nothing', async () => {
    const site = await makeScenario(join(top, 'stale'));
    writeFiles(site.dev, { 'pages/new.html': 'new\n' });
    commitAll(site.dev, 'one');
    const plan = await site.plan('Dev', 'Staging');
    expect((await site.plan('Dev', 'Staging')).hash).toBe(plan.hash);
    writeFiles(site.dev, { 'pages/new.html': 'newer\n' });
    expect((await site.plan('Dev', 'Staging')).hash).not.toBe(plan.hash);
    const before = git(site.staging, 'rev-parse', 'HEAD');
    const ends = { projectId: site.project.id, from: site.id('Dev'), to: site.id('Staging') };
    await expect(
      site.call('deploy.start', { ...ends, message: '', planHash: plan.hash }),
    ).rejects.toMatchObject({ code: 'plan-stale' });
    expect(git(site.staging, 'rev-parse', 'HEAD')).toBe(before);
    expect((await site.call('activity.list', { projectId: site.project.id })).records).toEqual([]);
    expect(await site.call('run.list', {})).toEqual([]);
    await site.close();
  });

  test('goes only to the next lane, and only when something is new', async () => {
    const site = await makeScenario(join(top, 'order'));
    await expect(site.plan('Dev', 'Live')).rejects.toMatchObject({
      code: 'wrong-order',
      data: { from: 'Dev', to: 'Live', allowed: ['Staging'] },
    });
    await expect(site.plan('Live', 'Staging')).rejects.toMatchObject({ code: 'wrong-order' });
    await expect(site.plan('Staging', 'Dev', 'merge-back')).rejects.toMatchObject({ code: 'wrong-order' });
    expect((await site.plan('Dev', 'Staging')).empty).toBe(true);
    await expect(site.deploy('Dev', 'Staging')).rejects.toMatchObject({ code: 'nothing-to-deploy' });
    await site.close();
  });

  test('to Live is followed by a merge back, which commits unsaved work there before it', async () => {
    const site = await makeScenario(join(top, 'merge-back'));
    writeFiles(site.live, { 'index.html': '<h1>Nordlys</h1>\n<p>Hotfix</p>\n<p>More</p>\n<p>End</p>\n' });
    commitAll(site.live, 'hotfix');
    writeFiles(site.dev, { 'pages/new.html': 'new\n' });
    commitAll(site.dev, 'new page');
    await site.deploy('Dev', 'Staging');
    writeFiles(site.dev, { 'scripts/menu.js': 'still working();\n' });
    const { mergesBackInto } = await site.plan('Staging', 'Live');
    expect(mergesBackInto?.name).toBe('Dev');
    await site.deploy('Staging', 'Live');
    // The merge back waits for the work on Dev to settle before it is a run that shows.
    await expect
      .poll(
        () => existsSync(join(site.dev, '.git/index.lock')) || git(site.dev, 'log', '-1', '--format=%s'),
        { timeout: 5000 },
      )
      .toMatch(/^Bring/);
    await site.settled();
    const { records } = await site.call('activity.list', { projectId: site.project.id });
    expect(records.map(({ kind, outcome, from, to }) => [kind, outcome, from.name, to.name])).toEqual([
      ['merge-back', 'succeeded', 'Live', 'Dev'],
      ['deploy', 'succeeded', 'Staging', 'Live'],
      ['deploy', 'succeeded', 'Dev', 'Staging'],
    ]);
    expect(git(site.dev, 'show', 'HEAD:index.html')).toContain('Hotfix');
    expect(git(site.dev, 'show', 'HEAD:scripts/menu.js')).toBe('still working();');
    expect(git(site.dev, 'log', '--format=%s', '-3')).toContain('Changing scripts/menu.js');
    expect(git(site.dev, 'status', '--porcelain')).toBe('');
    expect(git(site.live, 'merge-base', 'HEAD', git(site.live, 'rev-parse', 'HEAD'))).not.toBe('');
    const { lanes } = await site.call('overview.get', { projectId: site.project.id });
    expect(lanes.map(({ state, pending, flags }) => [state, pending?.count ?? null, flags.length])).toEqual([
      ['changed', 1, 0],
      ['idle', 0, 0],
      ['idle', null, 0],
    ]);
    await site.close();
  });

  test('stops at a conflict, names both sides, and changes nothing', async () => {
    const site = await makeScenario(join(top, 'conflict'));
    writeFiles(site.dev, { 'css/site.css': 'body { color: red; }\n', 'pages/about.html': null });
    commitAll(site.dev, 'red');
    writeFiles(site.staging, { 'css/site.css': 'body { color: green; }\n', 'pages/about.html': 'more\n' });
    const before = [bytesOf(site.dev), bytesOf(site.staging)];
    const plan = await site.plan('Dev', 'Staging');
    expect(plan.blocked).toBe(true);
    expect(
      plan.conflicts.map(({ path, type, from, to }) => [path, type, from.name, from.did, to.name, to.did]),
    ).toEqual([
      ['css/site.css', 'content', 'Dev', 'modified', 'Staging', 'modified'],
      ['pages/about.html', 'modify/delete', 'Dev', 'deleted', 'Staging', 'modified'],
    ]);
    expect(plan.conflicts[0]?.from.authors).toEqual([{ name: 'Ana', email: 'ana@example.org' }]);
    expect(plan.conflicts[0]?.to.authors).toEqual([]);
    await expect(site.deploy('Dev', 'Staging')).rejects.toMatchObject({ code: 'plan-blocked' });
    expect([bytesOf(site.dev), bytesOf(site.staging)]).toEqual(before);
    const { lanes } = await site.call('overview.get', { projectId: site.project.id });
    expect(lanes[0]?.state).toBe('conflict');
    await site.close();
  });

  test('carries new files of unknown kinds only when somebody said so', async () => {
    const site = await makeScenario(join(top, 'new-files'));
    writeFiles(site.dev, {
      'notes.xyz': 'mine\n',
      'pages/b.html': 'b\n',
      '.env': 'API_KEY=abcdef1234567890abcdef\n',
      'data/keys.pem': '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n',
    });
    const plan = await site.plan('Dev', 'Staging');
    expect(plan.changes.map(({ path }) => path)).toEqual(['pages/b.html']);
    expect(plan.leftHere.map(({ folder, reason, paths }) => [folder, reason, paths])).toEqual([
      ['', 'looks-secret', ['.env']],
      ['data', 'looks-secret', ['data/keys.pem']],
      ['', 'unknown-kind', ['notes.xyz']],
    ]);
    const on = { projectId: site.project.id, environmentId: site.id('Dev') };
    await site.call('environment.decideNewFiles', { ...on, folder: '', decision: 'include' });
    const again = await site.plan('Dev', 'Staging');
    expect(again.hash).not.toBe(plan.hash);
    expect(again.changes.map(({ path }) => path)).toEqual(['notes.xyz', 'pages/b.html']);
    await site.deploy('Dev', 'Staging');
    expect(git(site.dev, 'status', '--porcelain', '-uall')).toBe('?? .env\n?? data/keys.pem');
    expect(git(site.staging, 'ls-files')).not.toMatch(/env|pem/);
    await site.close();
  });

  test('can be stopped until the commit point, and then leaves both sides as they were', async () => {
    const site = await makeScenario(join(top, 'cancel'));
    writeFiles(site.dev, { 'pages/b.html': 'b\n' });
    commitAll(site.dev, 'b');
    const plan = await site.plan('Dev', 'Staging');
    const lock = join(site.staging, '.git/index.lock');
    writeFileSync(lock, ''); // another program: the run waits for it, before its commit point
    const before = git(site.staging, 'for-each-ref');
    const ends = { projectId: site.project.id, from: site.id('Dev'), to: site.id('Staging') };
    const { runId } = await site.call('deploy.start', { ...ends, message: '', planHash: plan.hash });
    expect((await site.call('run.get', { runId })).cancellable).toBe(true);
    const stopped = await site.call('deploy.cancel', { runId });
    expect(stopped.outcome).toBe('cancelled');
    rmSync(lock);
    expect(git(site.staging, 'for-each-ref')).toBe(before);
    expect(existsSync(join(site.dev, '.git/index.lock'))).toBe(false);
    expect((await site.call('activity.get', { projectId: site.project.id, id: runId })).record.outcome).toBe(
      'cancelled',
    );
    expect((await site.deploy('Dev', 'Staging')).outcome).toBe('succeeded');
    await site.close();
  });
});
