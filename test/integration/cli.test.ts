import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Output } from '../../src/shared/contract/commands';
import type { Plan } from '../../src/shared/domain/plan';
import { phaseIds } from '../../src/shared/domain/run';
import { buildOnce, cliProgram, openCli } from '../fixtures/cli-program';
import {
  cloneRepository,
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  writeFiles,
} from '../fixtures/git-oracle';
import { tempFolder } from '../fixtures/temp';

/** The command line as people run it: the built program, a process each time, on clones made by native git. */
const root = resolve(import.meta.dirname, '../..');

const folder = tempFolder('laneway cli');
const [dev, staging, live] = ['dev', 'stag=ing:x', 'live'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];

const { start, finish, laneway, ask, refusal } = openCli(folder);

/** Everything that looking must not touch. */
const stateOf = (clone: string): string =>
  [
    git(clone, 'for-each-ref'),
    git(clone, 'status', '--porcelain'),
    git(clone, 'log', '-1', '--format=%H'),
    existsSync(join(clone, '.git/index.lock')),
  ].join('\n');

interface Deployed {
  readonly id: string;
  readonly outcome: string;
  readonly planHash: string;
  readonly phases: readonly { id: string; status: string; milliseconds: number }[];
  readonly targetCommit: string;
  readonly targetTree: string;
  readonly mergeBack: { id: string | null; name: string; outcome: string } | null;
}

beforeAll(() => {
  buildOnce();
  makeRepository(live, {
    'index.html': '<h1>Nordlys</h1>\n',
    'css/site.css': 'body {}\n\n\n\nh1 {}\n',
    'pages/old.html': 'old\n',
  });
  cloneRepository(live, staging);
  cloneRepository(live, dev);
  writeFiles(dev, { 'pages/old.html': null, 'pages/new.html': 'new\n' });
  commitAll(dev, 'Replace a page');
  writeFiles(dev, { 'css/site.css': 'body { color: black }\n\n\n\nh1 {}\n' });
}, 120_000);

