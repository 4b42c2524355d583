import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Input } from '../../../src/shared/contract/commands';
import type { ConflictItem } from '../../../src/shared/domain/conflict';
import type { PlanKind } from '../../../src/shared/domain/plan-kind';
import { createDyingDisk } from '../../fixtures/dying-disk';
import { cloneRepository, commitAll, git, tryGit, writeFiles } from '../../fixtures/git-oracle';
import { below, pick, randomFrom, type Random } from '../../fixtures/random-site';
import {
  actions,
  makeScenario,
  startTestEngine,
  type Scenario,
  type TestEngine,
} from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';
import { howMany, strideOf } from '../../fixtures/thorough';

const top = tempFolder('decided-walks');
const seeds = Array.from({ length: howMany(2, 24) }, (_, at) => at + 1);
const steps = 15;
/** Ahead: nothing was written just now, so nothing is waited for. */
const ports = { clock: { now: () => Date.now() + 5000 } };
const met = { runs: 0, conflicts: 0, decided: 0, restarts: 0, equal: 0 };

type Name = 'Dev' | 'Staging' | 'Live' | 'Ana';
const names: readonly Name[] = ['Dev', 'Staging', 'Live', 'Ana'];
const shared = (value: string): string => `top\n${'line\n'.repeat(9)}${value}\n${'line\n'.repeat(9)}end\n`;

interface Walk {
  site: Scenario;
  readonly random: Random;
  /** Which edits an environment must have: nobody ever decided against one of these. */
  readonly has: Readonly<Record<Name, Set<string>>>;
  count: number;
}

const folderOf = ({ site }: Walk, name: Name): string => join(site.folder, name.toLowerCase());

/** One edit in a file of the environment's own, and often one that others meet as well. */
function edit(walk: Walk, name: Name): void {
  const token = `${name}-${walk.count++}`;
  const folder = folderOf(walk, name);
  const own = `own/${name}.txt`;
  writeFiles(folder, { [own]: `${readFileSync(join(folder, own), 'utf8')}${token}\n` });
  const place = below(walk.random, 4);
  if (place < 2) writeFiles(folder, { 'shared.txt': shared(token) });
  else if (place === 2) writeFiles(folder, { 'taken.txt': below(walk.random, 2) ? null : `${token}\n` });
  walk.has[name].add(token);
  if (below(walk.random, 2)) commitAll(folder, token);
}

/** Every way that a run may go. */
const ways: readonly (readonly [PlanKind, Name, Name])[] = [
  ['deploy', 'Dev', 'Staging'],
  ['deploy', 'Staging', 'Live'],
  ['sync', 'Staging', 'Dev'],
  ['sync', 'Live', 'Staging'],
  ['sync', 'Live', 'Dev'],
  ['merge-back', 'Live', 'Dev'],
  ['push', 'Ana', 'Dev'],
  ['pull', 'Dev', 'Ana'],
];

/** Decides everything that is open, in random order, with a restart in between now and then. */
async function decide(walk: Walk, kind: PlanKind, from: Name, to: Name): Promise<void> {
  const { random } = walk;
  const question = (): Input<'conflict.list'> => ({
    ...{ projectId: walk.site.project.id, kind },
    ...{ from: walk.site.id(from), to: walk.site.id(to) },
  });
  for (;;) {
    const { items } = await walk.site.call('conflict.list', question());
    const open = items.filter((item) => item.open);
    if (open.length === 0) return;
    const item = pick(random, open);
    await walk.site.call('conflict.decide', {
      ...question(),
      decisions: [{ key: item.key, choice: randomChoice(random, item) }],
    });
    met.decided++;
    if (below(random, 4) === 0) await restart(walk);
  }
}

function randomChoice(
  random: Random,
  item: ConflictItem,
): Input<'conflict.decide'>['decisions'][number]['choice'] {
  const way = below(random, 4);
  if (way === 0 && item.parts.length)
    return { parts: Object.fromEntries(item.parts.map(({ id, keeps }) => [id, pick(random, keeps)])) };
  if (way === 1 && item.canEdit) return { text: `by hand ${below(random, 1e6)}\n` };
  return { keep: pick(random, item.keeps) };
}

