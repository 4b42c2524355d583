import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabases } from '../../../src/main/engine/databases/databases';
import type { KnownDatabase } from '../../../src/main/engine/databases/database';
import { readRunRows } from '../../../src/main/engine/databases/run-rows';
import { createWorkspace } from '../../../src/main/engine/workspace/workspace';
import type { EnvironmentHome } from '../../../src/main/engine/environments/identity';
import { artifactAt, pageType, templateWithView, textDataType, udiFor } from '../../fixtures/artifact-files';
import { commitAll, gitEnvironment, writeFiles } from '../../fixtures/git-oracle';
import { makeSiteDatabase } from '../../fixtures/site-database';
import { makeScenario, type Scenario } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';

const clock = { now: () => Date.now() };
let site: Scenario;

beforeAll(async () => {
  site = await makeScenario(tempFolder('extraction'), {
    files: { ...textDataType(), ...pageType('post', { properties: ['title'] }), ...templateWithView('post') },
  });
});
afterAll(() => site.close());

const homeOf = (name: string): EnvironmentHome => {
  const environment = site.project.environments.find((known) => known.name === name);
  const workspace = createWorkspace({ dataFolder: site.dataFolder, clock, environment: gitEnvironment });
  if (!environment) throw new Error(name);
  return workspace.open(environment).home;
};

/** As another program would read it. */
const rowsOf = (name: string): KnownDatabase => {
  const database = createDatabases({ clock }).of(homeOf(name));
  if (!database.known) throw new Error(JSON.stringify(database));
  return database;
};

const flagsOf = async (name: string): Promise<readonly unknown[]> => {
  const { lanes } = await site.call('overview.get', { projectId: site.project.id, watch: false });
  return (
    lanes
      .find(({ environment }) => environment.name === name)
      ?.flags.filter(({ kind }) => kind === 'drift') ?? []
  );
};
const ids = (name: string): { projectId: string; environmentId: string } => ({
  projectId: site.project.id,
  environmentId: site.id(name),
});

