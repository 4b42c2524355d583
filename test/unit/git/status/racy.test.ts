import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { readStatus } from '../../../../src/main/engine/git/status/read-status';
import { git, gitEnvironment, makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';

const at = 1_700_000_000;

/**
 * An edit that no stat can show: as many bytes, the same time. Only the time of the index tells whether the file may
 * have been written after it was looked at (https://git-scm.com/docs/racy-git). Whole seconds, which every git keeps.
 */
function editedUnseen(indexSeconds: number): { ours: string[]; native: string[] } {
  const folder = makeRepository(tempFolder('racy'), { 'a.txt': 'aaaa\n', 'b.txt': 'bbbb\n' });
  // A new content is another ctime, too; without it only the size and the time are compared.
  git(folder, 'config', 'core.trustctime', 'false');
  for (const name of ['a.txt', 'b.txt']) utimesSync(join(folder, name), at, at);
  git(folder, 'update-index', '--really-refresh');
  writeFileSync(join(folder, 'a.txt'), 'AAAA\n');
  utimesSync(join(folder, 'a.txt'), at, at);
  utimesSync(join(folder, '.git/index'), indexSeconds, indexSeconds);
  const status = readStatus(openRepository(folder, gitEnvironment));
  const native = tryGit(folder, ['status', '--porcelain'], undefined, { GIT_OPTIONAL_LOCKS: '0' });
  return {
    ours: status.entries.filter(({ work }) => work !== null).map(({ path }) => path),
    native: native.stdout
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => line.slice(3)),
  };
}

describe('a file as young as the index', () => {
  it.each([
    ['older than the file', -1, ['a.txt']],
    ['of the same second', 0, ['a.txt']],
    ['younger than the file', 2, []],
  ] as const)('is read where the index is %s, as git does', (_, seconds, changed) => {
    const { ours, native } = editedUnseen(at + seconds);
    expect({ ours, native }).toEqual({ ours: changed, native: changed });
  });

  it('is no change where its content is the same', () => {
    const folder = makeRepository(tempFolder('racy'), { 'a.txt': 'aaaa\n' });
    utimesSync(join(folder, 'a.txt'), at, at);
    git(folder, 'update-index', '--really-refresh');
    utimesSync(join(folder, '.git/index'), at, at);
    expect(readStatus(openRepository(folder, gitEnvironment)).entries).toEqual([]);
    expect(existsSync(join(folder, '.git/index.lock'))).toBe(false);
  });
});
