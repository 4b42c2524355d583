import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expirePins, pinRun, unpinRun } from '../../../src/main/engine/deploy/safety-refs';
import type { RecordedLock } from '../../../src/main/engine/git/locks/recorded-lock';
import { openRepository } from '../../../src/main/engine/git/repository/open-repository';
import { git, gitEnvironment, makeRepository } from '../../fixtures/git-oracle';
import { tempFolder } from '../../fixtures/temp';

const root = tempFolder('pins');
const who = { name: 'Ana', email: 'ana@example.org', seconds: 1_700_000_000, offsetMinutes: 0 };
const runId = (n: number): string => `run-${String(n).padStart(4, '0')}`;

function pinned(name: string, count: number) {
  const folder = makeRepository(join(root, name));
  const repository = openRepository(folder, gitEnvironment);
  const head = git(folder, 'rev-parse', 'HEAD');
  const pin = (n: number): void =>
    pinRun(repository, runId(n), { source: head, target: head, result: head }, who);
  for (let n = 0; n < count; n++) pin(n);
  const refs = (): string[] =>
    git(folder, 'for-each-ref', '--format=%(refname)', 'refs/laneway').split('\n').filter(Boolean);
  const runs = (): string[] => [...new Set(refs().map((ref) => ref.split('/')[3] ?? ''))];
  return { folder, repository, refs, runs, pin };
}

describe('pins of runs', () => {
  it('are kept for the latest hundred, in files or packed', () => {
    const { folder, repository, refs, runs, pin } = pinned('hundred', 103);
    expirePins(repository);
    expect(refs()).toHaveLength(300);
    expect(runs()[0]).toBe(runId(3));
    git(folder, 'pack-refs', '--all', '--prune');
    git(folder, 'tag', '-a', '-m', 'stays', 'v1');
    git(folder, 'pack-refs', '--all', '--prune');
    for (const n of [103, 104]) pin(n);
    const locks: RecordedLock[] = [];
    expirePins(repository, (lock) => locks.push(lock));
    expect(runs()).toEqual(Array.from({ length: 100 }, (_, n) => runId(n + 5)));
    // Six names left packed-refs in one rewrite.
    expect(new Set(locks.map(({ path }) => path))).toEqual(new Set([join(folder, '.git/packed-refs.lock')]));
    expect(existsSync(join(folder, '.git/packed-refs.lock'))).toBe(false);
    expect(git(folder, 'rev-parse', 'v1^{commit}', 'main').split('\n')[0]).toBe(
      git(folder, 'rev-parse', 'main'),
    );
    expect(readFileSync(join(folder, '.git/packed-refs'), 'utf8')).toMatch(/refs\/tags\/v1\n\^/);
    expect(git(folder, 'fsck', '--no-progress')).toBe('');
  });

  it('of one run go, packed or not, with their logs; all others stay', () => {
    const { folder, repository, runs, pin } = pinned('one', 3);
    git(folder, 'config', 'core.logAllRefUpdates', 'always');
    git(folder, 'pack-refs', '--all', '--prune');
    pin(3);
    expect(existsSync(join(folder, '.git/logs/refs/laneway/runs', runId(3)))).toBe(true);
    unpinRun(repository, runId(1));
    unpinRun(repository, runId(3));
    unpinRun(repository, 'never');
    expect(runs()).toEqual([runId(0), runId(2)]);
    expect(existsSync(join(folder, '.git/logs/refs/laneway/runs', runId(3)))).toBe(false);
    expirePins(repository);
    expect(runs()).toEqual([runId(0), runId(2)]);
  });
});
