import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Behind, Lane } from '../../../src/shared/domain/overview';
import { commitAll, cloneRepository, git, writeFiles } from '../../fixtures/git-oracle';
import { actions, makeScenario, type Scenario } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('ways');

/** The three lanes, and a flexible environment on one of them. */
async function withFlexible(name: string, attachedTo?: string): Promise<Scenario & { ana: string }> {
  const site = await makeScenario(join(top, name));
  const ana = cloneRepository(site.live, join(site.folder, 'ana'));
  const project = await site.call('environment.add', {
    projectId: site.project.id,
    environment: { name: 'Ana', path: ana, role: 'flexible', ...(attachedTo ? { attachedTo } : {}) },
  });
  return { ...site, ...actions(site, project), project, ana };
}

async function laneOf(site: Scenario, name: string): Promise<Lane> {
  const { lanes, flexible } = await site.call('overview.get', { projectId: site.project.id, watch: false });
  const found = [...lanes, ...flexible].find(({ environment }) => environment.name === name);
  if (!found) throw new Error(`no lane ${name}`);
  return found;
}

const behindOf = async (site: Scenario, name: string): Promise<Behind | null> =>
  (await laneOf(site, name)).behind;

describe('a sync', () => {
  test('brings what the next lane has saved, leaves there what is not, and remembers the parent', async () => {
    const site = await makeScenario(join(top, 'sync'));
    writeFiles(site.staging, { 'pages/news.html': 'news\n' });
    commitAll(site.staging, 'made on staging');
    writeFiles(site.staging, { 'pages/about.html': 'not saved\n' });
    writeFiles(site.dev, { 'scripts/menu.js': 'work on dev();\n' });
    expect(await behindOf(site, 'Dev')).toMatchObject({ kind: 'sync', count: 1, conflicts: 0 });
    const plan = await site.plan('Staging', 'Dev', 'sync');
    expect(plan.changes.map(({ path }) => path)).toEqual(['pages/news.html']);
    expect(plan.comesBack).toEqual([]);
    expect(plan.findings.map(({ code }) => code)).toContain('not-saved-there');
    const before = git(site.staging, 'rev-parse', 'HEAD');
    const record = await site.run('sync', 'Staging', 'Dev');
    expect([record.outcome, record.kind]).toEqual(['succeeded', 'sync']);
    expect(git(site.dev, 'rev-parse', 'HEAD^{tree}')).toBe(plan.resultTree);
    expect(git(site.dev, 'show', 'HEAD:scripts/menu.js')).toBe('work on dev();');
    expect(git(site.dev, 'status', '--porcelain')).toBe('');
    expect(git(site.staging, 'rev-parse', 'HEAD')).toBe(before);
    expect(git(site.staging, 'status', '--porcelain')).toBe(' M pages/about.html');
    const lane = await laneOf(site, 'Dev');
    expect(lane.behind).toBeNull();
    expect(lane.follows).toMatchObject({ name: 'Staging', environmentId: site.id('Staging') });
    await site.close();
  });

  test('may come from any lane further right, and that one is followed from then on', async () => {
    const site = await makeScenario(join(top, 'further'));
    writeFiles(site.live, { 'pages/about.html': 'hotfix\n' });
    commitAll(site.live, 'hotfix');
    expect((await site.run('sync', 'Live', 'Dev')).outcome).toBe('succeeded');
    expect(git(site.dev, 'rev-parse', 'HEAD')).toBe(git(site.live, 'rev-parse', 'HEAD'));
    writeFiles(site.live, { 'pages/about.html': 'another hotfix\n' });
    commitAll(site.live, 'another hotfix');
    expect((await behindOf(site, 'Dev'))?.from.name).toBe('Live');
    for (const [from, to] of [
      ['Dev', 'Staging'],
      ['Dev', 'Dev'],
    ] as const)
      await expect(site.plan(from, to, 'sync')).rejects.toMatchObject({ code: 'wrong-order' });
    await site.close();
  });

  test('that is skipped is said before a deployment, which brings it over all the same', async () => {
    const site = await makeScenario(join(top, 'skipped'));
    const hotfix = (text: string): void => {
      writeFiles(site.staging, { 'pages/about.html': text });
      commitAll(site.staging, text);
    };
    hotfix('first\n');
    await site.run('sync', 'Staging', 'Dev');
    writeFiles(site.dev, { 'pages/new.html': 'new\n' });
    commitAll(site.dev, 'new');
    const codes = async (): Promise<string[]> =>
      (await site.plan('Dev', 'Staging')).findings.map(({ code }) => code);
    expect(await codes()).not.toContain('sync-skipped');
    hotfix('second\n');
    expect(await codes()).toContain('sync-skipped');
    expect((await site.deploy('Dev', 'Staging')).outcome).toBe('succeeded');
    expect(git(site.dev, 'show', 'HEAD:pages/about.html')).toBe('second');
    await site.close();
  });
});

