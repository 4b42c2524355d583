import { chmodSync, lstatSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { lockIndex } from '../../../../src/main/engine/git/index/index-lock';
import { diffTrees } from '../../../../src/main/engine/git/merge/diff-trees';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import type { Repository } from '../../../../src/main/engine/git/repository/repository';
import {
  applyChanges,
  type ApplyRequest,
  type AppliedFile,
} from '../../../../src/main/engine/git/worktree/apply-changes';
import { indexFixes } from '../../../../src/main/engine/git/worktree/index-fixes';
import { commitAll, git, gitEnvironment, makeRepository, writeFiles } from '../../../fixtures/git-oracle';

export interface Move {
  readonly repository: Repository;
  readonly from: string;
  readonly to: string;
}

export function open(folder: string, from: string, to: string): Move {
  const repository = openRepository(folder, gitEnvironment);
  const [fromTree = '', toTree = ''] = git(folder, 'rev-parse', `${from}^{tree}`, `${to}^{tree}`).split('\n');
  return { repository, from: fromTree, to: toTree };
}

const predicted = (): 'predicted' => 'predicted';

export function bring(
  { repository, from, to }: Move,
  more: Partial<ApplyRequest> = {},
): Promise<AppliedFile[]> {
  return applyChanges(repository, repository.objects, {
    changes: diffTrees(repository.objects, from, to),
    asideFolder: join(repository.gitDir, 'laneway', 'aside'),
    onLate: predicted,
    ...more,
  });
}

export function writeTheIndex({ repository, to }: Move, applied: readonly AppliedFile[]): void {
  const lock = lockIndex(repository);
  const fixes = indexFixes(repository, repository.objects, lock.readIndex(), to, applied);
  lock.write(fixes, { tree: { reader: repository.objects, id: to } });
  lock.commit();
}

/** Everything in the working tree: path -> kind, executable bit and bytes. */
export function picture(folder: string, below = ''): Record<string, string> {
  const all: Record<string, string> = {};
  for (const item of readdirSync(Buffer.concat([Buffer.from(folder), Buffer.from(below, 'latin1')]), {
    encoding: 'buffer',
  })) {
    const name = `${below}/${item.toString('latin1')}`;
    if (name === '/.git') continue;
    const whole = Buffer.concat([Buffer.from(folder), Buffer.from(name, 'latin1')]);
    const stat = lstatSync(whole);
    if (stat.isDirectory()) Object.assign(all, picture(folder, name));
    else if (stat.isSymbolicLink()) all[name] = 'link';
    else all[name] = `${stat.mode & 0o100} ${readFileSync(whole).toString('latin1')}`;
  }
  return all;
}

const first = {
  'keep.txt': 'keep\n',
  'change.txt': 'one\n',
  'remove.txt': 'gone soon\n',
  'folder/deep/a.txt': 'a\n',
  'folder/deep/b.txt': 'b\n',
  swap: 'file, then folder\n',
  'other/inner.txt': 'folder, then file\n',
  'tool.sh': '#!/bin/sh\n',
};

/** Branches `main` (checked out) and `next`, which changes everything that can change. */
export function twoStates(folder: string): string {
  makeRepository(folder, first);
  symlinkSync('keep.txt', join(folder, 'link'));
  symlinkSync('keep.txt', join(folder, 'link-to-file'));
  commitAll(folder, 'links');
  git(folder, 'checkout', '-q', '-b', 'next');
  writeFiles(folder, {
    'change.txt': 'two\n',
    'remove.txt': null,
    folder: null,
    swap: null,
    'swap/now/inside.txt': 'inside\n',
    other: null,
    link: null,
    'link-to-file': null,
    'Größe 🙂\n.txt': 'new\n',
    'empty.txt': '',
  });
  writeFiles(folder, { other: 'now a file\n', 'link-to-file': 'now a file\n' });
  symlinkSync('change.txt', join(folder, 'link'));
  chmodSync(join(folder, 'tool.sh'), 0o755);
  commitAll(folder, 'next');
  git(folder, 'checkout', '-q', 'main');
  return folder;
}
