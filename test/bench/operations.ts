import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitsBetween } from '../../src/main/engine/git/history/commits-between';
import { lockIndex } from '../../src/main/engine/git/index/index-lock';
import { diffTrees } from '../../src/main/engine/git/merge/diff-trees';
import { createOverlay } from '../../src/main/engine/git/objects/overlay';
import { persistObjects } from '../../src/main/engine/git/objects/persist';
import { commitBody } from '../../src/main/engine/git/objects/serialize-commit';
import { updateRef } from '../../src/main/engine/git/refs/update-ref';
import { openRepository } from '../../src/main/engine/git/repository/open-repository';
import type { Repository } from '../../src/main/engine/git/repository/repository';
import { takeSnapshot } from '../../src/main/engine/git/snapshot/take-snapshot';
import { readStatus } from '../../src/main/engine/git/status/read-status';
import { transferObjects } from '../../src/main/engine/git/transfer/transfer-objects';
import { indexFixes } from '../../src/main/engine/git/worktree/index-fixes';
import { cloneRepository, commitAll, git, gitEnvironment } from '../fixtures/git-oracle';
import { changesPerSide } from './deployments';
import { pathOf } from './generate';
import { inTurn, type Compared } from './measure';
import { run } from './native';

export interface OperationResults {
  readonly status: Compared;
  readonly difference: Compared;
  readonly log: Compared;
  readonly commit: Compared;
  readonly transfer: Compared;
  readonly blobs: Compared;
}

const open = (folder: string): Repository => openRepository(folder, gitEnvironment);

/** The single parts of the layer, each against the command that does the same. */
export async function measureOperations(
  folder: string,
  base: string,
  files: number,
  rounds: number,
): Promise<OperationResults> {
  const clone = (name: string): string => cloneRepository(base, join(folder, `part-${name}`));
  const [native, ours] = [clone('native'), clone('ours')];
  for (const one of [native, ours]) git(one, 'status', '--porcelain');
  const repository = open(ours);
  const { objects } = repository;
  const commits = git(ours, 'rev-list', 'HEAD').split('\n');
  const [last = '', first = ''] = [commits[0], commits.at(-1)];
  const treeOf = (id: string): string => objects.commit(id).tree;
  const status = await inTurn(
    rounds,
    () => run(native, ['status', '--porcelain', '--untracked-files=all', '--no-renames']),
    () => readStatus(repository),
  );
  const difference = await inTurn(
    rounds,
    () => run(native, ['diff-tree', '-r', first, last]),
    () => diffTrees(objects, treeOf(first), treeOf(last)),
  );
  const log = await inTurn(
    rounds,
    () => run(native, ['log', '--format=%H %an %at %s']),
    () => commitsBetween(objects, last, []),
  );
  const list = git(ours, 'ls-tree', '-r', '--format=%(objectname)', 'HEAD');
  const ids = list.split('\n');
  const blobs = await inTurn(
    rounds,
    () => readAllNatively(native, list),
    () => ids.reduce((sum, id) => sum + objects.blob(id).length, 0),
  );
  const commit = await measureCommit(native, repository, files, rounds);
  const transfer = await measureTransfer(
    [native, ours],
    [clone('native-to'), clone('ours-to')],
    files,
    rounds,
  );
  objects.close();
  return { status, difference, log, commit, transfer, blobs };
}

/** `cat-file` as fast as it goes, into nothing. */
function readAllNatively(folder: string, list: string): void {
  const { status } = spawnSync('git', ['cat-file', '--batch', '--buffer'], {
    cwd: folder,
    env: gitEnvironment,
    input: `${list}\n`,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('cat-file failed');
}

const touch = (folder: string, files: number, round: number): void => {
  for (let n = 0; n < changesPerSide; n++)
    appendFileSync(
      join(folder, pathOf(n * Math.floor(files / (changesPerSide + 1)))),
      `edit ${round} ${n}\n`,
    );
};

/** 50 changed files into a commit; durable on both sides. */
async function measureCommit(
  native: string,
  repository: Repository,
  files: number,
  rounds: number,
): Promise<Compared> {
  const who = { name: 'Ana', email: 'ana@example.org', seconds: 1_800_000_000, offsetMinutes: 0 };
  const ours = (round: number): void => {
    const store = createOverlay([repository.objects]);
    const lock = lockIndex(repository);
    try {
      const snapshot = takeSnapshot(repository, store, { include: () => true });
      const parents = snapshot.headCommit === null ? [] : [snapshot.headCommit];
      const body = commitBody({
        tree: snapshot.tree,
        parents,
        author: who,
        committer: who,
        message: `edit ${round}`,
      });
      const value = store.write('commit', body);
      persistObjects(repository.objects, store.written());
      const ref = snapshot.branch ?? 'HEAD';
      updateRef(repository, { ref, expected: snapshot.headCommit, value, who, message: 'commit' });
      const { objects } = repository;
      lock.write(indexFixes(repository, objects, lock.readIndex(), snapshot.tree, []), {
        tree: { reader: objects, id: snapshot.tree },
      });
      lock.commit();
    } finally {
      lock.release();
    }
  };
  return inTurn(
    rounds,
    (round) => {
      run(native, ['add', '-A']);
      run(native, ['commit', '-q', '--allow-empty', '-m', `edit ${round}`]);
    },
    ours,
    (round) => {
      for (const clone of [native, repository.folder]) touch(clone, files, round);
    },
  );
}

/** A commit with 50 changed files, with its trees, to another clone; durable there. */
async function measureTransfer(
  [native, ours]: readonly [string, string],
  [nativeTo, oursTo]: readonly [string, string],
  files: number,
  rounds: number,
): Promise<Compared> {
  const from = open(ours).objects;
  const to = open(oursTo).objects;
  const tips: string[] = [];
  for (let round = 0; round <= rounds; round++) {
    touch(native, files, 1000 + round);
    touch(ours, files, 1000 + round);
    git(native, 'branch', `tip-${round}`, commitAll(native, 'tip'));
    tips.push(commitAll(ours, 'tip'));
  }
  const compared = await inTurn(
    rounds,
    (round) => run(nativeTo, ['fetch', '-q', '--no-tags', native, `tip-${round}`]),
    (round) => transferObjects(from, to, [tips[round] ?? '']),
  );
  from.close();
  to.close();
  return compared;
}
