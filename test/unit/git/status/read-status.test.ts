import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { readStatus } from '../../../../src/main/engine/git/status/read-status';
import { git, gitEnvironment, makeRepository, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { gitsWords, inGitsWords } from './porcelain';
import { randomTree } from './random-tree';
import { randomWork } from './random-work';

const batches = Array.from({ length: 16 }, (_, i) => i);
const root = tempFolder('status');

/** Before git's own look, which refreshes the index. */
function expectSame(folder: string, environment: Readonly<Record<string, string>>, what: string): void {
  const repository = openRepository(folder, environment);
  const status = readStatus(repository);
  repository.objects.close();
  expect(inGitsWords(status), what).toEqual(gitsWords(folder, environment, status.index));
}

/** Runs something as a user who may only do what the mode bits say; tests often run as root. */
function asNobody<T>(folder: string, act: () => T): T {
  if (process.getuid?.() !== 0) return act();
  execFileSync('chown', ['-R', '65534', folder]);
  process.seteuid?.(65534);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
  }
}

describe('readStatus', () => {
  it.skipIf(process.platform === 'win32')(
    'names folders that it may not look into, and sees the rest as git',
    () => {
      const place = tempFolder('unreadable');
      chmodSync(place, 0o755);
      const folder = makeRepository(join(place, 'site'), {
        'shut/known.txt': 'k\n',
        'blind/known.txt': 'k\n',
        a: 'a\n',
      });
      writeFiles(folder, {
        'shut/new.txt': 'n\n',
        'blind/new.txt': 'n\n',
        'fresh/new.txt': 'n\n',
        a: 'edited\n',
      });
      const modes = { shut: 0o311, blind: 0o000, fresh: 0o000 }; // the first lets known names through
      const setModes = (): void => {
        for (const [name, mode] of Object.entries(modes)) chmodSync(join(folder, name), mode);
      };
      const { status, theirs } = asNobody(folder, () => {
        setModes();
        const repository = openRepository(folder, gitEnvironment);
        const status = readStatus(repository);
        repository.objects.close();
        return { status, theirs: gitsWords(folder, gitEnvironment, status.index) };
      });
      for (const name of Object.keys(modes)) chmodSync(join(folder, name), 0o755);
      expect(status.unreadable).toEqual(['blind', 'fresh', 'shut']);
      expect(inGitsWords(status)).toEqual(theirs);
      expect(theirs).toEqual([expect.stringMatching(/^\.M .* a$/)]);
    },
  );

  it('refuses files that are skipped', () => {
    const folder = makeRepository(tempFolder('skipped'), { a: 'a\n', b: 'b\n' });
    git(folder, 'update-index', '--skip-worktree', 'a');
    const read = (): unknown => readStatus(openRepository(folder, gitEnvironment));
    expect(read).toThrow(/sparse checkout/);
    git(folder, 'update-index', '--no-skip-worktree', 'a');
    expect(read).not.toThrow();
  });

  it.each(batches)('equals git status on random working trees, batch %i', (batch) => {
    for (let seed = batch * 10; seed < batch * 10 + 10; seed++) {
      const { folder } = randomTree(join(root, String(seed)), seed);
      expectSame(folder, gitEnvironment, `seed ${seed}`);
    }
  });

  it.each(batches)('and with settings from everywhere and after other programs, batch %i', (batch) => {
    for (let seed = batch * 10; seed < batch * 10 + 10; seed++) {
      const { folder, environment } = randomWork(
        join(root, `work-${seed}`),
        join(root, `home-${seed}`),
        seed,
      );
      expectSame(folder, environment, `seed ${seed}`);
    }
  });
});
