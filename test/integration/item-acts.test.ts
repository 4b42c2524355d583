import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { engineErrorIn } from '../../src/main/engine/errors';
import type { Plan } from '../../src/shared/domain/plan';
import { commitAll, git, writeFiles } from '../fixtures/git-oracle';
import { ended, makeScenario, type Scenario } from '../fixtures/scenario';
import { tempFolder } from '../fixtures/temp';
import { dataType, documentType, template, udaPath } from '../fixtures/uda';

const top = tempFolder('items');
const blog = udaPath('document-type', 1);
const open: Scenario[] = [];
afterAll(async () => {
  for (const site of open) await site.close();
});

async function makeSite(name: string): Promise<Scenario> {
  const files = {
    ...documentType(1, 'Blog', { properties: [{ key: 10, alias: 'summary', dataType: 9 }] }),
    ...dataType(9, 'Text'),
    ...template(1, 'Page'),
  };
  const site = await makeScenario(join(top, name), { files });
  open.push(site);
  return site;
}

const ends = (site: Scenario, from: string, to: string) => ({
  projectId: site.project.id,
  from: site.id(from),
  to: site.id(to),
});

async function refusal(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (cause) {
    return engineErrorIn(cause)?.code ?? String(cause);
  }
}

/** Starts a planned deployment and stays with it to its end. */
async function run(site: Scenario, plan: Plan, acknowledged: string[]): Promise<string | null> {
  const start = { projectId: site.project.id, from: plan.from.environmentId, to: plan.to.environmentId };
  const { runId } = await site.call('deploy.start', {
    ...start,
    message: '',
    planHash: plan.hash,
    acknowledged,
  });
  return (await ended(() => site.call('run.get', { runId }))).outcome;
}

describe('an act of the app on an item', () => {
  test('settles a collision: one of the two is deleted, or gets another alias, and nothing else of the file changes', async () => {
    const site = await makeSite('collide');
    writeFiles(site.dev, documentType(2, 'Second', { alias: 'BLOG' }));
    const collision = (plan: Plan) => plan.findings.find(({ code }) => code === 'collision');
    const found = collision(await site.plan('Dev', 'Staging'));
    const rename = found?.ways?.find(
      (way) => way.do === 'rename-item' && way.path === udaPath('document-type', 2),
    );
    const remove = found?.ways?.find(
      (way) => way.do === 'remove-item' && way.path === udaPath('document-type', 2),
    );
    if (rename?.do !== 'rename-item' || remove?.do !== 'remove-item') throw new Error('no ways out');
    const seen = {
      projectId: site.project.id,
      environmentId: site.id('Dev'),
      path: rename.path,
      blob: rename.blob,
    };
    const before = readFileSync(join(site.dev, rename.path), 'utf8');

    const { keptAs } = await site.call('item.rename', { ...seen, property: 'Alias', value: 'posts' });
    expect(readFileSync(keptAs, 'utf8')).toBe(before);
    expect(readFileSync(join(site.dev, rename.path), 'utf8')).toBe(before.replace('"BLOG"', '"posts"'));
    expect(collision(await site.plan('Dev', 'Staging'))).toBeUndefined();
    // What a person saw is not there any more.
    expect(await refusal(site.call('item.remove', seen))).toBe('item-changed');

    writeFiles(site.dev, { [rename.path]: before });
    const removed = await site.call('item.remove', seen);
    expect(existsSync(join(site.dev, rename.path))).toBe(false);
    expect(readFileSync(removed.keptAs, 'utf8')).toBe(before);
    expect(git(site.dev, 'status', '--porcelain')).toBe('');
  });

  test('touches nothing but artifacts that lie where they seem to', async () => {
    const site = await makeSite('unsafe');
    const blob = git(site.dev, 'rev-parse', `HEAD:${blog}`);
    const act = (path: string) =>
      refusal(
        site.call('item.remove', { projectId: site.project.id, environmentId: site.id('Dev'), path, blob }),
      );
    for (const path of ['Views/Page.cshtml', `../staging/${blog}`, `.git/${blog}`, `x/../${blog}`])
      expect([path, await act(path)]).toEqual([path, 'path-unsafe']);
    rmSync(join(site.dev, 'umbraco'), { recursive: true });
    symlinkSync(join(site.staging, 'umbraco'), join(site.dev, 'umbraco'));
    expect(await act(blog)).toBe('path-unsafe');
    expect(existsSync(join(site.staging, blog))).toBe(true);
  });
});

