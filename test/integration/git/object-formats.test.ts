import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha1, sha256 } from '../../../src/main/engine/git/object-format';
import { openRepository } from '../../../src/main/engine/git/repository/open-repository';
import { cloneRepository, commitAll, git, makeRepository, writeFiles } from '../../fixtures/git-oracle';
import { age, bothVisible, openPair, refused, runToEnd, start, workOnBoth } from '../../fixtures/pair';
import { startTestEngine } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('formats');
const files = {
  'index.html': 'one\ntwo\nthree\nfour\nfive\n',
  'old.html': 'old\n',
  'pages/a.html': 'a\n',
};

describe.each([sha1, sha256])('clones with $title ids', (format) => {
  test('a deployment with a merge, a deletion, unsaved work, and many objects: native git agrees with all of it', async () => {
    const folder = join(top, format.name);
    const live = makeRepository(join(folder, 'live'), files, format);
    const dev = cloneRepository(live, join(folder, 'dev'));
    expect(openRepository(dev, {}).objects.format).toBe(format);
    const pair = await openPair(folder, dev, live);
    workOnBoth(pair);
    writeFiles(dev, Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`css/${i}.css`, `${i}\n`])));
    age(dev, ...Array.from({ length: 60 }, (_, i) => `css/${i}.css`));
    const plan = await pair.plan('Dev', 'Live');
    expect((await runToEnd(pair)).outcome).toBe('succeeded');
    for (const clone of [dev, live]) {
      expect(git(clone, 'rev-parse', 'HEAD^{tree}')).toBe(plan.resultTree);
      expect(plan.resultTree).toHaveLength(format.idDigits);
      expect(git(clone, 'status', '--porcelain=v2')).toBe('');
      expect(git(clone, 'show', 'HEAD:index.html')).toBe('ONE\ntwo\nthree\nfour\nFIVE');
      expect(git(clone, 'ls-tree', 'HEAD', 'old.html')).toBe('');
      expect(git(clone, 'fsck', '--full', '--strict')).toBe('');
    }
    git(live, 'gc', '-q');
    writeFiles(dev, { 'index.html': 'ONE\ntwo\n3\nfour\nFIVE\n' });
    commitAll(dev, 'onto what native git packed');
    expect((await runToEnd(pair)).outcome).toBe('succeeded');
    expect(git(live, 'status', '--porcelain=v2')).toBe('');
    expect(git(live, 'fsck', '--full', '--strict')).toBe('');
    await pair.close();
  });
});

describe('clones whose ids are of different kinds', () => {
  /** The same files, as two people would begin with them. */
  const makeOthers = (folder: string): { dev: string; live: string } => ({
    dev: makeRepository(join(folder, 'dev'), files, sha256),
    live: makeRepository(join(folder, 'live'), files, sha1),
  });
  const words = /Live has SHA-1 ids and .*dev has SHA-256 ids.*Nothing was changed.*as a clone of the other/i;

  test('are refused together as environments, and not proposed as lanes of one site', async () => {
    const { dev, live } = makeOthers(join(top, 'added'));
    const before = bothVisible({ dev, live });
    const engine = startTestEngine(join(top, 'added/data'));
    const environments = [
      { name: 'Dev', path: dev, role: 'development' as const },
      { name: 'Live', path: live, role: 'production' as const },
    ];
    const added = await refused(engine.call('project.create', { name: 'Site', environments }));
    expect(added.code).toBe('object-formats-differ');
    const { candidates } = await engine.call('project.propose', { paths: [dev, live] });
    expect(candidates.map(({ problem }) => problem?.code ?? null)).toEqual([null, 'object-formats-differ']);
    expect(bothVisible({ dev, live })).toEqual(before);
    await engine.close();
  });

  test('are refused in every plan and run when one became so; the others go on being shown', async () => {
    const folder = join(top, 'became');
    const live = makeRepository(join(folder, 'live'), files, sha1);
    const pair = await openPair(folder, cloneRepository(live, join(folder, 'dev')), live);
    const { hash } = await pair.plan('Dev', 'Live');
    const other = makeRepository(join(folder, 'other'), files, sha256);
    cpSync(join(pair.dev, '.git/laneway'), join(other, '.git/laneway'), { recursive: true });
    rmSync(join(pair.dev, '.git'), { recursive: true });
    cpSync(join(other, '.git'), join(pair.dev, '.git'), { recursive: true });
    const before = bothVisible(pair);
    const planned = await refused(pair.plan('Dev', 'Live'));
    expect(planned.code).toBe('object-formats-differ');
    expect(planned.message).toMatch(words);
    expect((await refused(start(pair, { hash }))).code).toBe('object-formats-differ');
    const { lanes } = await pair.call('overview.get', { projectId: pair.project.id });
    expect(lanes.map(({ environment, problem }) => [environment.name, problem])).toEqual([
      ['Dev', null],
      ['Live', null],
    ]);
    expect(lanes[0]?.deploy).toMatchObject({ enabled: false, why: expect.stringMatching(words) as string });
    expect(bothVisible(pair)).toEqual(before);
    await pair.close();
  });
});
