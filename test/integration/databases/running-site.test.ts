import { existsSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ActivityRecord } from '../../../src/shared/domain/run';
import { pageType, textDataType, udiFor } from '../../fixtures/artifact-files';
import { commitAll, writeFiles } from '../../fixtures/git-oracle';
import { age, makePair, type Pair } from '../../fixtures/pair';
import { makeSiteDatabase } from '../../fixtures/site-database';
import { firstWords, startProgram } from '../../fixtures/test-program';
import { tempFolder } from '../../fixtures/temp';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Live has a site with a database of its own; Dev has none. */
async function makeSite(name: string, waitSeconds: number): Promise<Pair> {
  const ignored = '/umbraco/Data/\n/umbraco/Deploy/deploy*\n';
  const pair = await makePair(tempFolder(name), {
    '.gitignore': ignored,
    ...textDataType(),
    ...pageType('post'),
  });
  stops.push(() => pair.close());
  makeSiteDatabase(join(pair.live, 'umbraco/Data/Umbraco.sqlite.db'), { more: ['news'] });
  await pair.call('settings.update', { siteWaitSeconds: waitSeconds });
  writeFiles(pair.dev, pageType('news'));
  commitAll(pair.dev, 'news');
  return pair;
}

const markers = ({ live }: Pair): string => join(live, 'umbraco/Deploy');

async function startSite(pair: Pair, mode: string): Promise<void> {
  const program = startProgram('running-site', [markers(pair), mode]);
  stops.push(() => program.kill('SIGKILL'));
  await firstWords(program);
}

const drift = async (pair: Pair): Promise<unknown> => {
  const { lanes } = await pair.call('overview.get', { projectId: pair.project.id, watch: false });
  return lanes.at(-1)?.flags.find(({ kind }) => kind === 'drift') ?? null;
};

const notRead = ({ findings }: ActivityRecord): string =>
  findings
    .filter(({ code }) => code === 'not-extracted')
    .map(({ message }) => message)
    .join();

describe('a site with a database of its own', () => {
  test.each(['normal', 'slow', 'restarting'])('that is running (%s) reads the files itself', async (mode) => {
    const pair = await makeSite(`site-${mode}`, 20);
    await startSite(pair, mode);
    const record = await pair.deploy('Dev', 'Live');
    expect(record.outcome).toBe('succeeded');
    expect(notRead(record)).toBe('');
    expect(await drift(pair)).toBeNull();
    const { log } = await pair.call('activity.get', { projectId: pair.project.id, id: record.id });
    expect(log.join('\n')).toMatch(/Live: site: .*reading[\s\S]*Live: the site has read the files/);
    expect(JSON.stringify({ record, log })).not.toContain('Sommer2026');
    const page = await pair.call('database.get', {
      projectId: pair.project.id,
      environmentId: pair.id('Live'),
    });
    expect(page).toMatchObject({ kind: 'site', canChange: false });
  });

  test.each([
    ['failing', /collide on unique identifiers/],
    ['failing-inner', /The type "post" is not there/],
  ])('that fails (%s) is quoted, and the run has succeeded all the same', async (mode, says) => {
    const pair = await makeSite(`site-${mode}`, 20);
    await startSite(pair, mode);
    const record = await pair.deploy('Dev', 'Live');
    expect(record.outcome).toBe('succeeded');
    expect(record.unread).toEqual(['Live']);
    expect(notRead(record)).toMatch(says);
    expect(JSON.stringify(record)).not.toContain('Sommer2026');
    expect(await drift(pair)).toMatchObject({
      waiting: 'failed',
      reason: expect.stringMatching(says) as string,
    });
  });

  test('that is stopped is waited for no longer than wanted, and its old results are no answer', async () => {
    const pair = await makeSite('site-stopped', 0);
    writeFileSync(join(markers(pair), 'deploy-complete'), 'old');
    const record = await pair.deploy('Dev', 'Live');
    expect(record.outcome).toBe('succeeded');
    expect(notRead(record)).toMatch(/Live has the files, the site has not read them/);
    expect(readdirSync(markers(pair)).filter((name) => name.startsWith('deploy'))).toEqual(['deploy']);
    // A result that was made before it was asked: a copy, a clock.
    const complete = join(markers(pair), 'deploy-complete');
    writeFileSync(complete, '');
    utimesSync(complete, Date.now() / 1000 - 3600, Date.now() / 1000 - 3600);
    expect(await drift(pair)).toMatchObject({ waiting: 'site' });
    // Later somebody starts it: the next look sees that.
    await startSite(pair, 'normal');
    await expect.poll(() => drift(pair), { timeout: 20_000 }).toBeNull();
  });

  test('that takes it and stays silent can be finished later, while everything can be read', async () => {
    const pair = await makeSite('site-silent', 600);
    await startSite(pair, 'silent');
    const { hash } = await pair.plan('Dev', 'Live');
    const ends = { projectId: pair.project.id, from: pair.id('Dev'), to: pair.id('Live') };
    const { runId } = await pair.call('deploy.start', { ...ends, message: '', planHash: hash });
    await expect
      .poll(async () => (await pair.call('run.get', { runId })).waitsFor, { timeout: 20_000 })
      .toEqual(['Live']);
    expect(existsSync(join(pair.live, '.git/index.lock'))).toBe(false);
    expect((await pair.call('overview.get', { projectId: pair.project.id, watch: false })).lanes.length).toBe(
      2,
    );
    const run = await pair.call('run.finishLater', { runId });
    expect(run).toMatchObject({ outcome: 'succeeded', unread: ['Live'] });
    expect(await drift(pair)).toMatchObject({ waiting: 'site' });
  });

  test('that says it is done although an item is missing is not believed', async () => {
    const pair = await makeSite('site-lies', 20);
    writeFiles(pair.dev, pageType('forgotten'));
    commitAll(pair.dev, 'forgotten');
    await startSite(pair, 'normal');
    expect(notRead(await pair.deploy('Dev', 'Live'))).toMatch(/one item is not in its database/);
  });

  test('that was asked by somebody else is left alone, with the age of that', async () => {
    const pair = await makeSite('site-busy', 0);
    writeFileSync(join(markers(pair), 'deploy-progress'), 'theirs');
    age(pair.live, 'umbraco/Deploy/deploy-progress');
    const record = await pair.deploy('Dev', 'Live');
    expect(notRead(record)).toMatch(/asked to read its files (60 s|1 min) ago/);
    expect(readFileSync(join(markers(pair), 'deploy-progress'), 'utf8')).toBe('theirs');
    expect(existsSync(join(markers(pair), 'deploy'))).toBe(false);
  });

  test('is not bothered by a run that changes nothing of what it reads', async () => {
    const pair = await makeSite('site-css', 0);
    await pair.deploy('Dev', 'Live');
    await startSite(pair, 'normal');
    await expect.poll(() => drift(pair), { timeout: 20_000 }).toBeNull();
    writeFiles(pair.dev, { 'css/site.css': 'b {}\n' });
    commitAll(pair.dev, 'style');
    const record = await pair.deploy('Dev', 'Live');
    expect(notRead(record)).toBe('');
    expect(existsSync(join(markers(pair), 'deploy'))).toBe(false);
  });
});

