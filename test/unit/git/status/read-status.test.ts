import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { readStatus } from '../../../../src/main/engine/git/status/read-status';
import { asNobody } from '../../../fixtures/as-nobody';
import { commitAll, git, gitEnvironment, makeRepository, writeFiles } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { gitsWords, inGitsWords } from './porcelain';
import { randomTree } from './random-tree';
import { randomWork } from './random-work';
import { howMany } from '../../../fixtures/thorough';

const batches = Array.from({ length: 16 }, (_, i) => i);
const batchSize = howMany(3, 10);
const root = tempFolder('status');

/** Before git's own look, which refreshes the index. */
function expectSame(folder: string, environment: Readonly<Record<string, string>>, what: string): void {
  const repository = openRepository(folder, environment);
  const status = readStatus(repository);
  repository.objects.close();
  expect(inGitsWords(status), what).toEqual(gitsWords(folder, environment, status.index));
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
        'blind/deep/known.txt': 'k\n',
        'names/known.txt': 'k\n',
        a: 'a\n',
        b: 'b\n',
        f: 'f\n',
      });
      for (const name of ['module', 'blind/module']) {
        makeRepository(join(folder, name), { m: 'm\n' });
        git(folder, '-c', 'advice.addEmbeddedRepo=false', 'add', name);
      }
      commitAll(folder, 'modules');
      writeFiles(folder, {
        'shut/new.txt': 'n\n',
        'blind/known.txt': 'edited\n',
        'blind/new.txt': 'n\n',
        'fresh/new.txt': 'n\n',
        'names/.gitattributes': '* -text\n',
        'names/.gitignore': '*\n',
        'names/known.txt': null,
        'names/new.txt': 'n\n',
        'names/inner/new.txt': 'n\n',
        a: 'edited\n',
        b: 'edited\n',
        f: null,
        'f/instead': 'i\n',
      });
      commitAll(join(folder, 'module'), 'unseen');
      // The first lets known names through, `names` says names and lets nothing be looked at.
      const modes = { shut: 0o311, blind: 0, fresh: 0, names: 0o644, module: 0, b: 0, f: 0 };
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
      expect(status.unreadable).toEqual(['blind', 'f', 'fresh', 'names/inner', 'shut']);
      expect(status.unseen).toEqual([
        'blind/deep/known.txt',
        'blind/known.txt',
        'blind/module',
        'names/known.txt',
      ]);
      expect(inGitsWords(status)).toEqual(theirs);
      expect(theirs.map((line) => line.replace(/ .* /, ' ')).sort()).toEqual([
        '.D f',
        '.M a',
        '.M b',
        '? names/.gitattributes',
        '? names/.gitignore',
        '? names/new.txt',
      ]);
    },
  );

  it.each(batches)('equals git status on random working trees, batch %i', (batch) => {
    for (let seed = batch * 10; seed < batch * 10 + batchSize; seed++) {
      const { folder } = randomTree(join(root, String(seed)), seed);
      expectSame(folder, gitEnvironment, `seed ${seed}`);
    }
  });

  it.each(batches)('and with settings from everywhere and after other programs, batch %i', (batch) => {
    for (let seed = batch * 10; seed < batch * 10 + batchSize; seed++) {
      const { folder, environment } = randomWork(
        join(root, `work-${seed}`),
        join(root, `home-${seed}`),
        seed,
      );
      expectSame(folder, environment, `seed ${seed}`);
    }
  });
});
