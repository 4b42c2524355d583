import { existsSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openRepository } from '../../../src/main/engine/git/repository/open-repository';
import { deleteRef } from '../../../src/main/engine/git/refs/delete-ref';
import { git, gitEnvironment, makeRepository, tryGit } from '../../fixtures/git-oracle';
import {
  bothVisible,
  failed,
  headOf,
  makePair,
  refused,
  runToEnd,
  workOnBoth,
  type Pair,
} from '../../fixtures/pair';
import { tempFolder } from '../../fixtures/temp';

const top = tempFolder('dead-locks');
afterEach(() => vi.restoreAllMocks());

/** What a program left that was killed twenty minutes ago. */
function leaveLock(folder: string, name: string): string {
  const lock = join(folder, '.git', name);
  const then = Date.now() / 1000 - 1205;
  writeFileSync(lock, '');
  utimesSync(lock, then, then);
  return lock;
}

const stamp = (lock: string): string => {
  const { ino, mtimeMs, size } = statSync(lock);
  return `${ino} ${mtimeMs} ${size}`;
};

async function makeWorked(name: string): Promise<Pair> {
  const pair = await makePair(join(top, name));
  workOnBoth(pair);
  return pair;
}

/** Ten seconds of patience pass in a quarter of one. */
function hurry(): void {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() * 40);
}

describe('a lock that a dead program left', () => {
  for (const [side, name] of [
    ['dev', 'index.lock'],
    ['live', 'index.lock'],
    ['live', 'refs/heads/main.lock'],
  ] as const)
    test(`${name} of ${side}: file, age, nobody seen, the way out; it stays, and nothing changed`, async () => {
      const pair = await makeWorked(`${side}-${name.replaceAll('/', '-')}`);
      const lock = leaveLock(pair[side], name);
      const before = [stamp(lock), bothVisible(pair)];
      const { hash } = await pair.plan('Dev', 'Live');
      hurry();
      const answer = await failed(pair, hash);
      expect(answer).toMatchObject({ code: 'lock-held', data: { path: lock, owner: null } });
      expect(answer.message).toBe(
        `A lock of another program is here: ${lock}, for 20 min. No program was seen that has it open. If no program is working in this folder, delete that file.`,
      );
      expect([stamp(lock), bothVisible(pair)]).toEqual(before);
      vi.restoreAllMocks();
      rmSync(lock);
      expect((await runToEnd(pair)).outcome).toBe('succeeded');
      await pair.close();
    });

  for (const name of ['HEAD.lock', 'packed-refs.lock'])
    test(`${name}: a deployment needs none of it and goes through; the lock stays`, async () => {
      const pair = await makeWorked(`needless-${name}`);
      for (const folder of [pair.dev, pair.live]) git(folder, 'pack-refs', '--all');
      const locks = [pair.dev, pair.live].map((folder) => leaveLock(folder, name));
      const before = locks.map(stamp);
      expect((await runToEnd(pair)).outcome).toBe('succeeded');
      expect(headOf(pair.dev)).toBe(headOf(pair.live));
      expect(locks.map(stamp)).toEqual(before);
      await pair.close();
    });

  test('refs/heads/main.lock of the source: the run says so, and is finished once the lock is gone', async () => {
    const pair = await makeWorked('source-branch');
    const lock = leaveLock(pair.dev, 'refs/heads/main.lock');
    const [before, old] = [stamp(lock), headOf(pair.dev)];
    const { error } = await runToEnd(pair);
    expect(error).toMatchObject({ code: 'lock-held', data: { path: lock, owner: null } });
    expect([stamp(lock), headOf(pair.dev)]).toEqual([before, old]);
    rmSync(lock);
    await pair.call('overview.get', { projectId: pair.project.id });
    expect(headOf(pair.dev)).toBe(headOf(pair.live));
    for (const folder of [pair.dev, pair.live]) expect(git(folder, 'status', '--porcelain')).toBe('');
    await pair.close();
  });

  test('packed-refs.lock, where a packed ref has to go: named, and the ref stays', async () => {
    const folder = makeRepository(join(top, 'packed'));
    git(folder, 'tag', 'old');
    git(folder, 'pack-refs', '--all');
    const lock = leaveLock(folder, 'packed-refs.lock');
    const answer = await refused(() => deleteRef(openRepository(folder, gitEnvironment), 'refs/tags/old'));
    expect(answer).toMatchObject({ code: 'lock-held', data: { path: lock, owner: null } });
    expect(answer.message).toMatch(/packed-refs\.lock, for 20 min.*delete that file/);
    expect(git(folder, 'tag')).toBe('old');
    expect(existsSync(join(folder, '.git/refs/tags/old.lock'))).toBe(false);
    expect(tryGit(folder, ['tag', '-d', 'old']).stderr).toContain('packed-refs.lock'); // native git neither
    rmSync(lock);
    expect(deleteRef(openRepository(folder, gitEnvironment), 'refs/tags/old')).toBe(true);
  });
});
