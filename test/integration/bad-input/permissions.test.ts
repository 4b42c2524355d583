import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { CommandName } from '../../../src/shared/contract/commands';
import type { ErrorAnswer } from '../../../src/shared/contract/errors';
import type { Overview } from '../../../src/shared/domain/overview';
import type { Plan } from '../../../src/shared/domain/plan';
import type { Project } from '../../../src/shared/domain/project';
import type { Run } from '../../../src/shared/domain/run';
import { commitAll, git, tryGit, writeFiles } from '../../fixtures/git-oracle';
import { bothVisible, expectClear, found, makePair, workOnBoth, type Pair } from '../../fixtures/pair';
import { tempFolder } from '../../fixtures/temp';

const nobody = 65534;
const isRoot = process.getuid?.() === 0;
const program = fileURLToPath(new URL('../../../out/test-programs/engine-as.mjs', import.meta.url));

type Answer = { ok: true; value: unknown } | { ok: false; error: ErrorAnswer };

function asNobody(dataFolder: string, calls: readonly (readonly [CommandName, unknown])[]): Answer[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [
    program,
    String(nobody),
    dataFolder,
    JSON.stringify(calls),
  ]);
  if (status !== 0) throw new Error(stderr.toString());
  const answers = JSON.parse(stdout.toString()) as Answer[];
  for (const answer of answers) if (!answer.ok) expectClear(answer.error);
  return answers;
}

const value = (answer: Answer | undefined): unknown => {
  if (!answer?.ok) throw new Error(JSON.stringify(answer));
  return answer.value;
};
const error = (answer: Answer | undefined): ErrorAnswer => {
  if (!answer || answer.ok) throw new Error(`it was not refused: ${JSON.stringify(answer).slice(0, 200)}`);
  return answer.error;
};

interface Given {
  readonly pair: Pair;
  /** The data folder of the other user's engine. */
  readonly data: string;
  readonly project: Project;
  readonly ends: { projectId: string; from: string; to: string };
}

/** A pair that belongs to nobody, and a project of it in nobody's own data folder. */
async function give(name: string): Promise<Given> {
  const top = tempFolder(name);
  chmodSync(top, 0o755);
  const pair = await makePair(join(top, 'pair'));
  await pair.close();
  workOnBoth(pair);
  const data = join(top, 'nobody-data');
  mkdirSync(data);
  own(top);
  const environments = [
    { name: 'Dev', path: pair.dev, role: 'development' },
    { name: 'Live', path: pair.live, role: 'production' },
  ];
  const project = value(asNobody(data, [['project.create', { name: 'Site', environments }]])[0]) as Project;
  const [from = '', to = ''] = project.environments.map(({ id }) => id);
  return { pair, data, project, ends: { projectId: project.id, from, to } };
}

const own = (path: string): void => void spawnSync('chown', ['-R', `${nobody}:${nobody}`, path]);

