import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Output } from '../../src/shared/contract/commands';
import type { DeletionDecision, DeletionMatrix } from '../../src/shared/domain/deletion';
import type { Finding, Plan } from '../../src/shared/domain/plan';
import { artifactPath } from '../../src/main/engine/sample/sample-artifacts';
import { buildOnce, openCli } from '../fixtures/cli-program';
import { commitAll, git, writeFiles } from '../fixtures/git-oracle';
import { makeItemSite, news, newsPath, page, typeFiles } from '../fixtures/item-site';
import { makeSiteDatabase } from '../fixtures/site-database';
import { tempFolder } from '../fixtures/temp';

/** What the command line does with items, databases and decisions: the built program beside an engine's project. */
const top = tempFolder('laneway cli items');
beforeAll(buildOnce, 120_000);

describe('deletions', () => {
  it('are reviewed, decided by name with a confirmation where content goes, and undone exactly', async () => {
    const site = await makeItemSite(join(top, 'deletions'));
    site.addContent('Staging', page(1, news), page(2, news, { published: null }));
    writeFiles(site.dev, { [newsPath]: null });
    commitAll(site.dev, 'No news');
    await site.deploy('Dev', 'Staging');
    const before = site.rows('Staging');
    await site.close();
    const { ask, laneway, refusal } = openCli(site.folder, site.dataFolder);

    const matrix = await ask<DeletionMatrix & { decisions: DeletionDecision[] }>('deletions');
    expect(matrix.rows.map(({ udi, state }) => [udi, state])).toEqual([[news, 'decide']]);
    const { out } = await laneway('deletions');
    expect(out).toMatch(/Document Type News/);
    expect(out).toMatch(/2 pages use it/);

    // Nothing goes without the name of the environment.
    const plain = await refusal('deletions', 'decide', 'News', 'Staging');
    expect(plain.code).toBe(1);
    expect(plain.error).toMatchObject({ code: 'deletion-unconfirmed' });
    expect(site.rows('Staging').content.size).toBe(2);

    const unknown = await refusal('deletions', 'decide', 'Newz', 'Staging', '--confirm', 'Staging');
    expect(unknown.error).toMatchObject({ code: 'item-not-found' });

    const decided = await ask<{ decision: DeletionDecision }>(
      ...['deletions', 'decide', 'News', 'Staging', '--confirm', 'Staging'],
    );
    expect(decided.decision).toMatchObject({ kind: 'delete', environment: 'Staging' });
    expect(site.rows('Staging').items.has(news)).toBe(false);
    expect(site.rows('Staging').content.size).toBe(0);
    // Once more is a notice, no failure.
    const again = await laneway('deletions', 'decide', news, 'Staging');
    expect(again.code).toBe(0);
    expect(again.out).toContain('is not on Staging any more');

    const undone = await laneway('deletions', 'undo', decided.decision.id);
    expect([undone.code, undone.err]).toEqual([0, '']);
    const after = site.rows('Staging');
    expect([after.items.get(news)?.udi, [...after.content.keys()].sort()]).toEqual([
      before.items.get(news)?.udi,
      [...before.content.keys()].sort(),
    ]);
    const twice = await refusal('deletions', 'undo', decided.decision.id);
    expect(twice.code).toBe(1);
  });

  it('that are not wanted are kept, with the reason', async () => {
    const site = await makeItemSite(join(top, 'keep'));
    writeFiles(site.dev, { [newsPath]: null });
    commitAll(site.dev, 'No news');
    await site.deploy('Dev', 'Staging');
    await site.close();
    const { ask, laneway, refusal } = openCli(site.folder, site.dataFolder);
    expect((await refusal('deletions', 'keep', 'News', 'Staging')).code).not.toBe(0);
    const why = 'Old links lead here';
    const kept = await ask<{ decision: DeletionDecision }>(
      ...['deletions', 'keep', 'News', 'Staging', '--why', why],
    );
    expect(kept.decision).toMatchObject({ kind: 'keep', why });
    const { out } = await laneway('deletions');
    expect(out).toContain(why);
  });
});

describe('items', () => {
  it('are listed by kind and name, and their collisions with both files and the platform’s words', async () => {
    const site = await makeItemSite(join(top, 'collisions'));
    await site.close();
    const { ask, laneway } = openCli(site.folder, site.dataFolder);
    const { out } = await laneway('items', 'Dev');
    expect(out).toMatch(/Document Type \(2\)\n {2}News {2}news .*\n {2}Page {2}page /);

    const other = artifactPath('document-type', 'another news');
    const text = Object.values(typeFiles('another news', 'News'))[0];
    writeFiles(site.dev, { [other]: String(text).replace('"another news"', '"News"') });
    commitAll(site.dev, 'News once more');
    const findings = await ask<Finding[]>('collisions', 'Dev', 'Staging');
    const collision = findings.find(({ code }) => code === 'collision');
    expect(collision?.parties?.map(({ path }) => path).sort()).toEqual([newsPath, other].sort());
    const told = await laneway('collisions', 'Dev', 'Staging');
    expect(told.out).toContain('Some artifacts collide on unique identifiers.');
    expect(told.out).toContain(`UdaFile: ${other}`);
    const plan = await ask<Plan>('plan', 'Dev', 'Staging');
    expect(plan.findings.some(({ code }) => code === 'collision')).toBe(true);
  });
});

describe('a database', () => {
  it('takes content from the folder of a site, and says what it cannot do', async () => {
    const site = await makeItemSite(join(top, 'database'));
    await site.close();
    const { ask, refusal } = openCli(site.folder, site.dataFolder);
    makeSiteDatabase(join(site.folder, 'backup/umbraco/Data/Umbraco.sqlite.db'));
    expect(await ask('database', 'import', 'Live', 'backup')).toEqual({ imported: 3, replaced: 0 });
    const { error, code } = await refusal('database', 'import', 'Live', 'dev');
    expect([code, error]).toEqual([1, expect.objectContaining({ code: 'site-database-missing' })]);
    expect((await refusal('database', 'import', 'Live', 'nowhere')).error).toMatchObject({
      code: 'folder-missing',
    });
  });
});

describe('programs of a site', () => {
  it('run only after a yes to exactly their commands, and no more when it is taken back', async () => {
    const site = await makeItemSite(join(top, 'trust'));
    const { id } = site.project;
    await site.close();
    const ran = join(site.folder, 'ran');
    for (const folder of [site.dev, site.staging]) {
      git(folder, 'config', 'filter.count.clean', `echo >>'${ran}'; cat`);
      git(folder, 'config', 'filter.count.smudge', 'cat');
    }
    writeFiles(site.dev, { '.gitattributes': '*.css filter=count\n', 'css/site.css': 'body {}\n' });
    const { ask, laneway } = openCli(site.folder, site.dataFolder);
    const programs = (...more: string[]): Promise<Output<'project.programs'>> => ask('trust', id, ...more);
    expect((await programs()).programs.map(({ trusted }) => trusted)).toEqual([false, false]);
    const refused = await laneway('plan', 'Dev', 'Staging');
    expect(refused.out).toMatch(/laneway trust/);
    expect(existsSync(ran)).toBe(false);
    expect((await programs('--yes')).programs.map(({ trusted }) => trusted)).toEqual([true, true]);
    expect((await programs('--off')).programs.map(({ trusted }) => trusted)).toEqual([false, false]);
    expect(existsSync(ran)).toBe(false);
  });
});
