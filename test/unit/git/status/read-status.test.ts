import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { readStatus } from '../../../../src/main/engine/git/status/read-status';
import { gitEnvironment } from '../../../fixtures/git-oracle';
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

describe('readStatus', () => {
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