describe('from a new project to Live', () => {
  it('makes a project of three clones, with paths relative to where one is', async () => {
    const environments = ['--env', 'Dev=dev', '--env', 'Staging=stag=ing:x', '--env', 'Live=live'];
    const project = await ask<Output<'project.create'>>('project', 'create', 'Nordlys', ...environments);
    expect(project).toMatchObject({ name: 'Nordlys', flow: 'direct', sample: false });
    expect(project.environments.map(({ name, role, path, branch }) => [name, role, path, branch])).toEqual([
      ['Dev', 'development', dev, 'main'],
      ['Staging', 'staging', staging, 'main'],
      ['Live', 'production', live, 'main'],
    ]);
    expect(await ask('project', 'list')).toEqual({ projects: [project], damaged: [] });
    expect(await ask('project', 'show', 'nordlys')).toEqual(project);
  });

  it('shows what can move, and touches nothing', async () => {
    const before = [dev, staging, live].map(stateOf);
    const overview = await ask<Output<'overview.get'>>('status');
    expect(overview.lanes.map(({ environment, pending }) => [environment.name, pending?.count])).toEqual([
      ['Dev', 3],
      ['Staging', 0],
      ['Live', undefined],
    ]);
    expect(overview.lanes.map(({ state }) => state === 'changed')).toEqual([true, false, false]);
    const { changes } = await ask<Output<'changes.get'>>('changes', 'dev');
    expect(changes.map(({ path, kind }) => `${kind} ${path}`).sort()).toEqual([
      'added pages/new.html',
      'deleted pages/old.html',
      'modified css/site.css',
    ]);
    const { code, out } = await laneway('plan', 'Dev', 'Staging');
    expect(code).toBe(0);
    expect(out).toContain('3 changes arrive on Staging');
    expect(out).toMatch(/Goes away on Staging\n.*pages\/old\.html/);
    expect(out).not.toContain('\u001b');
    expect([dev, staging, live].map(stateOf)).toEqual(before);
  });

  it('gives a plan as it is', async () => {
    const plan = await ask<Plan>('plan', 'Dev', 'Staging');
    expect(plan.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(plan).toMatchObject({
      from: { name: 'Dev', head: git(dev, 'rev-parse', 'HEAD'), uncommitted: 1 },
      to: { name: 'Staging', head: git(staging, 'rev-parse', 'HEAD') },
      base: git(live, 'rev-parse', 'HEAD'),
      conflicts: [],
      blocked: false,
      empty: false,
    });
    expect(plan.resultTree).toMatch(/^[0-9a-f]{40}$/);
    expect(plan.resultCommit.parents).toContain(plan.from.head);
    expect(plan.removals.map(({ path }) => path)).toEqual(['pages/old.html']);
    const edited = plan.changes.find(({ path }) => path === 'css/site.css');
    expect(edited).toMatchObject({ kind: 'modified', authors: [], uncommitted: true, noise: false });
    const added = plan.changes.find(({ path }) => path === 'pages/new.html');
    expect(added).toMatchObject({ kind: 'added', authors: [{ name: 'Ana' }], uncommitted: false });
    expect(await ask<Plan>('plan', 'Dev', 'Staging')).toMatchObject({ hash: plan.hash });
  });

  it('does nothing while nobody said yes', async () => {
    const before = [dev, staging].map(stateOf);
    const { hash } = await ask<Plan>('plan', 'Dev', 'Staging');
    const json = await refusal('deploy', 'Dev', 'Staging', '-m', 'Summer');
    expect(json).toMatchObject({ code: 1, error: { code: 'needs-confirmation', data: { planHash: hash } } });
    const words = await laneway('deploy', 'Dev', 'Staging');
    expect(words.code).toBe(1);
    expect(words.out).toContain(`Plan ${hash}`);
    expect(words.err).toContain('--yes');
    expect([dev, staging].map(stateOf)).toEqual(before);
  });

  it('refuses a plan that the world has left behind', async () => {
    const { hash } = await ask<Plan>('plan', 'Dev', 'Staging');
    writeFiles(dev, { 'index.html': '<h1>Nordlys Travel</h1>\n' });
    const before = stateOf(staging);
    const stale = await refusal('deploy', 'Dev', 'Staging', '--plan', hash, '--yes');
    expect(stale).toMatchObject({ code: 1, error: { code: 'plan-stale', data: { expected: hash } } });
    expect(stateOf(staging)).toBe(before);
  });

  it('deploys what the plan said', async () => {
    const plan = await ask<Plan>('plan', 'Dev', 'Staging');
    const deployed = await ask<Deployed>(
      'deploy',
      'dev',
      'staging',
      '-m',
      'Summer',
      '--plan',
      plan.hash,
      '--yes',
    );
    expect(deployed).toMatchObject({ outcome: 'succeeded', planHash: plan.hash, mergeBack: null });
    expect(deployed.targetTree).toBe(plan.resultTree);
    expect(git(staging, 'rev-parse', 'HEAD', 'HEAD^{tree}').split('\n')).toEqual([
      deployed.targetCommit,
      deployed.targetTree,
    ]);
    expect(deployed.phases.map(({ id, status }) => [id, status])).toEqual(
      phaseIds.map((id) => [id, 'success']),
    );
    expect([dev, staging].map((clone) => git(clone, 'status', '--porcelain'))).toEqual(['', '']);
    expect(readFileSync(join(staging, 'index.html'), 'utf8')).toBe('<h1>Nordlys Travel</h1>\n');
    expect(existsSync(join(staging, 'pages/old.html'))).toBe(false);
    expect(git(staging, 'log', '-1', '--format=%B')).toContain('Summer');
    expect(await refusal('deploy', 'Dev', 'Staging', '--yes')).toMatchObject({
      code: 1,
      error: { code: 'nothing-to-deploy' },
    });
  });

  it('goes on to Live and brings what was made there back', async () => {
    writeFiles(live, { 'css/site.css': 'body {}\n\n\n\nh1 { color: red }\n' });
    commitAll(live, 'Hotfix');
    const deployed = await ask<Deployed>('deploy', 'Staging', 'Live', '--yes');
    expect(deployed.mergeBack).toMatchObject({ name: 'Dev', outcome: 'succeeded' });
    const both = 'body { color: black }\n\n\n\nh1 { color: red }\n';
    for (const clone of [dev, staging, live]) {
      expect(readFileSync(join(clone, 'css/site.css'), 'utf8')).toBe(both);
      expect(git(clone, 'rev-parse', 'HEAD^{tree}')).toBe(deployed.targetTree);
      expect(git(clone, 'status', '--porcelain')).toBe('');
    }
  });

  it('has noted everything', async () => {
    const { records, damaged } = await ask<Output<'activity.list'>>('activity');
    expect(damaged).toEqual([]);
    expect(records.map(({ from, to, kind, outcome }) => [from.name, to.name, kind, outcome])).toEqual([
      ['Live', 'Dev', 'merge-back', 'succeeded'],
      ['Staging', 'Live', 'deploy', 'succeeded'],
      ['Dev', 'Staging', 'deploy', 'succeeded'],
    ]);
    const id = records.at(-1)?.id ?? '';
    const { record, log } = await ask<Output<'activity.get'>>('activity', id);
    expect(record).toMatchObject({ id, message: 'Summer', outcome: 'succeeded' });
    expect(log.length).toBeGreaterThan(3);
    expect((await laneway('activity', id)).out).toContain('4 changes arrived on Staging.');
    expect(await refusal('activity', 'nothing')).toMatchObject({
      code: 1,
      error: { code: 'activity-not-found' },
    });
  });
});

describe('both sides changed the same thing', () => {
  it('says so, moves nothing, and goes on when they agree', async () => {
    writeFiles(dev, { 'index.html': '<h1>From Dev</h1>\n' });
    writeFiles(staging, { 'index.html': '<h1>From Staging</h1>\n' });
    commitAll(staging, 'Edit on Staging');
    const before = [dev, staging].map(stateOf);
    const plan = await ask<Plan>('plan', 'Dev', 'Staging');
    expect(plan).toMatchObject({ blocked: true, conflicts: [{ path: 'index.html', type: 'content' }] });
    const words = await laneway('plan', 'Dev', 'Staging');
    expect(words.code).toBe(0);
    expect(words.out).toContain('Both sides changed 1 thing. Nothing has moved.');
    expect(words.out).not.toMatch(/\b(ours|theirs)\b/i);
    expect(await refusal('deploy', 'Dev', 'Staging', '--yes')).toMatchObject({
      code: 1,
      error: { code: 'plan-blocked' },
    });
    expect([dev, staging].map(stateOf)).toEqual(before);
    writeFiles(dev, { 'index.html': '<h1>From Staging</h1>\n' });
    expect(await ask<Plan>('plan', 'Dev', 'Staging')).toMatchObject({ blocked: false, conflicts: [] });
  });
});

describe('being told to stop', () => {
  it('stops cleanly before anything has moved', async () => {
    writeFiles(dev, { 'pages/stop.html': 'stop\n' });
    const before = stateOf(staging);
    const lock = join(dev, '.git/index.lock');
    writeFileSync(lock, ''); // another program is at work on Dev: the run takes Staging's lock and waits for this one
    const child = start(['deploy', 'Dev', 'Staging', '--yes', '--json', '--data', 'data']);
    const finished = finish(child);
    await expect.poll(() => existsSync(join(staging, '.git/index.lock')), { timeout: 20_000 }).toBe(true);
    child.kill('SIGINT');
    const { code, out, err } = await finished;
    rmSync(lock);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      error: { code: 'run-failed', data: { outcome: 'cancelled' } },
    });
    expect(err).toContain('Stopping');
    expect(stateOf(staging)).toBe(before);
  });

  it('opens the browser door, says where, and ends when told', async () => {
    const child = start(['open', '--browser', '--no-open', '--json', '--data', 'data']);
    const finished = finish(child);
    await once(child.stdout ?? child, 'data');
    child.kill('SIGTERM');
    const { code, out } = await finished;
    expect(JSON.parse(out)).toEqual({
      ok: true,
      value: {
        door: 'browser',
        address: expect.stringMatching(/^http:\/\/(127\.0\.0\.1|localhost):\d+\//) as string,
      },
    });
    expect(code).toBe(0);
  });
});