async function restart(walk: Walk): Promise<void> {
  met.restarts++;
  await walk.site.close();
  const again = startTestEngine(walk.site.dataFolder, ports);
  walk.site = { ...walk.site, ...again, ...actions(again, walk.site.project) };
}

/** @returns whether there was anything to move */
async function move(walk: Walk, kind: PlanKind, from: Name, to: Name): Promise<boolean> {
  const plan = await walk.site.plan(from, to, kind);
  if (plan.conflicts.length) {
    met.conflicts++;
    await decide(walk, kind, from, to);
  } else if (plan.blocked || plan.empty) return false;
  const fresh = await walk.site.plan(from, to, kind);
  expect(fresh.blocked, JSON.stringify(fresh.findings)).toBe(false);
  const record = await walk.site.run(kind, from, to);
  expect(record.outcome, record.error?.message).toBe('succeeded');
  await walk.site.settled();
  met.runs++;
  expect(git(folderOf(walk, to), 'rev-parse', 'HEAD^{tree}')).toBe(fresh.resultTree);
  const both = kind === 'deploy' || kind === 'push';
  // What was not saved in the history of a giver stays there.
  const given = both ? walk.has[from] : committed(walk, from);
  for (const token of given) walk.has[to].add(token);
  if (both) for (const token of walk.has[to]) walk.has[from].add(token);
  const back = record.to.name === 'Live' && both && from !== 'Dev' ? 'Dev' : null;
  // A merge back that met the same things stops by itself; its session is one of the ways above.
  if (
    back &&
    tryGit(folderOf(walk, back), [
      'merge-base',
      '--is-ancestor',
      git(folderOf(walk, 'Live'), 'rev-parse', 'HEAD'),
      'HEAD',
    ]).status === 0
  )
    for (const token of committed(walk, 'Live')) walk.has.Dev.add(token);
  return true;
}

const committed = (walk: Walk, name: Name): string[] =>
  names.flatMap((owner) =>
    git(folderOf(walk, name), 'show', `HEAD:own/${owner}.txt`)
      .split('\n')
      .filter((line) => line.includes('-')),
  );

const present = (walk: Walk, name: Name): string[] =>
  names.flatMap((owner) =>
    readFileSync(join(folderOf(walk, name), `own/${owner}.txt`), 'utf8')
      .split('\n')
      .filter((line) => line.includes('-')),
  );

/** Native git needs the other side's objects to compare; trees are compared by id, so that it needs none. */
const treeOf = (folder: string): string => git(folder, 'rev-parse', 'HEAD^{tree}');

async function checkAll(walk: Walk): Promise<void> {
  for (const name of names) expect(present(walk, name).sort(), name).toEqual([...walk.has[name]].sort());
  for (const [left, right] of [
    ['Dev', 'Staging'],
    ['Staging', 'Live'],
  ] as const) {
    const folders = [left, right].map((name) => folderOf(walk, name));
    if (folders.some((folder) => git(folder, 'status', '--porcelain') !== '')) continue;
    const there = await walk.site.plan(left, right);
    const back = await walk.site.plan(right, left, 'sync');
    if (!there.empty || !back.empty) continue;
    met.equal++;
    expect(treeOf(folders[0] ?? ''), `${left} and ${right} are called equal`).toBe(treeOf(folders[1] ?? ''));
  }
}