describe('a flexible environment', () => {
  test('pulls from its lane, and pushes with what it lacked', async () => {
    const site = await withFlexible('flexible');
    writeFiles(site.dev, { 'pages/dev.html': 'dev\n' });
    commitAll(site.dev, 'dev');
    writeFiles(site.ana, { 'pages/ana.html': 'ana\n' });
    expect(await behindOf(site, 'Ana')).toMatchObject({ kind: 'pull', count: 1 });
    expect((await site.run('pull', 'Dev', 'Ana')).outcome).toBe('succeeded');
    expect(git(site.ana, 'show', 'HEAD:pages/dev.html')).toBe('dev');
    expect(git(site.ana, 'show', 'HEAD:pages/ana.html')).toBe('ana');
    expect(git(site.ana, 'log', '--format=%s')).toContain('pages/ana.html');
    // The lane goes on meanwhile: a push takes that along, too.
    writeFiles(site.dev, { 'scripts/menu.js': 'dev again();\n' });
    const lane = await laneOf(site, 'Ana');
    expect([lane.sends, lane.next?.name, lane.deploy.enabled, lane.pending?.count]).toEqual([
      'push',
      'Dev',
      true,
      1,
    ]);
    const plan = await site.plan('Ana', 'Dev', 'push');
    expect(plan.comesBack.map(({ path }) => path)).toEqual(['scripts/menu.js']);
    const record = await site.run('push', 'Ana', 'Dev');
    expect(record.outcome).toBe('succeeded');
    expect(git(site.dev, 'rev-parse', 'HEAD')).toBe(git(site.ana, 'rev-parse', 'HEAD'));
    for (const folder of [site.dev, site.ana]) {
      expect(git(folder, 'rev-parse', 'HEAD^{tree}')).toBe(plan.resultTree);
      expect(git(folder, 'status', '--porcelain')).toBe('');
      expect(git(folder, 'fsck', '--full', '--strict')).toBe('');
    }
    expect((await laneOf(site, 'Ana')).deploy).toMatchObject({ enabled: false });
    await site.close();
  });

  test('on Live carries a hotfix there, and a merge back brings it to the left-most lane', async () => {
    const site = await withFlexible('hotfix', 'Live');
    writeFiles(site.ana, { 'pages/about.html': 'hotfix\n' });
    expect((await site.plan('Ana', 'Live', 'push')).mergesBackInto?.name).toBe('Dev');
    expect((await site.run('push', 'Ana', 'Live')).outcome).toBe('succeeded');
    await site.settled();
    for (const folder of [site.live, site.dev])
      expect(git(folder, 'show', 'HEAD:pages/about.html')).toBe('hotfix');
    expect(git(site.staging, 'show', 'HEAD:pages/about.html')).toBe('about');
    await site.close();
  });

  test('goes nowhere but to its lane', async () => {
    const site = await withFlexible('nowhere', 'Staging');
    const wrong = [
      ['push', 'Ana', 'Dev'],
      ['push', 'Dev', 'Staging'],
      ['pull', 'Dev', 'Ana'],
      ['pull', 'Staging', 'Dev'],
      ['deploy', 'Ana', 'Staging'],
      ['sync', 'Staging', 'Ana'],
      ['sync', 'Ana', 'Dev'],
    ] as const;
    for (const [kind, from, to] of wrong)
      await expect(site.plan(from, to, kind), `${kind} ${from} ${to}`).rejects.toMatchObject({
        code: 'wrong-order',
        data: { kind },
      });
    expect((await site.plan('Staging', 'Ana', 'pull')).empty).toBe(true);
    await site.close();
  });
});
