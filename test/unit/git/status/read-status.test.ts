import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodePath } from '../../../../src/main/engine/git/path-codec';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { readStatus } from '../../../../src/main/engine/git/status/read-status';
import type { Status } from '../../../../src/main/engine/git/status/status';
import { gitEnvironment, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { randomTree } from './random-tree';

const letters = {
  added: 'A',
  modified: 'M',
  deleted: 'D',
  type: 'T',
  untracked: '?',
  'nested-repository': '?',
} as const;

/** Our status in the words of `git status --porcelain=v2`: XY, modes and ids where git says them. */
function inGitsWords(status: Status): string[] {
  const lines: string[] = [];
  for (const { path, staged, work, unmerged } of status.entries) {
    if (unmerged) lines.push(`u ${path}`);
    else {
      const untracked = work === 'untracked' || work === 'nested-repository';
      const right = work === null || untracked ? '.' : letters[work];
      if (staged || (work && !untracked)) lines.push(`${staged ? letters[staged] : '.'}${right} ${path}`);
      if (untracked) lines.push(`? ${path}`);
    }
  }
  return lines.sort();
}

function gitsWords(folder: string): string[] {
  const run = tryGit(folder, ['status', '--porcelain=v2', '-z', '--untracked-files=all', '--no-renames']);
  expect(run.status).toBe(0);
  // One char per byte there, lone surrogates for odd bytes here: compare as bytes.
  return run.stdout
    .toString('latin1')
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const kind = line.slice(0, 1);
      if (kind === '1') return `${line.slice(2, 4)} ${line.split(' ').slice(8).join(' ')}`;
      return kind === 'u' ? `u ${line.split(' ').slice(10).join(' ')}` : line;
    })
    .sort();
}

const asBytes = (lines: readonly string[]): string[] =>
  lines.map((line) => encodePath(line).toString('latin1')).sort();

describe('readStatus', () => {
  const root = tempFolder('status');
  it.each(Array.from({ length: 15 }, (_, i) => i))(
    'equals git status on random working trees, batch %i',
    (batch) => {
      for (let i = 0; i < 10; i++) {
        const seed = batch * 10 + i;
        const { folder } = randomTree(join(root, String(seed)), seed);
        const repository = openRepository(folder, gitEnvironment);
        const ours = asBytes(inGitsWords(readStatus(repository)));
        repository.objects.close();
        expect(ours, `seed ${seed}`).toEqual(gitsWords(folder));
      }
    },
  );
});
