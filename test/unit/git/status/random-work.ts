import { lstatSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statDataOf, type StatData } from '../../../../src/main/engine/git/index/index-entry';
import { lockIndex } from '../../../../src/main/engine/git/index/index-lock';
import { idAt, modeAt } from '../../../../src/main/engine/git/index/read-index';
import { systemPath } from '../../../../src/main/engine/git/path-codec';
import { openRepository } from '../../../../src/main/engine/git/repository/open-repository';
import { tryGit } from '../../../fixtures/git-oracle';
import { randomModule } from './random-module';
import { pick, randomSource, type Random } from './random-rules';
import { randomSettings } from './random-settings';
import { acts, randomTree, somePath } from './random-tree';
import { madeUpId } from '../../../fixtures/object-format';

export interface RandomWork {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A clone at work, and native git in it: what it cannot do there is left out. */
interface Place extends RandomWork {
  readonly random: Random;
  run(args: readonly string[], input?: string): string;
}

/** Paths of the index that are files or links. Names that are no UTF-8 cannot be given to a program from here. */
const trackedFiles = ({ run }: Place): string[] =>
  run(['ls-files', '-s', '-z'])
    .split('\0')
    .filter((line) => /^1[02]/.test(line) && !line.includes('\ufffd'))
    .map((line) => line.slice(line.indexOf('\t') + 1));

const onSome =
  (act: (place: Place, path: string, whole: string) => unknown) =>
  (place: Place): void => {
    const paths = trackedFiles(place);
    if (paths.length === 0) return;
    const path = pick(place.random, paths);
    act(place, path, join(place.folder, path));
  };

const isFile = (whole: string): boolean => {
  try {
    return lstatSync(whole).isFile();
  } catch {
    return false;
  }
};

/** What people and programs do to a clone besides editing files. */
const moreActs: readonly ((place: Place) => unknown)[] = [
  onSome(({ run }, path) => run(['update-index', '--assume-unchanged', '--', path])),
  onSome(({ run }, path) => run(['update-index', '--chmod=+x', '--', path])),
  onSome(({ run, random }, path) => {
    const id = run(['hash-object', '-w', '--stdin'], 'one\n').trim();
    run(['update-index', '--cacheinfo', `${pick(random, ['100644', '120000'])},${id},${path}`]);
  }),
  onSome(({ random }, _, whole) => {
    const then = Date.now() / 1000 + pick(random, [-3600, -1, 0, 1, 3600]);
    if (isFile(whole)) utimesSync(whole, then, then);
  }),
  onSome((place, path, whole) => {
    if (isFile(whole)) editAtOnce(place, path, whole);
  }),
  onSome((place, path) => addAsWeDo(place, path, null)),
  ({ run }) => run(['update-index', '--untracked-cache']),
  ({ run }) => run(['update-index', '-q', '--refresh']),
  (place) => {
    newFile(place, somePath(place.random));
    place.run(['add', '-A', '-N', '-f']);
  },
  ({ run }) => run(['symbolic-ref', 'HEAD', 'refs/heads/unborn']),
  ({ run }) => run(['update-ref', '--no-deref', 'HEAD', 'HEAD']),
  (place) => {
    const { run, random, folder } = place;
    const name = (_: unknown, i: number): string => `${i}`.repeat(pick(random, [1, 120]));
    const deep = Array.from({ length: 1 + random(20) }, name).join('/');
    newFile(place, deep);
    if (random(2)) run(['add', '-f', '--', deep]);
    if (random(2) && isFile(join(folder, deep))) rmSync(join(folder, deep));
  },
  ({ run, random }) => {
    const path = pick(random, ['c.txt', 'b', 'media']);
    const stages = ['one\n', 'two\n', 'three\n'].flatMap((text, i) =>
      random(3) ? [`100644 ${run(['hash-object', '-w', '--stdin'], text).trim()} ${i + 1}\t${path}\n`] : [],
    );
    if (stages.length)
      run(['update-index', '--index-info'], `0 ${madeUpId('0')}\t${path}\n${stages.join('')}`);
  },
  ({ folder, random }) => randomModule(folder, pick(random, ['module', 'b/module', 'media']), random),
];

/** Two edits of the same length, the index written between them, all within one tick of the clock. */
function editAtOnce(place: Place, path: string, whole: string): void {
  writeFileSync(whole, 'size\n');
  if (place.random(2)) place.run(['add', '-f', '--', path]);
  else {
    const id = place.run(['hash-object', '-w', '--stdin'], 'size\n').trim();
    addAsWeDo(place, path, { id, stat: statDataOf(lstatSync(whole, { bigint: true })) });
  }
  writeFileSync(whole, 'same\n');
}

/** Writes the index as a deployment does: one new entry, or only anew. */
function addAsWeDo({ folder }: Place, path: string, added: { id: string; stat: StatData } | null): void {
  const repository = openRepository(folder, {});
  const lock = lockIndex(repository);
  const index = lock.readIndex();
  const at = index.paths.indexOf(path);
  const entry = { mode: modeAt(index, at), id: idAt(index, at), stat: null, ...added };
  lock.write(new Map(added ? [[path, entry]] : []));
  lock.commit();
  repository.objects.close();
}

function newFile({ folder }: Place, path: string): void {
  try {
    mkdirSync(systemPath(folder, path.slice(0, Math.max(0, path.lastIndexOf('/')))), { recursive: true });
    writeFileSync(systemPath(folder, path), 'announced\n', { flag: 'wx' });
  } catch (cause) {
    if (!/EEXIST|ENOTDIR|EISDIR|ENOENT|ELOOP/.test(String(cause))) throw cause;
  }
}

/** A random working tree (see randomTree), settings from everywhere, and what other programs leave in an index. */
export function randomWork(folder: string, home: string, seed: number): RandomWork {
  const random = randomSource(seed ^ 0x5eed);
  randomTree(folder, seed);
  const environment = randomSettings(folder, home, random);
  const run: Place['run'] = (args, input) => tryGit(folder, args, input, environment).stdout.toString();
  const place = { folder, environment, random, run };
  if (random(2)) run(['-c', 'core.safecrlf=false', 'add', '-A']);
  for (const count of [random(4), random(4)]) {
    for (let i = 0; i < count; i++) pick(random, moreActs)(place);
    acts(place, [], random(6));
  }
  return { folder, environment };
}