describe('a deletion where the site has a database of its own', () => {
  test('is a to-do with the place to click, and is ticked off when the site does not have it any more', async () => {
    const pair = await makeSite('site-to-do', 20);
    const database = join(pair.live, 'umbraco/Data/Umbraco.sqlite.db');
    await startSite(pair, 'normal');
    expect((await pair.deploy('Dev', 'Live')).outcome).toBe('succeeded');
    writeFiles(pair.dev, Object.fromEntries(Object.keys(pageType('news')).map((path) => [path, null])));
    commitAll(pair.dev, 'no news');
    expect((await pair.deploy('Dev', 'Live')).outcome).toBe('succeeded');

    const udi = udiFor('document-type', 'news');
    const row = async () => {
      const { rows } = await pair.call('deletion.matrix', { projectId: pair.project.id });
      return rows.find((one) => one.udi === udi);
    };
    expect((await row())?.state).toBe('decide');
    expect((await row())?.cells.at(-1)).toMatchObject({ row: 'yes', act: 'to-do', toDo: null });
    const bytes = readFileSync(database);
    const ids = { projectId: pair.project.id, environmentId: pair.id('Live'), udi };
    const { seen } = await pair.call('deletion.impact', ids);
    await expect(pair.call('deletion.decide', { ...ids, seen })).rejects.toMatchObject({
      code: 'deletion-unconfirmed',
    });
    const { decision } = await pair.call('deletion.decide', { ...ids, seen, confirm: 'Live' });
    expect(decision?.place.slice(0, 2)).toEqual(['Settings', 'Document Types']);
    expect(decision?.place.at(-1)).toBe('Delete');
    expect((await row())?.cells.at(-1)?.toDo).toBe(decision?.id);
    expect(readFileSync(database).equals(bytes)).toBe(true); // the site's own file is never written

    rmSync(database);
    makeSiteDatabase(database);
    expect((await row())?.cells.at(-1)).toMatchObject({ row: 'no', toDo: null });
    expect((await row())?.state).not.toBe('to-do');
    const { decisions } = await pair.call('deletion.list', { projectId: pair.project.id });
    expect(decisions.map(({ id, state }) => [id, state])).toEqual([[decision?.id, 'done']]);
  });
});
