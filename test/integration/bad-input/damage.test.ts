import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commitAll, git, writeFiles } from '../../fixtures/git-oracle';
import {
  bothVisible,
  expectClear,
  failed,
  makePair,
  refused,
  runToEnd,
  start,
  visible,
  workOnBoth,
  type Pair,
} from '../../fixtures/pair';
import { startTestEngine } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('damage');
const makeNamed = (name: string): Promise<Pair> => makePair(join(top, name));

const looseFile = (folder: string, id: string): string =>
  join(folder, '.git/objects', id.slice(0, 2), id.slice(2));

/** Cuts a loose object in the middle, as a power cut does. */
function cut(folder: string, id: string, bytes = 5): void {
  chmodSync(looseFile(folder, id), 0o644);
  truncateSync(looseFile(folder, id), bytes);
}

/** A fresh engine has no cache that could hide the damage. */
async function looksAgain(pair: Pair): Promise<Pair> {
  await pair.close();
  const running = startTestEngine(pair.dataFolder);
  const plan: Pair['plan'] = (from, to, kind = 'deploy') =>
    running.call('plan.create', { projectId: pair.project.id, kind, from: pair.id(from), to: pair.id(to) });
  return { ...pair, ...running, plan };
}

describe('a damaged object', () => {
  const objects: readonly (readonly [string, string])[] = [
    ['commit', 'HEAD'],
    ['tree of the site', 'HEAD^{tree}'],
    ['folder', 'HEAD:pages'],
    ['changed file', 'HEAD:index.html'],
  ];
  for (const side of ['dev', 'live'] as const)
    for (const [what, name] of objects)
      for (const bytes of [0, 5])
        test(`${what} of ${side}, ${bytes} bytes left`, async () => {
          const made = await makeNamed(`${side}-${what.replaceAll(' ', '-')}-${bytes}`);
          workOnBoth(made);
          writeFiles(made.dev, { 'pages/a.html': 'A\n' });
          commitAll(made.dev, 'page');
          const folder = made[side];
          const id = git(folder, 'rev-parse', name);
          const hash = (await made.plan('Dev', 'Live')).hash;
          cut(folder, id, bytes);
          const pair = await looksAgain(made);
          const before = bothVisible(pair);
          const run = await failed(pair, hash);
          expect(run.code).toBe('object-damaged');
          expect(run.message).toContain(id);
          expect(run.message).toContain(folder);
          expect(run.message).toMatch(/git fsck/);
          // What only one side has is seen before anybody says yes; of what both have, the good one is read.
          if (what !== 'folder') {
            expect((await refused(pair.plan('Dev', 'Live'))).code).toBe('object-damaged');
            const { lanes } = await pair.call('overview.get', { projectId: pair.project.id });
            expect(lanes[0]?.deploy).toMatchObject({
              enabled: false,
              why: expect.stringContaining(id) as string,
            });
          }
          expect(bothVisible(pair)).toEqual(before);
          await pair.close();
        });

  test('flipped bytes in a pack', async () => {
    const made = await makeNamed('pack');
    workOnBoth(made);
    git(made.dev, 'repack', '-adq');
    const folder = join(made.dev, '.git/objects/pack');
    const pack = readdirSync(folder).find((name) => name.endsWith('.pack')) ?? '';
    const bytes = readFileSync(join(folder, pack));
    for (let at = 20; at < bytes.length - 20; at += 7) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    chmodSync(join(folder, pack), 0o644);
    writeFileSync(join(folder, pack), bytes);
    const pair = await looksAgain(made);
    const before = bothVisible(pair);
    const answer = await refused(pair.plan('Dev', 'Live'));
    expect(answer.code).toBe('object-damaged');
    expect(answer.message).toContain(pack);
    expect(bothVisible(pair)).toEqual(before);
    await pair.close();
  });

  test('a pack without its content, and a missing object', async () => {
    const made = await makeNamed('missing');
    workOnBoth(made);
    const id = git(made.dev, 'rev-parse', 'HEAD:index.html');
    rmSync(looseFile(made.dev, id));
    const pair = await looksAgain(made);
    const answer = await refused(pair.plan('Dev', 'Live'));
    expect(answer.code).toBe('object-missing');
    expect(answer.message).toMatch(new RegExp(`${id}.*git fsck`));
    git(pair.live, 'repack', '-adq');
    for (const name of readdirSync(join(pair.live, '.git/objects/pack')).filter((one) =>
      /\.(pack|idx)$/.test(one),
    )) {
      const path = join(pair.live, '.git/objects/pack', name);
      chmodSync(path, 0o644);
      truncateSync(path, 10);
    }
    const again = await looksAgain(pair);
    const packed = await refused(again.plan('Dev', 'Live'));
    expect(['object-damaged', 'object-missing']).toContain(packed.code);
    await again.close();
  });

  for (const name of ['HEAD:pages/new.html', 'HEAD:deep', 'HEAD:deep/er/x.html'])
    test(`the target has a broken copy of what arrives (${name}): nothing moves`, async () => {
      const made = await makeNamed(`arrives-${name.replaceAll(/\W/g, '-')}`);
      writeFiles(made.dev, { 'pages/new.html': 'new page\n', 'deep/er/x.html': 'x\n' });
      commitAll(made.dev, 'a page');
      const id = git(made.dev, 'rev-parse', name);
      cpSync(looseFile(made.dev, id), looseFile(made.live, id), { recursive: true });
      cut(made.live, id, 3);
      const pair = await looksAgain(made);
      const before = bothVisible(pair);
      const answer = await failed(pair, (await pair.plan('Dev', 'Live')).hash);
      expect(answer.code).toBe('object-damaged');
      expect(answer.message).toContain(id);
      expect(answer.message).toContain(pair.live);
      expect(bothVisible(pair)).toEqual(before);
      await pair.close();
    });
});

