import { existsSync, lstatSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffTrees } from '../../../../src/main/engine/git/merge/diff-trees';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import {
  appendConfig,
  commitAll,
  git,
  gitEnvironment,
  makeRepository,
  writeFiles,
} from '../../../fixtures/git-oracle';
import { pick, type Random } from '../status/random-rules';

const names = ['a', 'b', 'c', 'in', 'out', 'x.txt', 'y.txt', 'UP', 'sp ace', '[b]', 'st*r', 'Größe'];
const contents = ['one\n', 'two\n', 'one\ntwo\n', '', 'three\r\n'];

export function somePath(random: Random): string {
  const depth = 1 + random(4);
  return Array.from({ length: depth }, () => pick(random, names)).join('/');
}

/** Whether a file can be written at a path: no file stands above it, no folder in its place. */
function canBeWritten(folder: string, path: string): boolean {
  const parts = path.split('/');
  return parts.every((_, i) => {
    const stat = lstatSync(join(folder, ...parts.slice(0, i + 1)), { throwIfNoEntry: false });
    return !stat || (i < parts.length - 1 ? stat.isDirectory() : stat.isFile());
  });
}

export const content = (random: Random): string => pick(random, contents) + String(random(1000));

/** Writes some files, where that can be done. @returns their paths */
export function writeSome(folder: string, random: Random, count: number): string[] {
  return Array.from({ length: count }, () => somePath(random)).filter((path) => {
    if (!canBeWritten(folder, path)) return false;
    writeFiles(folder, { [path]: content(random) });
    return true;
  });
}

const paths = (folder: string): string[] =>
  git(folder, '-c', 'core.quotePath=false', 'ls-files').split('\n').filter(Boolean);

/** Some files of the index deleted, edited, or replaced by a folder, and some more. */
function moveOn(folder: string, random: Random): void {
  for (const path of paths(folder)) {
    const kind = random(8);
    if (kind === 0 || kind === 1) writeFiles(folder, { [path]: null });
    if (kind === 1) writeFiles(folder, { [`${path}/now/inside`]: content(random) });
    if (kind === 2 || kind === 3) writeFiles(folder, { [path]: content(random) });
  }
  writeSome(folder, random, random(6));
}

/** Branches `main` (checked out) and `next`, both moved on from a common commit. */
export function randomBranches(folder: string, random: Random): void {
  makeRepository(folder, { readme: 'hello\n', '.gitignore': '*.tmp\n' });
  writeSome(folder, random, 30);
  for (const rules of ['in/.gitignore', 'a/.gitignore'])
    if (random(2) && canBeWritten(folder, rules)) writeFiles(folder, { [rules]: '?.txt\n' });
  git(folder, 'add', '-A', '-f');
  git(folder, 'commit', '-q', '-m', 'base');
  git(folder, 'checkout', '-q', '-b', 'next');
  moveOn(folder, random);
  commitAll(folder, 'next');
  git(folder, 'checkout', '-q', 'main');
  writeSome(folder, random, random(3));
  commitAll(folder, 'main');
}

const escaped = (path: string): string => path.replaceAll(/[*?[\\]/g, String.raw`\$&`);

function ordinaryPattern(random: Random): string {
  const base = escaped(somePath(random));
  const shapes = [
    '/*',
    '!/*/',
    `/${base}`,
    `/${base}/`,
    base,
    `${base}/`,
    '*.txt',
    'a',
    'in/',
    'b/**',
    '**/c',
  ];
  const pattern = pick(random, [...shapes, '/in/*', '[a-c]', '/*/a/', '# nothing', '']);
  return random(3) || pattern.startsWith('!') ? pattern : `!${pattern}`;
}

/** Folders as `git sparse-checkout` writes them, and now and then a line that no cone has. */
function conePatterns(random: Random): string[] {
  const lines = random(5) ? ['/*', '!/*/'] : [];
  const folders = Array.from({ length: random(4) }, () => escaped(somePath(random)));
  for (const folder of folders) {
    const parts = folder.split('/');
    for (let i = 1; i < parts.length; i++) {
      const above = parts.slice(0, i).join('/');
      if (!lines.includes(`/${above}/`)) lines.push(`/${above}/`, `!/${above}/*/`);
    }
    if (!lines.includes(`/${folder}/`)) lines.push(`/${folder}/`);
    if (!random(6)) lines.push(`!/${folder}/*/`);
  }
  if (!random(6)) lines.push(ordinaryPattern(random));
  return lines;
}

/** Lines of a sparse-checkout file; `cone`: to be read as cones where that can be done. */
export function randomPatterns(random: Random): { readonly lines: string[]; readonly cone: boolean } {
  const cone = random(2) === 0;
  if (cone || !random(4)) return { lines: conePatterns(random), cone };
  return { lines: Array.from({ length: 1 + random(5) }, () => ordinaryPattern(random)), cone };
}

/** Turns a whole clone into a sparse one, as native git does. */
export function makeSparse(folder: string, random: Random): void {
  const { lines, cone } = randomPatterns(random);
  const config = join(folder, '.git/config');
  appendConfig(config, 'core.sparseCheckout', 'true');
  if (cone || random(2)) appendConfig(config, 'core.sparseCheckoutCone', String(cone));
  if (cone && random(2)) appendConfig(config, 'index.sparse', 'true');
  writeFiles(folder, { '.git/info/sparse-checkout': lines.map((line) => `${line}\n`).join('') });
  if (!random(3)) git(folder, 'update-index', '--index-version', '4');
  git(folder, 'sparse-checkout', 'reapply');
}

/** The content of every file of the last commit. */
export function committed(folder: string): Map<string, Buffer> {
  const { objects } = openRepository(folder, gitEnvironment);
  const tree = git(folder, 'rev-parse', 'HEAD^{tree}');
  const files = new Map(
    diffTrees(objects, null, tree).map(({ path, to }) => [path, objects.blob(to?.id ?? '')]),
  );
  objects.close();
  return files;
}

/** Edits of people: new files, edits and deletions of what is there, and files outside that somebody brought back. */
export function randomEdits(folder: string, random: Random): void {
  writeSome(folder, random, random(5));
  for (const [path, bytes] of committed(folder)) {
    const kind = random(14);
    const isThere = existsSync(join(folder, path));
    if (kind > 2 || !canBeWritten(folder, path)) continue;
    if (kind === 0) writeFiles(folder, { [path]: content(random) });
    else if (kind === 1 && isThere) writeFiles(folder, { [path]: null });
    else if (kind === 2 && !isThere) writeFiles(folder, { [path]: bytes });
  }
  if (!random(3)) writeFileSync(join(folder, 'some.tmp'), 'ignored\n');
}
