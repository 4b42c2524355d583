import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../src/main/engine/git/object-format';
import type { ErrorAnswer } from '../../../src/shared/contract/errors';
import { cloneRepository, commitAll, git, makeRepository, writeFiles } from '../../fixtures/git-oracle';
import { bothVisible, found, makePair, refused, start, type Pair, visible } from '../../fixtures/pair';
import { bytesOf } from '../../fixtures/random-site';
import { startTestEngine } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('folders');
const fresh = (name: string): string => join(top, name);

/** What project.create says to a second lane at `path`; the first is fine and stays as it was. */
async function createWith(path: string, first?: string): Promise<ErrorAnswer> {
  const folder = tempFolder('create');
  const dev = first ?? makeRepository(join(folder, 'dev'));
  const before = bytesOf(dev);
  const engine = startTestEngine(join(folder, 'data'));
  const answer = await refused(
    engine.call('project.create', {
      name: 'Site',
      environments: [
        { name: 'Dev', path: dev, role: 'development' },
        { name: 'Live', path, role: 'production' },
      ],
    }),
  );
  expect(bytesOf(dev), 'the good folder was touched').toEqual(before);
  expect((await engine.call('project.list', {})).projects).toEqual([]);
  await engine.close();
  return answer;
}

/** Plan and run say the same; the overview shows it on its lane and goes on showing the other one. */
async function expectUnusable(pair: Pair, lane: 'Dev' | 'Live', code: string, words: RegExp): Promise<void> {
  const plan = await refused(pair.plan('Dev', 'Live'));
  expect(plan).toMatchObject({ code });
  expect(plan.message).toMatch(words);
  const run = await refused(start(pair, { hash: '0'.repeat(64) }));
  expect(run).toMatchObject({ code });
  const { lanes } = await pair.call('overview.get', { projectId: pair.project.id });
  for (const { environment, problem, deploy } of lanes) {
    if (environment.name === lane) {
      expect(problem?.code).toBe(code);
      expect(problem?.message).toMatch(words);
    } else expect(problem).toBeNull();
    if (environment.name === 'Dev')
      expect(deploy).toMatchObject({ enabled: false, why: expect.stringMatching(words) as string });
  }
}

describe('a folder that cannot be an environment', () => {
  test('is missing', async () => {
    const answer = await createWith(fresh('nowhere'));
    expect(answer.code).toBe('folder-missing');
    expect(answer.message).toContain(fresh('nowhere'));
  });

  test('is a file', async () => {
    writeFileSync(fresh('a-file'), 'x');
    expect(await createWith(fresh('a-file'))).toMatchObject({ code: 'folder-missing' });
  });

  test('is no clone, or lies inside one', async () => {
    mkdirSync(fresh('plain'));
    expect((await createWith(fresh('plain'))).message).toMatch(/not a git clone.*hidden "\.git"/);
    const outer = makeRepository(fresh('outer'), { 'inner/file.txt': 'x\n' });
    expect(await createWith(join(outer, 'inner'))).toMatchObject({ code: 'not-a-clone' });
  });

  test('is bare', async () => {
    git(top, 'init', '-q', '--bare', fresh('bare.git'));
    expect((await createWith(fresh('bare.git'))).message).toMatch(/bare repository.*Clone it/);
  });

  test('has no commit yet', async () => {
    git(top, 'init', '-q', '-b', 'main', fresh('unborn'));
    const answer = await createWith(fresh('unborn'));
    expect(answer.code).toBe('unborn-branch');
    expect(answer.message).toMatch(/no commit yet on "main".*first commit/);
  });

  test('is on no branch', async () => {
    const folder = makeRepository(fresh('detached'));
    git(folder, 'checkout', '-q', '--detach');
    expect((await createWith(folder)).message).toMatch(
      /not on a branch \(at [0-9a-f]{7}\).*Switch it to a branch/,
    );
  });

  test('is another site', async () => {
    const other = makeRepository(fresh('other-site'), { 'else.txt': 'else\n' });
    expect(await createWith(other)).toMatchObject({ code: 'no-common-history' });
  });

  test('is the one that is there already', async () => {
    const dev = makeRepository(fresh('twice'));
    expect((await createWith(dev, dev)).message).toContain('already the environment "Dev"');
  });

  test('has a merge that is not finished', async () => {
    const dev = makeRepository(fresh('merging-dev'));
    const live = cloneRepository(dev, fresh('merging-live'));
    writeFileSync(join(live, '.git/MERGE_HEAD'), `${git(live, 'rev-parse', 'HEAD')}\n`);
    expect((await createWith(live, dev)).message).toMatch(/left a merge unfinished.*Finish or abort/);
  });

  test('is a shallow clone, or one with other ids', async () => {
    const dev = makeRepository(fresh('full'), { 'a/1.txt': '1\n', 'b/2.txt': '2\n' });
    commitAll(dev, 'second');
    git(top, 'clone', '-q', '--depth', '1', `file://${dev}`, fresh('shallow'));
    expect((await createWith(fresh('shallow'), dev)).message).toMatch(/shallow clone.*--unshallow/);
    const other = makeRepository(fresh('sha256'), { 'a/1.txt': '1\n' }, sha256);
    expect(await createWith(other, dev)).toMatchObject({
      code: 'object-formats-differ',
      message: expect.stringMatching(
        /SHA-256 ids.*Dev has SHA-1 ids.*Make one of them anew as a clone/,
      ) as unknown,
    });
  });
});