describe('wrong input', () => {
  it.each([
    [['plan', 'Dev', 'Nowhere'], 1, 'environment-not-found'],
    [['plan', 'Dev', 'Live'], 1, 'wrong-order'],
    [['status', '--project', 'Nowhere'], 1, 'project-not-found'],
    [['project', 'create', 'X', '--env', 'A=nowhere'], 1, 'folder-missing'],
    [['project', 'create', 'X', '--env', 'A=data'], 1, 'not-a-clone'],
    [['project', 'create', 'X', '--env', 'A'], 2, 'invalid-request'],
    [['deploy', 'Dev', 'Staging', '--yes', '--plan', 'x'], 2, 'invalid-request'],
    [['plan', 'Dev'], 2, 'invalid-request'],
    [['plann', 'Dev', 'Staging'], 2, 'invalid-request'],
  ])('%j ends with %i and %s', async (args, code, error) => {
    const refused = await refusal(...args);
    expect(refused).toMatchObject({ code, error: { code: error }, err: '' });
  });

  it('is said in words on the error stream', async () => {
    const { code, out, err } = await laneway('plann', 'Dev', 'Staging');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('Did you mean "plan"?');
  });
});

it('is quiet when its reader has seen enough', () => {
  const line = `"${process.execPath}" "${cliProgram}" activity --json --data data | head -c 1; echo " \${PIPESTATUS[0]}"`;
  const out = execFileSync('bash', ['-c', `{ ${line}; } 2>&1`], {
    cwd: folder,
    env: gitEnvironment,
    encoding: 'utf8',
  });
  expect(out).toBe('{ 0\n');
});

it('has help and a version', async () => {
  const help = await finish(start(['--help']));
  expect([help.code, help.err]).toEqual([0, '']);
  expect(help.out).toContain('deploy FROM TO');
  const version = await finish(start(['--version']));
  const { version: expected } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect([version.code, version.out]).toEqual([0, `laneway ${expected}\n`]);
});