describe('a yes', () => {
  test('is needed for what editors would lose, of exactly that; a general one is not enough', async () => {
    const site = await makeSite('yes');
    writeFiles(site.dev, documentType(1, 'Blog'));
    const plan = await site.plan('Dev', 'Staging');
    const [loss] = plan.findings.filter(({ yes }) => yes?.needed);
    expect(loss).toMatchObject({ code: 'field-loss', environmentId: site.id('Staging') });
    const head = git(site.staging, 'rev-parse', 'HEAD');
    const start = { ...ends(site, 'Dev', 'Staging'), message: '', planHash: plan.hash };
    expect(await refusal(site.call('deploy.start', start))).toBe('not-acknowledged');
    expect(await refusal(site.call('deploy.start', { ...start, acknowledged: ['pages-blank'] }))).toBe(
      'not-acknowledged',
    );
    expect(git(site.staging, 'rev-parse', 'HEAD')).toBe(head);
    expect(await run(site, plan, [loss?.yes?.key ?? ''])).toBe('succeeded');
    const { records } = await site.call('activity.list', { projectId: site.project.id });
    const { record } = await site.call('activity.get', {
      projectId: site.project.id,
      id: records[0]?.id ?? '',
    });
    expect(record.acknowledged).toEqual([loss?.yes?.key]);
  });

  test('to what was deleted and comes back is written into the history, and asked for no more in the next lane', async () => {
    const site = await makeSite('back');
    const content = readFileSync(join(site.dev, blog), 'utf8');
    rmSync(join(site.dev, blog));
    await site.deploy('Dev', 'Staging');
    await site.deploy('Staging', 'Live');
    await site.settled();
    const back = async (from: string, to: string) =>
      (await site.plan(from, to)).findings.filter(({ code }) => code === 'resurrection');

    writeFiles(site.dev, { [blog]: content });
    const [warning] = await back('Dev', 'Staging');
    expect(warning?.message).toMatch(/"Blog" was deleted on Staging by Ana/);
    // Without the yes it comes back all the same, and the next lane is warned as well.
    expect(await run(site, await site.plan('Dev', 'Staging'), [])).toBe('succeeded');
    expect(await back('Staging', 'Live')).toHaveLength(1);

    git(site.staging, 'rm', '-q', blog);
    commitAll(site.staging, 'delete again');
    const [again] = await back('Dev', 'Staging');
    expect(again).toBeUndefined(); // the deletion itself goes back to Dev: nothing comes to life
    await site.deploy('Dev', 'Staging').catch(() => undefined);
  });

  test('carried along: the next lane knows that it was meant', async () => {
    const site = await makeSite('meant');
    const content = readFileSync(join(site.dev, blog), 'utf8');
    rmSync(join(site.dev, blog));
    await site.deploy('Dev', 'Staging');
    await site.deploy('Staging', 'Live');
    await site.settled();
    writeFiles(site.dev, { [blog]: content });
    const plan = await site.plan('Dev', 'Staging');
    const key = plan.findings.find(({ code }) => code === 'resurrection')?.yes?.key ?? '';
    expect(await run(site, plan, [key])).toBe('succeeded');
    expect(git(site.staging, 'log', '-1', '--format=%B')).toMatch(
      /^Laneway-Brought-Back: document-type__0+1 [0-9a-f]{40,64}$/m,
    );
    const next = await site.plan('Staging', 'Live');
    expect(next.findings.filter(({ code }) => code === 'resurrection')).toEqual([]);
    expect(next.changes).toHaveLength(1);
  });
});
