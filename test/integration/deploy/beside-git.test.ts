import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { engineErrorIn } from '../../../src/main/engine/errors';
import type { ErrorCode } from '../../../src/shared/contract/errors';
import { startCommitter } from '../../fixtures/committer';
import { git, tryGit } from '../../fixtures/git-oracle';
import { makeScenario, type Scenario } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';
import { howMany } from '../../fixtures/thorough';

const top = tempFolder('beside');
/** Runs that succeed; the test ends earlier on a slow machine, but never with less than the half. */
const runs = howMany(25, 100);
const longestSeconds = 120;

/** Refusals that are right while other people work in the same folders. */
const right = new Set<ErrorCode | undefined>([
  'plan-stale',
  'plan-blocked',
  'nothing-to-deploy',
  'lock-held',
  'ref-moved',
]);

async function tryDeploy(site: Scenario): Promise<string | null> {
  try {
    const { outcome, commits } = await site.deploy('Dev', 'Staging');
    return outcome === 'succeeded' ? commits.result : null;
  } catch (cause) {
    if (right.has(engineErrorIn(cause)?.code)) return null;
    throw cause;
  }
}

const tokens = (folder: string, path: string, name: string): string[] =>
  git(folder, 'show', `HEAD:${path}`)
    .split('\n')
    .filter((line) => line.startsWith(`${name} `));

describe('beside people who commit in the same folders', () => {
  test(`${runs} runs lose nothing and no deployment is undone`, { timeout: 600_000 }, async () => {
    const site = await makeScenario(join(top, 'site'), {
      files: { 'dev.txt': 'start\n', 'staging.txt': 'start\n', 'page.html': 'page\n' },
    });
    const dev = startCommitter(site.dev, 'dev', ['dev.txt'], 0.3);
    const staging = startCommitter(site.staging, 'staging', ['staging.txt'], 0.4);
    const results: string[] = [];
    const until = performance.now() + longestSeconds * 1000;
    while (results.length < runs && performance.now() < until) {
      const result = await tryDeploy(site);
      if (result) results.push(result);
    }
    const wrote = { dev: await dev.stop(), staging: await staging.stop() };
    expect(results.length, 'deployments that succeeded').toBeGreaterThan(runs / 10);
    for (const result of results)
      expect(tryGit(site.staging, ['merge-base', '--is-ancestor', result, 'HEAD']).status, result).toBe(0);
    // What is left is brought over once more, with nobody beside.
    for (let attempt = 0; attempt < 5 && !(await tryDeploy(site)); attempt++);
    expect(tokens(site.staging, 'dev.txt', 'dev')).toHaveLength(wrote.dev);
    expect(tokens(site.staging, 'staging.txt', 'staging')).toHaveLength(wrote.staging);
    // Staging's last edits come back with the next change on Dev; all that came before them has.
    const back = tokens(site.dev, 'staging.txt', 'staging');
    expect(back).toEqual(tokens(site.staging, 'staging.txt', 'staging').slice(0, back.length));
    for (const folder of [site.dev, site.staging]) {
      expect(git(folder, 'status', '--porcelain')).toBe('');
      expect(git(folder, 'fsck', '--full')).not.toMatch(/missing|broken|error/);
    }
    await site.close();
  });
});
