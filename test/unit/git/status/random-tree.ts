import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemPath } from '../../../../src/main/engine/git/path-codec';
import { appendConfig, git, makeRepository, tryGit } from '../../../fixtures/git-oracle';
import { tempFolder } from '../../../fixtures/temp';
import { attributes, ignores, pick, randomSource, type Random } from './random-rules';

const names = [
  'a',
  'b',
  'c.txt',
  'keep.log',
  'x.log',
  'build',
  'sp ace',
  'Größe',
  '🙂',
  'new\nline',
  'back\\slash',
  '"quoted"',
  'bad\udcff\udcfe',
  'l'.repeat(255),
  '-dash',
  'crlf.txt',
  'auto.bin',
  'tail ',
  'UPPER.TXT',
  'media',
  'größe',
  'GRÖSSE',
  'gro\u0308ße',
  'A',
];
const contents = [
  'one\n',
  'one\r\n',
  'one\ntwo\n',
  'two\ntwo\n',
  'one\r\ntwo\r\n',
  'mixed\r\nends\n',
  '',
  'no end',
  'bin\0ary\r\n',
  'lone\rcr\r\n',
  'same\n',
  'size\n',
  `${'long '.repeat(500)}\n`,
  Buffer.from([0xff, 0xfe, 13, 10, 65, 0]),
  'dos\r\n\x1a',
];

export interface RandomTree {
  readonly folder: string;
  readonly random: Random;
}

export function somePath(random: Random): string {
  const depth = 1 + random(3);
  return Array.from({ length: depth }, (_, i) =>
    pick(random, i < depth - 1 ? names.slice(0, 9) : names),
  ).join('/');
}

/** One random act on the working tree; what cannot be done there is left out. */
function act({ folder, random }: RandomTree, paths: string[]): void {
  const path = random(3) && paths.length ? pick(random, paths) : somePath(random);
  const whole = systemPath(folder, path);
  const stat = lstatSync(whole, { throwIfNoEntry: false });
  switch (random(10)) {
    case 0:
      if (stat) rmSync(whole, { recursive: true });
      return;
    case 1:
      if (stat?.isFile()) chmodSync(whole, stat.mode & 0o100 ? 0o644 : 0o755);
      return;
    case 2:
      if (stat && !stat.isDirectory()) rmSync(whole);
      if (stat?.isDirectory()) return;
      mkdirSync(dirname(String(whole)), { recursive: true });
      // Never to itself: git cannot look below such a link, and shows what was there as unchanged.
      symlinkSync(
        pick(
          random,
          ['a', '../b', 'nowhere', 'Größe'].filter((name) => name !== basename(path)),
        ),
        whole,
      );
      return;
    case 3: {
      const to = systemPath(folder, somePath(random));
      mkdirSync(dirname(String(to)), { recursive: true });
      if (stat && !lstatSync(to, { throwIfNoEntry: false })) renameSync(whole, to);
      return;
    }
    case 4:
      if (stat?.isFile()) rmSync(whole);
      mkdirSync(whole, { recursive: true });
      if (random(2)) writeFileSync(Buffer.concat([Buffer.from(whole), Buffer.from('/inner')]), 'inner\n');
      return;
    default:
      if (stat?.isDirectory()) return;
      if (stat?.isSymbolicLink()) rmSync(whole);
      mkdirSync(dirname(String(whole)), { recursive: true });
      writeFileSync(whole, pick(random, contents));
      paths.push(path);
  }
}

/** Random acts on the working tree. */
export function acts(tree: RandomTree, paths: string[], count: number): void {
  for (let i = 0; i < count; i++)
    try {
      act(tree, paths);
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? '';
      if (
        !['ENOTDIR', 'EEXIST', 'EISDIR', 'ENOENT', 'ELOOP', 'EINVAL', 'ENOTEMPTY', 'ENAMETOOLONG'].includes(
          code,
        )
      )
        throw cause;
    }
}

function rules(tree: RandomTree): void {
  const { folder, random } = tree;
  const put = (name: string, from: readonly string[]): void => {
    const where = random(2) ? '' : pick(random, ['a', 'b', 'build', 'media', 'Größe']);
    const path = systemPath(folder, where ? `${where}/${name}` : name);
    if (where && !lstatSync(systemPath(folder, where), { throwIfNoEntry: false })?.isDirectory()) return;
    writeFileSync(path, pick(random, from) + (random(2) ? pick(random, from) : ''));
  };
  const set = (key: string, value: string): void => appendConfig(join(folder, '.git/config'), key, value);
  if (random(2)) put('.gitignore', ignores);
  if (random(3) === 0) put('.gitignore', ignores);
  if (random(2)) put('.gitattributes', attributes);
  if (random(4) === 0) writeFileSync(`${folder}/.git/info/exclude`, pick(random, ignores));
  if (random(4) === 0) writeFileSync(`${folder}/.git/info/attributes`, pick(random, attributes));
  if (random(3) === 0) set('core.autocrlf', pick(random, ['true', 'input', 'false']));
  if (random(4) === 0) set('core.eol', pick(random, ['crlf', 'lf', 'native']));
  if (random(8) === 0) set('core.filemode', 'false');
  if (random(8) === 0) set('core.ignorecase', 'true');
}

const templates = new Map<string | null, string>();

/** A repository of one commit, made once: copying it costs less than three programs. */
function templateWith(file: string | null): string {
  const known = templates.get(file);
  if (known) return known;
  const made = makeRepository(join(tempFolder('template'), 'site'), file ? { [file]: 'first\n' } : {});
  rmSync(join(made, '.git/hooks'), { recursive: true });
  templates.set(file, made);
  return made;
}

/** A repository with some history, some staged and some unstaged work, rules and settings, all decided by the seed. */
export function randomTree(folder: string, seed: number): RandomTree {
  const random = randomSource(seed);
  cpSync(templateWith(random(6) ? 'c.txt' : null), folder, { recursive: true });
  const tree = { folder, random };
  const paths: string[] = [];
  if (random(2)) rules(tree);
  acts(tree, paths, 4 + random(12));
  // Not where ignoreCase takes two names for one.
  tryGit(folder, ['-c', 'core.safecrlf=false', 'add', '-A']);
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'second');
  if (random(2)) rules(tree);
  acts(tree, paths, random(8));
  if (random(2)) tryGit(folder, ['-c', 'core.safecrlf=false', 'add', '-A']);
  if (random(8) === 0) git(folder, 'update-index', '--index-version', '4');
  acts(tree, paths, random(10));
  if (random(4) === 0) {
    writeFileSync(`${folder}/announced`, 'soon\n');
    git(folder, 'add', '-f', '-N', 'announced');
    if (random(3) === 0) rmSync(`${folder}/announced`);
  }
  if (random(6) === 0) git(folder, 'rm', '-q', '-r', '-f', '--cached', '--ignore-unmatch', 'a');
  return tree;
}
