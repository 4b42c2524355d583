import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  crashResult,
  deployAndDie,
  makeCrashSite,
  makeCrashTemplate,
  stateOf,
} from '../../fixtures/crash-site';
import { git } from '../../fixtures/git-oracle';
import { startTestEngine } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';
import { lockFiles } from '../../fixtures/walk-site';
import { howMany } from '../../fixtures/thorough';

const top = tempFolder('kill');
const template = join(top, 'template');
const kills = howMany(7, 60);

interface Seen {
  readonly killed: boolean;
  readonly changes: number;
  readonly result: 'finished' | 'rolled back' | 'succeeded';
}

/** Files of runs that are still lying about in a clone: journals, and new files made ready beside the site. */
function leftOfRuns(clone: string): string[] {
  const own = join(clone, '.git/laneway');
  return readdirSync(own)
    .flatMap((id) => ['runs', 'late'].map((name) => join(own, id, name)))
    .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []));
}

/** Deploys in a process that is killed before the n-th change of the disk; then this process looks. */
async function dieAt(n: number): Promise<Seen> {
  const site = makeCrashSite(template, join(top, String(n)));
  const { dev, live, dataFolder } = site;
  const before = { dev: stateOf(dev), live: stateOf(live) };
  const { killed, run, changes } = await deployAndDie(site, n > 0 ? n : '');
  expect(run, `accepted before ${n}`).not.toBe('');

  const engine = startTestEngine(dataFolder);
  const { projects } = await engine.call('project.list', {});
  const projectId = projects[0]?.id ?? '';
  const { lanes } = await engine.call('overview.get', { projectId });
  const states = lanes.map(({ problem, state }) => problem ?? state);
  const { records, damaged } = await engine.call('activity.list', { projectId });
  await engine.close();
  expect(damaged).toEqual([]);
  const outcome = records.find(({ id }) => id === run)?.outcome;
  for (const clone of [dev, live]) {
    expect(lockFiles(clone), `locks at ${n}`).toEqual([]);
    expect(leftOfRuns(clone), `left at ${n}`).toEqual([]);
    expect(git(clone, 'fsck', '--full', '--strict', '--no-dangling'), `fsck at ${n}`).toBe('');
    git(clone, 'prune', '--expire=now'); // git's own rule for half-written objects: by their names
    expect(git(clone, 'count-objects', '-v'), `rubbish at ${n}`).toContain('garbage: 0');
  }
  if (git(live, 'rev-parse', 'HEAD') === before.live.split('\n')[0]) {
    // Nobody was told of a run that died while it wrote its first line.
    expect(outcome ?? 'rolled back after a crash', `at ${n}`).toBe('rolled back after a crash');
    expect({ dev: stateOf(dev), live: stateOf(live) }, `at ${n}`).toEqual(before);
    expect(git(live, 'for-each-ref', 'refs/laneway'), `pins at ${n}`).toBe('');
    expect(states).toEqual(['changed', 'idle']);
    return { killed, changes, result: 'rolled back' };
  }
  expect(outcome, `at ${n}`).toMatch(/^(finished after a crash|succeeded)$/);
  expect(states).toEqual(['ready', 'idle']);
  expect(git(dev, 'rev-parse', 'HEAD')).toBe(git(live, 'rev-parse', 'HEAD'));
  for (const clone of [dev, live]) {
    expect(git(clone, 'status', '--porcelain'), `at ${n}`).toBe('');
    expect(git(clone, 'ls-files').split('\n'), `at ${n}`).toEqual(Object.keys(crashResult).sort());
    for (const [path, content] of Object.entries(crashResult))
      expect(git(clone, 'show', `HEAD:${path}`), `at ${n}`).toBe(content);
  }
  return { killed, changes, result: outcome === 'succeeded' ? 'succeeded' : 'finished' };
}

describe('kill -9 in the middle of a deployment', () => {
  test('leaves it finished or never begun, at any moment', { timeout: 1_200_000 }, async () => {
    makeCrashTemplate(template);
    const whole = await dieAt(0);
    expect(whole).toMatchObject({ killed: false, result: 'succeeded' });
    expect(whole.changes).toBeGreaterThan(100);
    const seen: Seen['result'][] = [];
    for (let kill = 0; kill < kills; kill++) {
      // Spread evenly, and elsewhere each time the test is run.
      const { killed, result } = await dieAt(Math.ceil(((kill + Math.random()) / kills) * whole.changes));
      expect(killed).toBe(true);
      seen.push(result);
    }
    expect(seen.filter((result) => result === 'rolled back').length, seen.join()).toBeGreaterThan(1);
    expect(seen.filter((result) => result === 'finished').length, seen.join()).toBeGreaterThan(1);
  });
});