describe('a project whose folder changed since', () => {
  test('is gone, and comes back', async () => {
    const pair = await makePair(fresh('gone'));
    renameSync(pair.live, `${pair.live}-away`);
    await expectUnusable(pair, 'Live', 'folder-missing', /folder .*live is not there.*Connect its drive/);
    renameSync(`${pair.live}-away`, pair.live);
    expect((await pair.plan('Dev', 'Live')).empty).toBe(true);
    await pair.close();
  });

  test('is a file, or an empty folder (a drive that is not mounted)', async () => {
    const pair = await makePair(fresh('mount'));
    renameSync(pair.dev, `${pair.dev}-away`);
    writeFileSync(pair.dev, 'x');
    await expectUnusable(pair, 'Dev', 'folder-missing', /is not there/);
    rmSync(pair.dev);
    mkdirSync(pair.dev);
    await expectUnusable(pair, 'Dev', 'not-a-clone', /is not a git clone/);
    await pair.close();
  });

  test('is on another branch, or on none', async () => {
    const pair = await makePair(fresh('branch'));
    git(pair.live, 'checkout', '-q', '-b', 'spring');
    const before = bothVisible(pair);
    await expectUnusable(
      pair,
      'Live',
      'other-branch',
      /Live is set up for the branch "main".*is on "spring".*Switch back/,
    );
    git(pair.live, 'checkout', '-q', '--detach');
    await expectUnusable(pair, 'Live', 'detached-head', /not on a branch/);
    git(pair.live, 'checkout', '-q', 'spring');
    // Reading what lies there still works on the other lane, and nothing was moved.
    expect(visible(pair.dev)).toEqual((before as { dev: unknown }).dev);
    await pair.close();
  });

  test('has a branch that lost its commits', async () => {
    const pair = await makePair(fresh('lost'));
    rmSync(join(pair.live, '.git/refs/heads/main'));
    await expectUnusable(pair, 'Live', 'unborn-branch', /no commit yet/);
    await pair.close();
  });

  test('has a damaged HEAD, branch or configuration', async () => {
    const pair = await makePair(fresh('head'));
    const id = git(pair.live, 'rev-parse', 'HEAD');
    writeFileSync(join(pair.live, '.git/refs/heads/main'), 'rubbish\n');
    await expectUnusable(pair, 'Live', 'ref-damaged', /refs\/heads\/main is damaged/);
    writeFileSync(join(pair.live, '.git/refs/heads/main'), '');
    await expectUnusable(pair, 'Live', 'ref-damaged', /refs\/heads\/main is damaged/);
    writeFileSync(join(pair.live, '.git/refs/heads/main'), `${id}\n`);
    writeFileSync(join(pair.live, '.git/HEAD'), Buffer.alloc(20));
    await expectUnusable(pair, 'Live', 'ref-damaged', /HEAD is damaged/);
    await pair.close();
  });
});

describe('two projects over the same clones', () => {
  test('see the same state, and take turns', async () => {
    const pair = await makePair(fresh('shared'));
    const second = await pair.call('project.create', {
      name: 'Again',
      environments: [
        { name: 'Test', path: pair.dev, role: 'development' },
        { name: 'Shop', path: pair.live, role: 'production' },
      ],
    });
    expect(second.environments.map(({ id }) => id)).toEqual(pair.project.environments.map(({ id }) => id));
    writeFiles(pair.dev, { 'pages/a.html': 'A\n' });
    commitAll(pair.dev, 'work');
    const [test, shop] = second.environments;
    const other = await pair.call('plan.create', {
      projectId: second.id,
      from: test?.id ?? '',
      to: shop?.id ?? '',
    });
    expect((await pair.deploy('Dev', 'Live')).outcome).toBe('succeeded');
    const late = await refused(
      pair.call('deploy.start', {
        projectId: second.id,
        from: test?.id ?? '',
        to: shop?.id ?? '',
        message: '',
        planHash: other.hash,
      }),
    );
    expect(late.code).toBe('plan-stale');
    expect((await pair.plan('Dev', 'Live')).empty).toBe(true);
    await pair.close();
  });
});

describe('a history that was rewritten', () => {
  test('blocks until a person says that it was meant', async () => {
    const pair = await makePair(fresh('rewritten'));
    writeFiles(pair.dev, { 'pages/a.html': 'A\n' });
    commitAll(pair.dev, 'work');
    expect((await pair.deploy('Dev', 'Live')).outcome).toBe('succeeded');
    git(pair.live, 'reset', '-q', '--hard', 'HEAD~1');
    const before = bothVisible(pair);
    const plan = await pair.plan('Dev', 'Live');
    expect(found(plan, 'branch-rewritten').map(({ message }) => message)).toEqual([
      expect.stringMatching(/history of Live was rewritten.*Confirm on its page/),
    ]);
    expect(await refused(start(pair, plan))).toMatchObject({ code: 'plan-blocked' });
    const { lanes } = await pair.call('overview.get', { projectId: pair.project.id });
    expect(lanes[1]?.flags.map(({ kind }) => kind)).toContain('branch-rewritten');
    expect(bothVisible(pair)).toEqual(before);
    await pair.call('environment.acceptRewrite', {
      projectId: pair.project.id,
      environmentId: pair.id('Live'),
    });
    expect(found(await pair.plan('Dev', 'Live'), 'branch-rewritten')).toEqual([]);
    await pair.close();
  });
});
