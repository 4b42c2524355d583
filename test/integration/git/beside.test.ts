import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { engineErrorIn } from '../../../src/main/engine/errors';
import type { ErrorCode } from '../../../src/shared/contract/errors';
import { commitAll, git, tryGit } from '../../fixtures/git-oracle';
import { makeScenario, type Scenario } from '../../fixtures/scenario';
import { tempFolder } from '../../fixtures/temp';
import { ended, everyWord, startProgram } from '../../fixtures/test-program';
import { howMany } from '../../fixtures/thorough';

/** Acts of native git in each clone, and rounds of our own layer in each; a round is six acts. */
const nativeActs = howMany(80, 500);
const ourRounds = howMany(32, 200);

interface OurSide {
  readonly refs: Readonly<Record<string, string>>;
  readonly staged: readonly string[];
}

interface NativeSide {
  readonly lines: number;
  readonly branches: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Refusals that are right while others work in the same folders. */
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

async function said<T>(name: string, args: readonly string[]): Promise<T> {
  const program = startProgram(name, args);
  const [words] = await everyWord(program);
  expect(await ended(program), `${name} ${args.join(' ')}`).toBe(0);
  return words as T;
}

/** Lock files anywhere in a git directory. */
const locksIn = (folder: string): string[] =>
  readdirSync(join(folder, '.git'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.lock$|\.keep$/.test(name),
  );

const contains = (folder: string, commit: string): boolean =>
  tryGit(folder, ['merge-base', '--is-ancestor', commit, 'HEAD']).status === 0;

describe('beside native git in the same clones', () => {
  test('hundreds of acts lose nothing on either side', { timeout: 1_200_000 }, async () => {
    const site = await makeScenario(join(tempFolder('side-by-side'), 'site'), {
      files: { 'page.html': 'page\n', 'css/site.css': 'a {}\n' },
    });
    const rounds = String(ourRounds);
    const acts = String(nativeActs);
    let working = true;
    const results: string[] = [];
    const deployments = (async () => {
      while (working) {
        const result = await tryDeploy(site);
        if (result) results.push(result);
        await new Promise((done) => setTimeout(done, 100));
      }
    })();
    const [ours, oursThere, native, nativeThere] = await Promise.all([
      said<OurSide>('side-by-side', [site.dev, rounds, 'dev']),
      said<OurSide>('side-by-side', [site.staging, rounds, 'staging']),
      said<NativeSide>('native-side', [site.dev, 'native-dev', site.staging, acts, 'none']),
      said<NativeSide>('native-side', [site.staging, 'native-staging', site.dev, acts, 'stash']),
    ]);
    working = false;
    await deployments;
    await site.settled();
    await site.close();
    expect(results.length, 'deployments that succeeded').toBeGreaterThan(0);

    // What was staged on Dev is in the index still, or was committed. (`git stash pop` puts the index back to what
    // it was a moment ago, so on Staging only the files count.)
    const tracked = new Set(git(site.dev, 'ls-files').split('\n'));
    expect(ours.staged.filter((file) => !tracked.has(file))).toEqual([]);

    for (const [folder, mine, theirs, name] of [
      [site.dev, ours, native, 'native-dev'],
      [site.staging, oursThere, nativeThere, 'native-staging'],
    ] as const) {
      expect(locksIn(folder)).toEqual([]);
      expect(git(folder, 'stash', 'list')).toBe('');
      commitAll(folder, 'the rest');
      for (const [ref, id] of Object.entries({ ...mine.refs, ...theirs.branches, ...theirs.tags }))
        expect([ref, git(folder, 'rev-parse', ref)]).toEqual([ref, id]);
      const files = new Set(git(folder, 'ls-tree', '-r', '--name-only', 'HEAD').split('\n'));
      expect(mine.staged.filter((file) => !files.has(file))).toEqual([]);
      const lines = git(folder, 'show', `HEAD:${name}.txt`).split('\n').filter(Boolean);
      expect(lines).toEqual(Array.from({ length: theirs.lines }, (_, i) => `${name} ${i + 1}`));
      expect(git(folder, 'for-each-ref', 'refs/laneway/runs').match(/beside-/g)).toBeNull();
      expect(git(folder, 'status', '--porcelain')).toBe('');
      const check = tryGit(folder, ['fsck', '--full', '--strict']);
      expect([check.status, check.stdout.toString().replace(/^dangling .*\n/gm, ''), check.stderr]).toEqual([
        0,
        '',
        '',
      ]);
      expect(existsSync(join(folder, '.git/index.lock'))).toBe(false);
    }
    for (const result of results) expect(contains(site.staging, result), result).toBe(true);
  });
});
