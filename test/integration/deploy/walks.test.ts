import { cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { git, tryGit, writeFiles } from '../../fixtures/git-oracle';
import {
  below,
  oracleMerge,
  oracleSnapshot,
  pick,
  randomFrom,
  type Random,
} from '../../fixtures/random-site';
import {
  editSite,
  lockFiles,
  makeLaneTemplate,
  openLanes,
  resolveByHand,
  saveByHand,
  tracesOf,
  type WalkLane,
  type WalkSite,
} from '../../fixtures/walk-site';
import { tempFolder } from '../../fixtures/temp';
import { howMany } from '../../fixtures/thorough';

const top = tempFolder('walks');
const walks = howMany({ 3: 4, 4: 4 }, { 3: 16, 4: 16 });
const steps = { 3: 12, 4: 12 } as const;

/** What the walks met: walks that met nothing would have tested nothing. */
const met = {
  deployed: 0,
  conflicts: 0,
  bases: 0,
  merged: 0,
  behind: 0,
  copied: 0,
  moved: 0,
  cloned: 0,
  packed: 0,
};

interface Walk {
  readonly site: WalkSite;
  readonly random: Random;
  readonly seed: number;
  step: number;
  /** For each arrow the tree that native git makes of both sides; null where it conflicts. As of the last look. */
  readonly merged: (string | null)[];
}

const lane = (site: WalkSite, at: number): WalkLane => site.lanes.at(at) as WalkLane;
const where = ({ seed, step }: Walk, what: string): string => `walk ${seed}, step ${step}: ${what}`;

/** Edits, mostly committed. `trace` names the edit for good. */
function work(walk: Walk, on: WalkLane, saved: boolean): void {
  editSite(on.folder, walk.random, `${walk.seed}-${walk.step}-${on.name}-${below(walk.random, 1e6)}`);
  on.unsaved = on.touched = true;
  if (saved) saveByHand(on);
}

function housekeeping(walk: Walk, on: WalkLane): void {
  met.packed++;
  on.touched = true;
  const kinds = [
    ['gc', '-q', '--prune=now'],
    ['repack', '-qad'],
    ['pack-refs', '--all'],
  ];
  git(on.folder, ...pick(walk.random, kinds));
}

/** Plans, lets the world turn a bit, and deploys; on a conflict a person resolves it and nothing is deployed. */
async function deploy(walk: Walk, at: number): Promise<boolean> {
  const { site, random } = walk;
  const [source, target] = [lane(site, at), lane(site, at + 1)];
  look(walk);
  const expected = walk.merged[at] ?? null;
  const plan = await site.plan(source.name, target.name);
  if (plan.bases.length > 1) met.bases++;
  expect(plan.conflicts.length > 0, where(walk, `${source.name}: conflicts`)).toBe(expected === null);
  if (expected === null) {
    met.conflicts++;
    expect(plan.blocked).toBe(true);
    resolveByHand(source, target);
    return false;
  }
  expect(plan.resultTree, where(walk, `${source.name}: predicted`)).toBe(expected);
  expect(plan.findings.filter(({ level }) => level === 'block')).toEqual([]);
  const traces = tracesOf(source.folder, source.snapshot);
  // Other programs and other starts between the plan and the yes.
  if (random() < 0.2) housekeeping(walk, pick(random, [source, target]));
  if (random() < 0.2) await site.restart();
  if (plan.empty) return true;
  const since = site.mark();
  const record = await site.deploy(source.name, target.name);
  expect(record.outcome, where(walk, JSON.stringify(record.error))).toBe('succeeded');
  met.deployed++;
  source.unsaved = target.unsaved = false;
  source.touched = target.touched = true;
  for (const { folder } of [source, target])
    expect(git(folder, 'rev-parse', 'HEAD^{tree}'), where(walk, folder)).toBe(expected);
  const arrived = tracesOf(target.folder);
  expect(
    traces.filter((trace) => !arrived.includes(trace)),
    where(walk, 'edits lost'),
  ).toEqual([]);
  if (plan.mergesBackInto) await mergedBack(walk, since);
  return true;
}

/** The left-most lane has everything that is live, or the overview says that it has not. */
async function mergedBack(walk: Walk, since: number): Promise<void> {
  const { site } = walk;
  await site.afterMergeBack(since);
  const [left, live] = [lane(site, 0), lane(site, -1)];
  left.touched = true;
  const head = git(live.folder, 'rev-parse', 'HEAD');
  if (tryGit(left.folder, ['merge-base', '--is-ancestor', head, 'HEAD']).status === 0) {
    met.merged++;
    left.unsaved = git(left.folder, 'status', '--porcelain') !== '';
    expect(left.unsaved, where(walk, 'files after merging back')).toBe(false);
    return;
  }
  met.behind++;
  const { lanes } = await site.call('overview.get', { projectId: site.project.id });
  expect(
    lanes[0]?.flags.map(({ kind }) => kind),
    where(walk, 'sync needed'),
  ).toContain('sync-needed');
}

const ownFolder = (folder: string): string => join(folder, '.git/laneway');

/** A folder beside the lanes becomes an environment of its own, and the one it was made of stays what it was. */
async function openBeside(walk: Walk, original: WalkLane, folder: string): Promise<void> {
  const { site } = walk;
  const projectId = site.project.id;
  const look = async (): Promise<unknown> => {
    const { head, deployedCommit, problem, newFileDecisions, environment } = await site.call(
      'environment.get',
      {
        projectId,
        environmentId: site.id(original.name),
      },
    );
    return { head, deployedCommit, problem, newFileDecisions, environment };
  };
  const before = await look();
  const added = await site.call('environment.add', {
    projectId,
    environment: { name: 'Beside', path: folder, role: 'flexible' },
  });
  const beside = added.environments.find(({ name }) => name === 'Beside');
  expect(site.project.environments.map(({ id }) => id)).not.toContain(beside?.id);
  expect(readdirSync(ownFolder(folder)).filter((name) => /^[0-9a-f-]{36}$/.test(name))).toEqual([beside?.id]);
  for (const name of ['locks', 'runs'])
    expect(existsSync(join(ownFolder(folder), beside?.id ?? '', name)), name).toBe(false);
  expect(git(folder, 'for-each-ref', 'refs/laneway')).toBe('');
  const got = await site.call('environment.get', { projectId, environmentId: beside?.id ?? '' });
  expect(got.problem).toBeNull();
  expect(got.deployedCommit).toBeNull();
  expect(await look()).toEqual(before);
  await site.call('environment.detach', { projectId, environmentId: beside?.id ?? '' });
}

async function cloned(walk: Walk, of: WalkLane): Promise<void> {
  met.cloned++;
  const folder = `${of.folder}-clone-${walk.step}`;
  git(of.folder, 'clone', '-q', of.folder, folder);
  await openBeside(walk, of, folder);
}

async function copied(walk: Walk, of: WalkLane): Promise<void> {
  met.copied++;
  const folder = `${of.folder}-copy-${walk.step}`;
  cpSync(of.folder, folder, { recursive: true, verbatimSymlinks: true });
  await openBeside(walk, of, folder);
  if (walk.random() < 0.5) return;
  // A backup that is put back: the same environment in the same place, with other inodes.
  const { site } = walk;
  const spare = `${of.folder}-backup`;
  cpSync(of.folder, spare, { recursive: true, verbatimSymlinks: true });
  rmSync(of.folder, { recursive: true });
  renameSync(spare, of.folder);
  const input = { projectId: site.project.id, environmentId: site.id(of.name) };
  expect((await site.call('environment.get', input)).problem).toBeNull();
}

async function moved(walk: Walk, which: WalkLane): Promise<void> {
  met.moved++;
  const { site } = walk;
  const projectId = site.project.id;
  const input = { projectId, environmentId: site.id(which.name) };
  const before = await site.call('environment.get', input);
  const to = `${which.folder}-moved`;
  renameSync(which.folder, to);
  const away = await site.call('overview.get', { projectId });
  expect(away.lanes.find(({ environment }) => environment.name === which.name)?.state).toBe('unreachable');
  which.folder = to;
  await site.call('environment.locate', { ...input, path: to });
  const after = await site.call('environment.get', input);
  expect(after).toMatchObject({ problem: null, head: before.head, deployedCommit: before.deployedCommit });
  expect(readdirSync(ownFolder(to))).toContain(input.environmentId);
}

async function takeStep(walk: Walk): Promise<void> {
  const { site, random } = walk;
  const any = (): WalkLane => pick(random, site.lanes);
  const kind = below(random, 100);
  if (site.lanes.length === 4 && random() < 0.1) return await cross(walk);
  if (kind < 25) work(walk, lane(site, 0), true);
  else if (kind < 33) work(walk, lane(site, -1), true);
  else if (kind < 45) work(walk, pick(random, site.lanes.slice(1, -1)), true);
  else if (kind < 52) work(walk, pick(random, [lane(site, 0), any()]), false);
  else if (kind < 75) await deploy(walk, below(random, site.lanes.length - 1));
  else if (kind < 85) for (let at = 0; at < site.lanes.length - 1 && (await deploy(walk, at)); at++);
  else if (kind < 88) await cloned(walk, any());
  else if (kind < 92) await copied(walk, any());
  else if (kind < 95) await moved(walk, any());
  else if (kind < 98) housekeeping(walk, any());
  else await clash(walk);
}

/** Both ends change the same line while something goes live: the merge back has to say that it could not. */
async function clash(walk: Walk): Promise<void> {
  const { site, step } = walk;
  work(walk, lane(site, -2), true);
  for (const on of [lane(site, 0), lane(site, -1)]) {
    writeFiles(on.folder, { 'clash.html': `${on.name} ${step}\n` });
    saveByHand(on);
  }
  await deploy(walk, site.lanes.length - 2);
}

/** Work goes round both ways before it meets: the histories cross. */
async function cross(walk: Walk): Promise<void> {
  const { site } = walk;
  for (const at of [0, 2, 1, 0]) {
    work(walk, lane(site, at), true);
    await deploy(walk, at);
  }
}

/** What holds wherever something was done: sound, clean, nothing left lying about, nothing lost. */
function look(walk: Walk): void {
  const { lanes } = walk.site;
  const touched = lanes.map((each) => each.touched);
  for (const each of lanes) if (each.touched) lookAt(walk, each);
  for (const [n, each] of lanes.entries()) {
    const next = lanes[n + 1];
    if (next && (touched[n] || touched[n + 1]))
      walk.merged[n] = oracleMerge(each.folder, each.snapshot, next.folder, next.snapshot);
  }
}

function lookAt(walk: Walk, each: WalkLane): void {
  const { folder, name, unsaved, commits } = each;
  const at = where(walk, name);
  const sound = tryGit(folder, ['fsck', '--full', '--no-dangling', '--no-progress']);
  expect(`${sound.stdout.toString()}${sound.stderr}${sound.status}`, at).toBe('0');
  if (!unsaved) expect(git(folder, 'status', '--porcelain'), at).toBe('');
  expect(lockFiles(folder), at).toEqual([]);
  const reachable = git(folder, 'rev-list', 'main').split('\n');
  const all = new Set(reachable);
  expect(
    commits.filter((commit) => !all.has(commit)),
    `${at}: commits lost`,
  ).toEqual([]);
  each.snapshot = unsaved ? oracleSnapshot(folder) : (reachable[0] ?? '');
  each.tree = git(folder, 'rev-parse', `${each.snapshot}^{tree}`);
  each.touched = false;
}

/** What the overview says is what native git makes of it: pending where trees would change, and only there. */
async function check(walk: Walk): Promise<void> {
  const { site, merged } = walk;
  look(walk);
  const { lanes } = await site.call('overview.get', { projectId: site.project.id });
  expect(lanes.map(({ problem }) => problem)).toEqual(lanes.map(() => null));
  for (const [n, { state, pending, deploy: action }] of lanes.slice(0, -1).entries()) {
    const at = where(walk, `what ${lane(site, n).name} says`);
    if (merged[n] === null) {
      expect([state, (pending?.conflicts ?? 0) > 0], at).toEqual(['conflict', true]);
      continue;
    }
    const same = lane(site, n + 1).tree === merged[n];
    expect(
      { state, none: pending?.count === 0, can: action.enabled, conflicts: pending?.conflicts },
      at,
    ).toEqual({
      state: same ? (n === 0 ? 'ready' : 'idle') : 'changed',
      none: same,
      can: !same,
      conflicts: 0,
    });
  }
}

describe('random walks', () => {
  for (const count of [3, 4] as const)
    test(
      `over ${count} lanes lose nothing and always know where they are`,
      { timeout: 900_000 },
      async () => {
        const template = join(top, `template-${count}`);
        makeLaneTemplate(template, count, randomFrom(count));
        for (let seed = count * 1000; seed < count * 1000 + walks[count]; seed++) {
          const folder = join(top, String(seed));
          const site = await openLanes(folder, template, count);
          const walk: Walk = { site, random: randomFrom(seed), seed, step: 0, merged: [] };
          for (; walk.step < steps[count]; walk.step++) {
            await takeStep(walk);
            await check(walk);
          }
          await site.close();
          rmSync(folder, { recursive: true, force: true });
        }
      },
    );

  test('met everything that they are for', () => {
    expect(Object.entries(met).filter(([, times]) => times === 0)).toEqual([]);
    expect(met.deployed).toBeGreaterThan(howMany(20, 60));
    expect(met.bases).toBeGreaterThan(howMany(2, 10));
  });
});