describe('every run brings the databases of both sides along', () => {
  test('with what was committed, what was not, what came back, and what lost its file', async () => {
    expect(await flagsOf('Dev')).toEqual([]);
    writeFiles(site.dev, {
      ...pageType('news', { properties: ['title'] }),
      [artifactAt('template', 'post')]: null,
    });
    commitAll(site.dev, 'a new type, a template less');
    writeFiles(site.dev, pageType('unsaved'));
    writeFiles(site.staging, pageType('hotfix'));
    commitAll(site.staging, 'made on Staging');
    const record = await site.deploy('Dev', 'Staging', '', ['pages-blank']);
    expect(record.outcome).toBe('succeeded');
    expect(record.findings.filter(({ code }) => code === 'not-extracted')).toEqual([]);
    for (const name of ['Dev', 'Staging']) {
      const { items, extracted } = rowsOf(name);
      expect(extracted).toBe(record.commits.result);
      for (const word of ['post', 'news', 'unsaved', 'hotfix'])
        expect(items.get(udiFor('document-type', word)), `${word} on ${name}`).toMatchObject({
          withoutFile: false,
        });
      expect(items.get(udiFor('template', 'post'))).toMatchObject({ withoutFile: true });
    }
    expect(rowsOf('Live').items.has(udiFor('document-type', 'news'))).toBe(false);
    const { log } = await site.call('activity.get', { projectId: site.project.id, id: record.id });
    expect(log.join('\n')).toMatch(/Staging: new Document Type news \(umbraco\/.*\.uda\)/);
    expect(log.join('\n')).toMatch(/Staging: goes away Template post \(/);
    expect(log.join('\n')).toMatch(/Staging: Document Type "news" is new in its database/);
    expect(log.join('\n')).toMatch(/Staging: Template "post" stays in its database, without file/);
    expect(readRunRows(homeOf('Staging'), record.id)?.created).toContain(udiFor('document-type', 'news'));
  });

  test('the environment that Live is merged back into, too', async () => {
    writeFiles(site.live, pageType('repair'));
    commitAll(site.live, 'a repair on Live');
    expect((await site.deploy('Staging', 'Live', '', ['pages-blank'])).outcome).toBe('succeeded');
    await site.settled();
    expect(rowsOf('Live').items.has(udiFor('document-type', 'repair'))).toBe(true);
    expect(rowsOf('Dev').items.has(udiFor('document-type', 'repair'))).toBe(true);
  });
});

describe('what came into a clone by another way', () => {
  test('is followed where people work, and shown elsewhere until it is read', async () => {
    for (const folder of [site.dev, site.staging]) {
      writeFiles(folder, pageType('by-hand'));
      commitAll(folder, 'by hand');
    }
    expect(await flagsOf('Dev')).toEqual([]);
    expect(rowsOf('Dev').items.has(udiFor('document-type', 'by-hand'))).toBe(true);
    expect(await flagsOf('Staging')).toMatchObject([{ commits: 1, waiting: null }]);
    expect(await site.call('environment.extract', ids('Staging'))).toMatchObject({ added: 1, changed: 0 });
    expect(await flagsOf('Staging')).toEqual([]);
    expect(rowsOf('Staging').items.has(udiFor('document-type', 'by-hand'))).toBe(true);
  });
});

describe('content of a site’s file', () => {
  test('is imported into the embedded database, and counted', async () => {
    const path = join(site.folder, 'backup/Umbraco.sqlite.db');
    makeSiteDatabase(path);
    expect(await site.call('database.import', { ...ids('Live'), path })).toEqual({
      imported: 3,
      replaced: 0,
    });
    const page = await site.call('database.get', { ...ids('Live'), kind: 'document-type', search: 'post' });
    expect(page.lines.find(({ detail }) => detail === 'post')?.uses).toBe(2);
    // People name the folder of the site, or of a backup.
    expect(await site.call('database.import', { ...ids('Live'), path: join(site.folder, 'backup') })).toEqual(
      {
        imported: 3,
        replaced: 3,
      },
    );
    mkdirSync(join(site.folder, 'nothing/inside'), { recursive: true });
    await expect(
      site.call('database.import', { ...ids('Live'), path: join(site.folder, 'nothing') }),
    ).rejects.toMatchObject({ code: 'site-database-missing' });
    writeFileSync(path, 'x');
    await expect(site.call('database.import', { ...ids('Live'), path })).rejects.toMatchObject({
      code: 'site-database-unreadable',
    });
    expect(rowsOf('Live').content.size).toBe(3);
  });
});

describe('a database that cannot take an artifact', () => {
  test('does not fail the run: it says so, keeps its rows, and is read again when it is mended', async () => {
    const before = rowsOf('Staging').items;
    // A new one would not get past the plan; what both sides have already does.
    for (const folder of [site.dev, site.staging]) {
      writeFileSync(join(folder, artifactAt('document-type', 'broken')), '{ "Udi": ');
      commitAll(folder, 'half a file');
    }
    writeFiles(site.dev, pageType('beside'));
    commitAll(site.dev, 'beside it');
    const record = await site.deploy('Dev', 'Staging');
    expect(record.outcome).toBe('succeeded');
    const messages = record.findings
      .filter(({ code }) => code === 'not-extracted')
      .map(({ message }) => message);
    expect(messages.join()).toMatch(
      /Staging has the files, its database has not taken them in.*no valid JSON/,
    );
    expect(rowsOf('Staging').items).toEqual(before);
    expect(await flagsOf('Staging')).toMatchObject([
      { waiting: 'failed', reason: expect.stringMatching(/JSON/) as string },
    ]);
    await expect(site.call('environment.extract', ids('Staging'))).rejects.toMatchObject({
      code: 'extraction-failed',
    });

    writeFiles(site.dev, { [artifactAt('document-type', 'broken')]: null });
    commitAll(site.dev, 'mended');
    expect((await site.deploy('Dev', 'Staging')).outcome).toBe('succeeded');
    expect(await flagsOf('Staging')).toEqual([]);
    expect(await flagsOf('Dev')).toEqual([]);
    expect(rowsOf('Staging').items.has(udiFor('document-type', 'beside'))).toBe(true);
  });
});
