import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Input } from '../../../src/shared/contract/commands';
import type { Keep } from '../../../src/shared/domain/conflict';
import type { ConflictSession } from '../../../src/shared/domain/conflict-session';
import { commitAll, git, writeFiles, type Files } from '../../fixtures/git-oracle';
import { makeScenario, startTestEngine, type Scenario } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';
import { isThorough } from '../../fixtures/thorough';

const top = tempFolder('conflicts');
const lines = (...words: readonly string[]): string => words.map((word) => `${word}\n`).join('');
const filler = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const page = (first: string, last = 'end'): string => lines(first, ...filler, last);

type Question = Input<'conflict.list'>;

interface Stopped extends Scenario {
  readonly question: Question;
  list(): Promise<ConflictSession>;
  /** Decides the one conflict, or the one at `path`. */
  decide(
    choice: Input<'conflict.decide'>['decisions'][number]['choice'],
    path?: string,
  ): Promise<ConflictSession>;
}

/** Dev and Staging changed the same things; each change is committed. */
async function stopped(name: string, base: Files, dev: Files, staging: Files): Promise<Stopped> {
  const site = await makeScenario(join(top, name), { files: { 'keep.txt': 'keep\n', ...base } });
  writeFiles(site.dev, dev);
  commitAll(site.dev, 'on dev');
  writeFiles(site.staging, staging);
  commitAll(site.staging, 'on staging');
  const question = {
    ...{ projectId: site.project.id, kind: 'deploy' as const },
    ...{ from: site.id('Dev'), to: site.id('Staging') },
  };
  const list = (): Promise<ConflictSession> => site.call('conflict.list', question);
  return {
    ...site,
    question,
    list,
    async decide(choice, path) {
      const { items } = await list();
      const key = items.find((item) => path === undefined || item.path === path)?.key ?? '';
      return site.call('conflict.decide', { ...question, decisions: [{ key, choice }] });
    },
  };
}

/** What a folder has in its history: path -> content. */
function filesOf(folder: string): Record<string, string> {
  const names = git(folder, 'ls-tree', '-r', '--name-only', 'HEAD')
    .split('\n')
    .filter((name) => name !== 'keep.txt');
  return Object.fromEntries(names.map((name) => [name, `${git(folder, 'show', `HEAD:${name}`)}\n`]));
}

const state = (folder: string): string =>
  [git(folder, 'rev-parse', 'HEAD'), git(folder, 'status', '--porcelain'), git(folder, 'write-tree')].join(
    '\n',
  );

interface Case {
  readonly base: Files;
  readonly dev: Files;
  readonly staging: Files;
  readonly type: string;
  readonly results: Readonly<Partial<Record<Keep, Record<string, string>>>>;
}

const cases: Readonly<Record<string, Case>> = {
  'the same lines': {
    ...{
      base: { a: page('start') },
      dev: { a: page('dev') },
      staging: { a: page('staging', 'staging end') },
    },
    type: 'content',
    results: {
      from: { a: page('dev') },
      to: { a: page('staging', 'staging end') },
      both: { a: lines('dev', 'staging', ...filler, 'staging end') },
    },
  },
  'a file that both added': {
    ...{ base: {}, dev: { a: 'dev\n' }, staging: { a: 'staging\n' } },
    type: 'add/add',
    results: { from: { a: 'dev\n' }, to: { a: 'staging\n' }, both: { a: 'dev\nstaging\n' } },
  },
  'a binary file': {
    ...{ base: { 'a.png': '\0base\n' }, dev: { 'a.png': '\0dev\n' }, staging: { 'a.png': '\0staging\n' } },
    type: 'binary',
    results: {
      from: { 'a.png': '\0dev\n' },
      to: { 'a.png': '\0staging\n' },
      both: { 'a.png': '\0dev\n', 'a (Staging).png': '\0staging\n' },
    },
  },
  'a file that one deleted and the other changed': {
    ...{ base: { a: page('start') }, dev: { a: null }, staging: { a: page('staging') } },
    type: 'modify/delete',
    results: { from: {}, to: { a: page('staging') } },
  },
  'a file with two new names': {
    base: { a: page('start') },
    dev: { a: null, b: page('start', 'dev') },
    staging: { a: null, c: page('staging') },
    type: 'rename/rename',
    results: {
      from: { b: page('staging', 'dev') },
      to: { c: page('staging', 'dev') },
      both: { b: page('staging', 'dev'), c: page('staging', 'dev') },
    },
  },
  'a file that one renamed and the other deleted': {
    ...{ base: { a: page('start') }, dev: { a: null, b: page('start', 'dev') }, staging: { a: null } },
    type: 'rename/delete',
    results: { from: { b: page('start', 'dev') }, to: {} },
  },
  'a file renamed to a name that the other gave to a new one': {
    ...{ base: { a: page('start') }, dev: { a: null, b: page('start') }, staging: { b: 'staging\n' } },
    type: 'add/add',
    results: {
      from: { b: page('start') },
      to: { b: 'staging\n' },
      both: { b: `${page('start')}staging\n` },
    },
  },
  'a file where the other has a folder': {
    ...{ base: {}, dev: { a: 'file\n' }, staging: { 'a/b': 'below\n' } },
    type: 'file/directory',
    results: {
      from: { a: 'file\n' },
      to: { 'a/b': 'below\n' },
      both: { 'a~Dev': 'file\n', 'a/b': 'below\n' },
    },
  },
  'a file in a folder that the other renamed': {
    base: { 'old/1': page('1'), 'old/2': page('2') },
    dev: { 'old/1': null, 'old/2': null, 'new/1': page('1'), 'new/2': page('2') },
    staging: { 'old/3': 'three\n' },
    type: 'file-location',
    results: {
      from: { 'new/1': page('1'), 'new/2': page('2'), 'new/3': 'three\n' },
      to: { 'new/1': page('1'), 'new/2': page('2'), 'old/3': 'three\n' },
    },
  },
};