describe.skipIf(!isRoot)('what this person may not do (only root can become somebody else)', () => {
  test('a clone that can only be read cannot be added', () => {
    const top = tempFolder('read-only');
    chmodSync(top, 0o755);
    const data = join(top, 'data');
    mkdirSync(data);
    chownSync(data, nobody, nobody);
    const clone = join(top, 'clone');
    git(dirname(clone), 'init', '-q', '-b', 'main', clone);
    writeFiles(clone, { 'index.html': 'x\n' });
    commitAll(clone, 'first');
    const environments = [{ name: 'Live', path: clone, role: 'production' }];
    const [answer] = asNobody(data, [['project.create', { name: 'Site', environments }]]);
    expect(error(answer).code).toBe('read-only-folder');
    expect(error(answer).message).toMatch(/can only be read.*Make the folder writable/);
  });

  test('a clone that became read-only: planned, but refused before anything moves', async () => {
    const { pair, data, ends } = await give('became-read-only');
    spawnSync('chown', ['-R', 'root:root', pair.live]);
    const before = bothVisible(pair);
    const [planned, overview] = asNobody(data, [
      ['plan.create', ends],
      ['overview.get', { projectId: ends.projectId }],
    ]);
    expect(found(value(planned) as Plan, 'folder-not-writable')[0]).toMatchObject({
      level: 'block',
      message: expect.stringMatching(/Files on Live could not be written in/) as string,
    });
    expect((value(overview) as Overview).lanes.map(({ problem }) => problem)).toEqual([null, null]);
    const [started] = asNobody(data, [
      ['deploy.start', { ...ends, message: '', planHash: (value(planned) as Plan).hash }],
    ]);
    expect(['not-permitted', 'read-only-folder', 'plan-blocked']).toContain(error(started).code);
    expect(bothVisible(pair)).toEqual(before);
  });

  test('one folder of the site that may not be written blocks by name', async () => {
    const { pair, data, ends } = await give('one-folder');
    spawnSync('chown', ['root:root', join(pair.live, 'pages')]);
    chmodSync(join(pair.live, 'pages'), 0o755);
    const before = bothVisible(pair);
    const plan = value(asNobody(data, [['plan.create', ends]])[0]) as Plan;
    expect(found(plan, 'folder-not-writable').map(({ message }) => message)).toEqual([
      'Files on Live could not be written in "pages": not permitted. Make this folder writable for you first.',
    ]);
    const [started] = asNobody(data, [['deploy.start', { ...ends, message: '', planHash: plan.hash }]]);
    expect(error(started).code).toBe('plan-blocked');
    expect(bothVisible(pair)).toEqual(before);
  });

  test('an unreadable file that was edited is named; one that was not does not matter', async () => {
    const { pair, data, ends } = await give('unreadable');
    chmodSync(join(pair.dev, 'pages/a.html'), 0);
    chownSync(join(pair.dev, 'pages/a.html'), 0, 0);
    tryGit(pair.dev, ['-c', 'safe.directory=*', 'status']);
    writeFileSync(join(pair.dev, 'css/site.css'), 'edited\n');
    chownSync(join(pair.dev, 'css/site.css'), 0, 0);
    chmodSync(join(pair.dev, 'css/site.css'), 0);
    const before = bothVisible(pair);
    const [planned, overview] = asNobody(data, [
      ['plan.create', ends],
      ['overview.get', { projectId: ends.projectId }],
    ]);
    expect(error(planned).code).toBe('file-unreadable');
    expect(error(planned).message).toMatch(/css\/site\.css cannot be read.*Make it readable/);
    const [dev, live] = (value(overview) as Overview).lanes;
    expect(dev?.problem?.code).toBe('file-unreadable');
    expect(live?.problem).toBeNull();
    expect(bothVisible(pair)).toEqual(before);
  });

  test('a folder that may not be listed is named as a warning; one that may not be entered stops', async () => {
    const { pair, data, ends } = await give('unlisted');
    mkdirSync(join(pair.dev, 'private'));
    chmodSync(join(pair.dev, 'private'), 0o711);
    const plan = value(asNobody(data, [['plan.create', ends]])[0]) as Plan;
    expect(found(plan, 'folder-unreadable')).toMatchObject([
      {
        level: 'warn',
        paths: ['private'],
        message: expect.stringMatching(/New files in "private" of Dev could not be looked for/) as string,
      },
    ]);
    expect(plan.blocked).toBe(false);
    const [started] = asNobody(data, [['deploy.start', { ...ends, message: '', planHash: plan.hash }]]);
    expect((value(started) as Run).outcome).toBe('succeeded');
    spawnSync('chown', ['root:root', join(pair.dev, 'pages')]);
    chmodSync(join(pair.dev, 'pages'), 0o700);
    const [closed] = asNobody(data, [['plan.create', ends]]);
    expect(error(closed).code).toBe('not-permitted');
    expect(error(closed).message).toContain('pages');
  });

  test('somebody else\u2019s folder that may not be entered at all', async () => {
    const { pair, data, ends } = await give('closed');
    spawnSync('chown', ['root:root', pair.live]);
    chmodSync(pair.live, 0o700);
    const [planned, overview] = asNobody(data, [
      ['plan.create', ends],
      ['overview.get', { projectId: ends.projectId }],
    ]);
    expect(error(planned).code).toBe('not-permitted');
    expect(error(planned).message).toContain(pair.live);
    expect((value(overview) as Overview).lanes.map(({ problem }) => problem?.code)).toEqual([
      undefined,
      'not-permitted',
    ]);
  });
});