describe('a damaged index', () => {
  const damages: readonly (readonly [string, (path: string) => void])[] = [
    ['cut', (path) => truncateSync(path, 40)],
    ['empty', (path) => truncateSync(path, 0)],
    [
      'flipped',
      (path) => {
        const bytes = readFileSync(path);
        bytes[70] = (bytes[70] ?? 0) ^ 0xff;
        writeFileSync(path, bytes);
      },
    ],
    [
      'of another format',
      (path) => writeFileSync(path, 'PK\u0003\u0004 not an index at all, by far too short'),
    ],
  ];
  for (const [what, damage] of damages)
    for (const side of ['dev', 'live'] as const)
      test(`${what}, on ${side}`, async () => {
        const pair = await makeNamed(`index-${what.replaceAll(' ', '-')}-${side}`);
        workOnBoth(pair);
        damage(join(pair[side], '.git/index'));
        const before = bothVisible(pair);
        const answer = await refused(pair.plan('Dev', 'Live'));
        expect(answer.code).toBe('index-damaged');
        expect(answer.message).toMatch(/Delete the file "index".*git reset/);
        expect(answer.message).toContain(pair[side]);
        expect((await refused(start(pair, { hash: '0'.repeat(64) }))).code).toBe('index-damaged');
        expect(bothVisible(pair)).toEqual(before);
        // What the message says helps.
        rmSync(join(pair[side], '.git/index'));
        git(pair[side], 'reset', '-q');
        expect((await runToEnd(pair)).outcome).toBe('succeeded');
        await pair.close();
      });

  test('one that git needs an extension for', async () => {
    const pair = await makeNamed('split');
    git(pair.live, 'update-index', '--split-index');
    const answer = await refused(pair.plan('Dev', 'Live'));
    expect(answer.code).toBe('unsupported-repository');
    expect(answer.message).toMatch(/split/);
    await pair.close();
  });
});