describe('walks over four environments in which what both changed is decided at random', () => {
  test.each(seeds)('walk %i', { timeout: 180_000 }, async (seed) => {
    const random = randomFrom(seed * 7919);
    const own = Object.fromEntries(names.map((name) => [`own/${name}.txt`, 'start\n']));
    const made = await makeScenario(join(top, `walk-${seed}`), {
      files: { ...own, 'shared.txt': shared('start'), 'taken.txt': 'taken\n' },
      ports,
    });
    const ana = cloneRepository(made.live, join(made.folder, 'ana'));
    const project = await made.call('environment.add', {
      projectId: made.project.id,
      environment: { name: 'Ana', path: ana, role: 'flexible' },
    });
    const walk: Walk = {
      site: { ...made, project, ...actions(made, project) },
      random,
      has: { Dev: new Set(), Staging: new Set(), Live: new Set(), Ana: new Set() },
      count: 0,
    };
    for (let step = 0; step < steps; step++) {
      edit(walk, pick(random, names));
      edit(walk, pick(random, names));
      const tried = ways.toSorted(() => random() - 0.5);
      for (const way of tried) if (await move(walk, ...way)) break;
      await checkAll(walk);
    }
    for (const name of names)
      expect(git(folderOf(walk, name), 'fsck', '--full', '--strict', '--no-dangling')).toBe('');
    await walk.site.close();
    rmSync(made.folder, { recursive: true, force: true });
  });

  afterAll(() => {
    expect(met.runs, JSON.stringify(met)).toBeGreaterThan(8);
    expect(met.conflicts, JSON.stringify(met)).toBeGreaterThan(2);
    expect(met.decided, JSON.stringify(met)).toBeGreaterThan(2);
    expect(met.equal, JSON.stringify(met)).toBeGreaterThan(0);
  });
});

describe('a process that dies while somebody decides', () => {
  test('loses no decision that it told of, at any change of the disk', { timeout: 120_000 }, async () => {
    const files = { a: 'start\n', b: 'start\n', c: 'start\n' };
    const made = await makeScenario(join(top, 'dies'), { files, ports });
    const of = (text: string): Record<string, string> => ({ a: `${text}\n`, b: `${text}\n`, c: `${text}\n` });
    writeFiles(made.dev, of('dev'));
    commitAll(made.dev, 'dev');
    writeFiles(made.staging, of('staging'));
    commitAll(made.staging, 'staging');
    await made.close();
    const question = {
      ...{ projectId: made.project.id, kind: 'deploy' as const },
      ...{ from: made.id('Dev'), to: made.id('Staging') },
    };
    const heads = [made.dev, made.staging].map((folder) => git(folder, 'rev-parse', 'HEAD'));
    const disk = createDyingDisk();
    /** Decides one after the other until the process dies; what it was told is decided. */
    const decideAll = async (engine: TestEngine): Promise<string[]> => {
      const told: string[] = [];
      for (;;) {
        const { items } = await engine.call('conflict.list', question);
        const next = items.find(({ open }) => open);
        if (!next) return told;
        const decisions = [{ key: next.key, choice: { keep: 'from' as const } }];
        try {
          await engine.call('conflict.decide', { ...question, decisions });
        } catch (cause) {
          if (!disk.dead) throw cause;
          return told;
        }
        if (disk.dead) return told;
        told.push(next.key);
      }
    };
    const whole = startTestEngine(made.dataFolder, ports);
    disk.arm(Number.MAX_SAFE_INTEGER);
    expect(await decideAll(whole)).toHaveLength(3);
    const places = disk.count();
    expect(places).toBeGreaterThan(9);
    await whole.call('conflict.abandon', question);
    await whole.close();
    for (let at = 1; at <= places; at += strideOf(places, 9)) {
      const dying = startTestEngine(made.dataFolder, ports);
      disk.arm(at);
      const told = await decideAll(dying);
      disk.revive();
      const again = startTestEngine(made.dataFolder, ports);
      const { items } = await again.call('conflict.list', question);
      const known = items.filter(({ open }) => !open).map(({ key }) => key);
      expect(known, `died at ${at}`).toEqual(expect.arrayContaining(told));
      expect(known.length, `died at ${at}`).toBeLessThanOrEqual(told.length + 1);
      expect([made.dev, made.staging].map((folder) => git(folder, 'rev-parse', 'HEAD'))).toEqual(heads);
      for (const folder of [made.dev, made.staging]) expect(git(folder, 'status', '--porcelain')).toBe('');
      await again.call('conflict.abandon', question);
      await again.close();
    }
    disk.restore();
  });
});