describe('what both sides changed is decided', () => {
  // Two choices of each case; all of them with LANEWAY_EVERY=1.
  const all = Object.entries(cases).flatMap(([name, one], at) =>
    (Object.keys(one.results) as Keep[])
      .filter((_keep, choice, { length }) => isThorough || length === 2 || choice !== at % length)
      .map((keep) => ({ name, keep, ...one })),
  );
  test.each(all)('$name: $keep', async ({ name, keep, base, dev, staging, type, results }) => {
    const site = await stopped(`${name}-${keep}`.replaceAll(' ', '-'), base, dev, staging);
    const before = [site.dev, site.staging].map(state);
    const plan = await site.plan('Dev', 'Staging');
    expect(plan.conflicts.map((conflict) => conflict.type)).toEqual([type]);
    const { items, open } = await site.list();
    expect(items[0]?.keeps).toEqual(Object.keys(results));
    expect(open).toBe(1);
    expect(await site.decide({ keep })).toMatchObject({ open: 0 });
    expect([site.dev, site.staging].map(state), 'nothing has moved').toEqual(before);
    const record = await site.deploy('Dev', 'Staging');
    expect(record.outcome, record.error?.message).toBe('succeeded');
    expect(record.decided).toHaveLength(1);
    for (const folder of [site.dev, site.staging]) {
      expect(filesOf(folder)).toEqual(results[keep]);
      expect(git(folder, 'status', '--porcelain')).toBe('');
      expect(git(folder, 'fsck', '--full', '--strict', '--no-dangling')).toBe('');
    }
    expect(git(site.dev, 'log', '-1', '--format=%B')).toContain('Both sides had changed:');
    expect((await site.plan('Dev', 'Staging')).empty).toBe(true);
    await site.close();
  });
});