describe('damaged data of Laneway itself', () => {
  test('the list of projects: set aside and said, clones untouched, the version before in its place', async () => {
    const made = await makeNamed('projects');
    const other = await made.call('project.create', {
      name: 'Second',
      environments: [{ name: 'Only', path: made.dev, role: 'production' }],
    });
    await made.close();
    const path = join(made.dataFolder, 'projects.json');
    const before = bothVisible(made);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, text.length / 2));
    const engine = startTestEngine(made.dataFolder);
    await engine.call('project.list', {});
    const { projects, damaged } = await engine.call('project.list', {});
    expect(projects.map(({ name }) => name)).toEqual(['Site']); // before the second was added
    expect(damaged).toHaveLength(1);
    const [report] = damaged;
    if (report) expectClear(report);
    expect(report?.message).toMatch(
      /projects\.json could not be read and was set aside as .*Your site folders are untouched/,
    );
    const kept = readdirSync(made.dataFolder).find((name) => name.includes('.damaged-')) ?? '';
    expect(readFileSync(join(made.dataFolder, kept), 'utf8')).toBe(text.slice(0, text.length / 2));
    expect(bothVisible(made)).toEqual(before);
    expect(
      (
        await engine.call('plan.create', {
          projectId: made.project.id,
          from: made.id('Dev'),
          to: made.id('Live'),
        })
      ).empty,
    ).toBe(true);
    expect(other.name).toBe('Second');
    await engine.close();
  });

  test('written by a newer Laneway: refused, not rewritten', async () => {
    const made = await makeNamed('newer');
    await made.close();
    const path = join(made.dataFolder, 'projects.json');
    const text = readFileSync(path, 'utf8').replace(/"format": \d+/, '"format": 99');
    writeFileSync(path, text);
    const engine = startTestEngine(made.dataFolder);
    const answer = await refused(() => engine.call('project.list', {}));
    expect(answer.message).toMatch(/newer Laneway \(format 99.*Update Laneway/);
    expect(readFileSync(path, 'utf8')).toBe(text);
    await engine.close();
  });

  test('what an environment knows of itself comes back from its backups', async () => {
    const made = await makeNamed('environment');
    workOnBoth(made);
    expect((await runToEnd(made)).outcome).toBe('succeeded');
    const home = join(made.live, '.git/laneway', made.id('Live'));
    const document = join(home, 'environment.json');
    const { deployedCommit } = await made.call('environment.get', {
      projectId: made.project.id,
      environmentId: made.id('Live'),
    });
    expect(deployedCommit).toBe(git(made.live, 'rev-parse', 'HEAD'));
    for (const text of ['{"format": 1, "id"', '', 'rubbish', '{"format":1}']) {
      writeFileSync(document, text);
      const pair = await looksAgain(made);
      const before = [visible(pair.dev), visible(pair.live)];
      const now = await pair.call('environment.get', {
        projectId: pair.project.id,
        environmentId: pair.id('Live'),
      });
      expect(now.problem).toBeNull();
      expect(now.deployedCommit).toBe(deployedCommit);
      expect((await pair.plan('Dev', 'Live')).empty).toBe(true);
      expect([visible(pair.dev), visible(pair.live)]).toEqual(before);
      await pair.close();
    }
    expect(readdirSync(home).filter((name) => name.includes('.damaged-')).length).toBeGreaterThan(0);
    // All of it gone: it is the same environment again.
    renameSync(join(made.live, '.git/laneway'), join(top, 'laneway-away'));
    const pair = await looksAgain(made);
    const back = await pair.call('environment.get', {
      projectId: pair.project.id,
      environmentId: pair.id('Live'),
    });
    expect(back.deployedCommit).toBe(deployedCommit);
    await pair.close();
  });

  test('a torn journal, a damaged record and a damaged lock do not stand in the way', async () => {
    const made = await makeNamed('torn');
    workOnBoth(made);
    const { id } = await runToEnd(made);
    const home = join(made.live, '.git/laneway', made.id('Live'));
    writeFileSync(join(home, 'runs/20200101-000000-aaaaaa.jsonl'), '{"step":"accepted","rec');
    writeFileSync(join(home, 'activity/20200101-000000-bbbbbb.json'), '{"format":');
    const pair = await looksAgain(made);
    const overview = await pair.call('overview.get', { projectId: pair.project.id });
    expect(overview.lanes.map(({ problem }) => problem)).toEqual([null, null]);
    expect(existsSync(join(home, 'runs/20200101-000000-aaaaaa.jsonl'))).toBe(false);
    const { records, damaged } = await pair.call('activity.list', { projectId: pair.project.id });
    expect(records.map((record) => record.id)).toEqual([id]);
    expect(damaged).toEqual([join(home, 'activity/20200101-000000-bbbbbb.json')]);
    const answer = await refused(async () =>
      pair.call('activity.get', { projectId: pair.project.id, id: '20200101-000000-bbbbbb' }),
    );
    expect(answer.code).toBe('activity-damaged');
    appendFileSync(join(made.dev, 'index.html'), 'more\n');
    commitAll(made.dev, 'more');
    expect((await pair.plan('Dev', 'Live')).blocked).toBe(false);
    await pair.close();
  });
});
