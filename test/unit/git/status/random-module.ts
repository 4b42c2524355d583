import { appendFileSync, existsSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAll, git, makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { pick, type Random } from './random-rules';

/** A repository inside another one, mostly recorded as its submodule; then a commit, an edit, or its loss. */
export function randomModule(folder: string, name: string, random: Random): void {
  const inner = join(folder, name);
  const isFree = (path: string): boolean => !lstatSync(path, { throwIfNoEntry: false });
  if (!isFree(dirname(inner)) && !lstatSync(dirname(inner)).isDirectory()) return;
  if (!isFree(inner)) return;
  mkdirSync(inner, { recursive: true });
  // With its own git directory, or with a file that says where that is.
  if (random(3) === 0) {
    mkdirSync(join(folder, '.git/modules/b'), { recursive: true });
    git(folder, 'init', '-q', '-b', 'main', `--separate-git-dir=.git/modules/${name}`, name);
  }
  makeRepository(inner, { 'm.txt': 'module\n' });
  if (random(4)) {
    tryGit(folder, ['-c', 'advice.addEmbeddedRepo=false', 'add', '-f', name]);
    if (random(2)) tryGit(folder, ['commit', '-q', '-m', 'module', '--', name]);
  }
  const after: readonly (() => unknown)[] = [
    () => commitAll(inner, 'inside'),
    () => appendFileSync(join(inner, 'm.txt'), 'dirty\n'),
    () => writeFileSync(join(inner, 'new.txt'), 'new\n'),
    () => rmSync(join(inner, '.git'), { recursive: true }),
    () => rmSync(inner, { recursive: true }),
    () => {
      rmSync(inner, { recursive: true });
      writeFileSync(inner, 'a file\n');
    },
    () => {
      rmSync(inner, { recursive: true });
      mkdirSync(inner);
    },
    () => git(inner, 'pack-refs', '--all'),
    () => tryGit(inner, ['checkout', '-q', '--detach']),
    () => git(inner, 'symbolic-ref', 'HEAD', 'refs/heads/unborn'),
  ];
  for (let count = random(3); count > 0; count--) if (existsSync(join(inner, '.git'))) pick(random, after)();
}