describe('decisions', () => {
  const two = (name: string): Promise<Stopped> =>
    stopped(
      name,
      { a: page('start'), b: page('start', 'end') },
      { a: page('dev'), b: page('dev', 'dev end') },
      { a: page('staging'), b: page('staging', 'staging end') },
    );

  test('are made part by part, and the rest of a text goes together by itself', async () => {
    const site = await two('parts');
    const { items } = await site.list();
    const b = items.find(({ path }) => path === 'b');
    expect(b?.parts.map(({ from, to }) => [from, to])).toEqual([
      ['dev\n', 'staging\n'],
      ['dev end\n', 'staging end\n'],
    ]);
    const [first = '', second = ''] = b?.parts.map(({ id }) => id) ?? [];
    expect((await site.decide({ parts: { [first]: 'to' } }, 'b')).open).toBe(2);
    expect((await site.decide({ parts: { [second]: 'both' } }, 'b')).open).toBe(1);
    await site.decide({ text: 'by hand\n' }, 'a');
    const record = await site.deploy('Dev', 'Staging');
    expect(filesOf(site.staging)).toEqual({
      a: 'by hand\n',
      b: lines('staging', ...filler, 'dev end', 'staging end'),
    });
    expect(record.decided?.map(({ says }) => says)).toEqual([
      ['written anew'],
      ['Line 1: kept what Staging has', 'Line 11: kept both'],
    ]);
    await site.close();
  });

  test('survive a restart, are seen by another app, and are gone when somebody stops', async () => {
    const site = await two('restart');
    const before = [site.dev, site.staging].map(state);
    await site.decide({ keep: 'from' }, 'a');
    await site.close();
    const again = startTestEngine(site.dataFolder);
    const session = await again.call('conflict.list', site.question);
    expect(session.items.map(({ path, open, decision }) => [path, open, decision?.keep])).toEqual([
      ['a', false, 'from'],
      ['b', true, undefined],
    ]);
    expect(session.openedAt).not.toBeNull();
    expect(
      (await again.call('conflict.sessions', { projectId: site.project.id })).map(({ id }) => id),
    ).toEqual([session.id]);
    await again.call('conflict.abandon', site.question);
    expect((await again.call('conflict.list', site.question)).open).toBe(2);
    expect([site.dev, site.staging].map(state)).toEqual(before);
    await again.close();
  });

  test('hold when a side moves on elsewhere, and not where that very thing is changed again', async () => {
    const site = await two('moved');
    await site.decide({ keep: 'from' }, 'a');
    await site.decide({ keep: 'to' }, 'b');
    writeFiles(site.staging, { 'other.txt': 'elsewhere\n', b: page('staging again', 'staging end') });
    commitAll(site.staging, 'moved on');
    const session = await site.list();
    expect(session.items.map(({ path, open }) => [path, open])).toEqual([
      ['a', false],
      ['b', true],
    ]);
    expect(session.outdated.map(({ path }) => path)).toEqual(['b']);
    await expect(site.deploy('Dev', 'Staging')).rejects.toMatchObject({ code: 'plan-blocked' });
    await site.decide({ keep: 'to' }, 'b');
    expect((await site.deploy('Dev', 'Staging')).outcome).toBe('succeeded');
    expect(filesOf(site.live)).not.toHaveProperty('other.txt');
    expect(filesOf(site.dev)).toMatchObject({ a: page('dev'), b: page('staging again', 'staging end') });
    await site.close();
  });

  test('are refused where they are not possible, all together', async () => {
    const site = await two('refused');
    const { items } = await site.list();
    const [a, b] = items.map(({ key }) => key);
    const decide = (choice: unknown, key = a): Promise<unknown> =>
      site.call('conflict.decide', {
        ...site.question,
        decisions: [
          { key: b, choice: { keep: 'from' } },
          { key, choice },
        ],
      } as Input<'conflict.decide'>);
    await expect(decide({ keep: 'from' }, 'f'.repeat(32))).rejects.toMatchObject({
      code: 'conflict-not-found',
    });
    await expect(decide({ parts: { '7': 'from' } })).rejects.toMatchObject({
      code: 'choice-not-possible',
      data: { path: 'a', possible: ['1'] },
    });
    expect((await site.list()).open).toBe(2);
    const home = readdirSync(join(site.staging, '.git/laneway')).map((id) =>
      existsSync(join(site.staging, '.git/laneway', id, 'conflicts')),
    );
    expect(home).not.toContain(true);
    await site.close();
  });

  test('work for a pull down, too: a merge back that stopped is decided and then run', async () => {
    const site = await stopped('sync', { a: page('start') }, { a: page('dev') }, { a: page('staging') });
    const question = {
      ...site.question,
      kind: 'sync' as const,
      from: site.id('Staging'),
      to: site.id('Dev'),
    };
    const { items } = await site.call('conflict.list', question);
    const decisions = [{ key: items[0]?.key ?? '', choice: { keep: 'to' as const } }];
    await site.call('conflict.decide', { ...question, decisions });
    const before = git(site.staging, 'rev-parse', 'HEAD');
    expect((await site.run('sync', 'Staging', 'Dev')).outcome).toBe('succeeded');
    expect(filesOf(site.dev)).toEqual({ a: page('dev') });
    expect(git(site.staging, 'rev-parse', 'HEAD')).toBe(before);
    expect((await site.plan('Dev', 'Staging')).conflicts).toEqual([]);
    await site.close();
  });

  test('show what each side did, and hide what is secret', async () => {
    const site = await stopped(
      'secret',
      { 'app.json': '{\n  "apiKey": "first-secret-value"\n}\n' },
      { 'app.json': '{\n  "apiKey": "dev-secret-value-1"\n}\n' },
      { 'app.json': '{\n  "apiKey": "staging-secret-value-2"\n}\n' },
    );
    const session = await site.list();
    const [item] = session.items;
    const detail = await site.call('conflict.detail', { ...site.question, key: item?.key ?? '' });
    for (const said of [session, detail])
      for (const secret of ['first-secret-value', 'dev-secret-value-1', 'staging-secret-value-2'])
        expect(JSON.stringify(said)).not.toContain(secret);
    expect(item?.canEdit).toBe(false);
    expect(detail.text).toBeNull();
    expect(detail.from.hunks.length).toBeGreaterThan(0);
    await site.close();
  });
});
