import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { actions, startTestEngine } from '../../fixtures/scenario';
import { commitAll, git, makeRepository } from '../../fixtures/git-oracle';
import {
  below,
  bytesOf,
  oracleMerge,
  oracleSnapshot,
  randomEdit,
  randomFrom,
  startFiles,
} from '../../fixtures/random-site';
import { tempFolder } from '../../fixtures/temp';
import { howMany } from '../../fixtures/thorough';

const histories = howMany(24, 200);
const top = tempFolder('histories');

/** Two clones that went their own ways: commits, and sometimes unsaved work, on both sides. */
function grow(folder: string, seed: number): { dev: string; live: string } {
  const random = randomFrom(seed);
  const live = makeRepository(join(folder, 'live'), startFiles(random));
  const dev = join(folder, 'dev');
  cpSync(live, dev, { recursive: true });
  for (const clone of [dev, live]) {
    for (let commit = below(random, 3); commit > 0; commit--) {
      for (let edits = 1 + below(random, 4); edits > 0; edits--) randomEdit(clone, random);
      commitAll(clone, `work ${commit}`);
    }
    if (random() < 0.5) for (let edits = 1 + below(random, 3); edits > 0; edits--) randomEdit(clone, random);
  }
  return { dev, live };
}

describe('what a plan predicts', () => {
  test(
    `is what happens, and what native git would make, in ${histories} random histories`,
    { timeout: 600_000 },
    async () => {
      const seen = { clean: 0, conflict: 0, nothing: 0 };
      for (let seed = 1; seed <= histories; seed++) {
        const folder = join(top, String(seed));
        const { dev, live } = grow(folder, seed);
        const running = startTestEngine(join(folder, 'data'));
        const project = await running.call('project.create', {
          name: 'Site',
          environments: [
            { name: 'Dev', path: dev, role: 'development' },
            { name: 'Live', path: live, role: 'production' },
          ],
        });
        const site = actions(running, project);
        // Everything that is new goes along, as `git add -A` takes it.
        for (const name of ['Dev', 'Live'])
          for (const { folder: inside, reason } of (
            await running.call('changes.get', { projectId: project.id, environmentId: site.id(name) })
          ).leftHere)
            await running.call('environment.decideNewFiles', {
              projectId: project.id,
              environmentId: site.id(name),
              folder: inside,
              reason,
              decision: 'include',
            });
        const expected = oracleMerge(dev, oracleSnapshot(dev), live, oracleSnapshot(live));
        const before = [bytesOf(dev), bytesOf(live)];
        const plan = await site.plan('Dev', 'Live');
        expect([bytesOf(dev), bytesOf(live)], `seed ${seed}: planning changed something`).toEqual(before);
        const ends = { projectId: project.id, from: site.id('Dev'), to: site.id('Live') };
        const start = (): Promise<unknown> =>
          running.call('deploy.start', { ...ends, message: '', planHash: plan.hash });
        if (expected === null) {
          seen.conflict++;
          expect(plan.conflicts.length, `seed ${seed}: git conflicts`).toBeGreaterThan(0);
          expect(plan.blocked, `seed ${seed}`).toBe(true);
          await expect(start()).rejects.toMatchObject({ code: 'plan-blocked' });
          expect([bytesOf(dev), bytesOf(live)], `seed ${seed}: a blocked run changed something`).toEqual(
            before,
          );
        } else {
          expect(plan.conflicts, `seed ${seed}: git merges cleanly`).toEqual([]);
          expect(plan.resultTree, `seed ${seed}: predicted tree`).toBe(expected);
          if (plan.empty) {
            seen.nothing++;
            await expect(start()).rejects.toMatchObject({ code: 'nothing-to-deploy' });
          } else {
            const blocking = plan.findings.filter(({ level }) => level === 'block');
            expect(blocking, `seed ${seed}`).toEqual([]);
            seen.clean++;
            const record = await site.deploy('Dev', 'Live');
            expect(record.outcome, `seed ${seed}: ${JSON.stringify(record.error)}`).toBe('succeeded');
            for (const clone of [dev, live]) {
              expect(git(clone, 'rev-parse', 'HEAD^{tree}'), `seed ${seed}`).toBe(expected);
              expect(git(clone, 'status', '--porcelain'), `seed ${seed}: ${clone}`).toBe('');
            }
            if (seed % 10 === 0)
              expect(git(live, 'fsck', '--full', '--strict')).not.toMatch(/missing|broken|error/);
          }
        }
        await running.close();
      }
      // A run in which nothing merged, or nothing conflicted, would have tested nothing.
      expect(seen.clean).toBeGreaterThan(histories / 4);
      expect(seen.conflict).toBeGreaterThan(histories / 20);
    },
  );
});
