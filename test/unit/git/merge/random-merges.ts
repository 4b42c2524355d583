import { readFileSync } from 'node:fs';
import { git, tryGit } from '../../../fixtures/git-oracle';
import { randomNumbers } from '../history/random-numbers';

type Random = (below: number) => number;
/** Path -> mode and content (for a submodule the id it points to). */
type Site = Map<string, { readonly mode: string; readonly content: Buffer }>;

export interface RandomMerge {
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Builds random histories in one bare repository, each with two commits to merge: edits, exact and similar renames of
 * files and folders, deletions, modes, links, submodules, binary and Latin-1 files, files that become folders, the same
 * names added on both sides, and up to four merge bases.
 * @returns the pairs to merge, one per seed
 */
export function buildRandomMerges(folder: string, seeds: readonly number[]): RandomMerge[] {
  git(folder, 'init', '-q', '--bare', '.');
  const parts: Buffer[] = [];
  let mark = 0;
  let seconds = 0;
  const commit = (site: Site, parents: readonly number[], at = (seconds += 10)): number => {
    mark++;
    parts.push(
      Buffer.from(
        [
          `reset refs/heads/none\n`,
          `commit refs/heads/none\nmark :${mark}\ncommitter T <t@example.org> ${at} +0000\ndata 1\nx\n`,
          ...parents.map((parent, i) => `${i === 0 ? 'from' : 'merge'} :${parent}\n`),
          'deleteall\n',
        ].join(''),
      ),
    );
    for (const [path, { mode, content }] of site)
      if (mode === '160000') parts.push(Buffer.from(`M 160000 ${content.toString()} ${path}\n`));
      else
        parts.push(
          Buffer.from(`M ${mode} inline ${path}\ndata ${content.length}\n`),
          content,
          Buffer.from('\n'),
        );
    return mark;
  };
  const pairs = seeds.map((seed) => {
    seconds = 1_700_000_000 + seed * 1_000; // the same ids whatever else is built
    return makeHistory(randomNumbers(seed), commit);
  });
  const marks = `${folder}/marks`;
  const run = tryGit(
    folder,
    ['fast-import', '--quiet', '--force', `--export-marks=${marks}`],
    Buffer.concat(parts),
  );
  if (run.status !== 0) throw new Error(run.stderr);
  const idOf = readMarks(marks);
  return pairs.map(([ours, theirs]) => ({ ours: idOf(ours), theirs: idOf(theirs) }));
}

function readMarks(file: string): (mark: number) => string {
  const ids = new Map(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const [mark = '', id = ''] = line.split(' ');
        return [Number(mark.slice(1)), id] as const;
      }),
  );
  return (mark) => ids.get(mark) ?? '';
}

type Commit = (site: Site, parents: readonly number[], at?: number) => number;

function makeHistory(random: Random, commit: Commit): [number, number] {
  const root = random(8) ? startSite(random) : bigSite(random);
  const first = commit(root, []);
  const shape = random(10);
  if (shape < 6) return [commit(change(root, random), [first]), commit(change(root, random), [first])];
  const bases = Array.from({ length: 2 + random(3) }, () => change(root, random, 3));
  let marks = bases.map((site) => commit(site, [first]));
  let sites = bases;
  if (shape === 9) {
    // Bases that have several bases themselves.
    sites = sites.map((site, i) =>
      change(mix(site, sites[(i + 1) % sites.length] ?? site, random), random, 2),
    );
    const before = marks;
    marks = sites.map((site) => commit(site, before));
  }
  const mixed = (): Site => sites.reduce((all, site) => mix(all, site, random));
  return [
    commit(change(mixed(), random, 3), marks),
    commit(change(mixed(), random, 3), [...marks].reverse()),
  ];
}

/** As somebody might have resolved a merge: of each path one of the two versions. */
function mix(a: Site, b: Site, random: Random): Site {
  const site: Site = new Map();
  for (const path of new Set([...a.keys(), ...b.keys()])) {
    const file = random(2) ? (a.get(path) ?? (random(3) ? b.get(path) : undefined)) : b.get(path);
    if (file) put(site, path, file);
  }
  return site;
}

const folders = ['', 'a/', 'b/', 'a/c/', 'd/e/f/', 'g/'];
const names = ['one.txt', 'two.txt', 'three', 'x.uda', 'y.cshtml', 'n'];

function startSite(random: Random): Site {
  const site: Site = new Map();
  const count = 4 + random(14);
  for (let i = 0; i < count; i++) put(site, newPath(random), newFile(random));
  return site;
}

/** Many files that are not alike, in nested folders: whole folders stay unread, tables grow. */
function bigSite(random: Random): Site {
  const site = startSite(random);
  const count = 50 + random(150);
  for (let i = 0; i < count; i++) {
    const lines = Array.from({ length: 3 + random(10) }, (_, line) => `file ${i} line ${line}\n`);
    const path = `${pick(random, folders)}p${random(9)}/${pick(random, ['', 'q/', `r${random(9)}/`])}f${random(40)}.txt`;
    put(site, path, { mode: '100644', content: Buffer.from(lines.join('')) });
  }
  return site;
}

const pick = <T>(random: Random, values: readonly T[]): T => values[random(values.length)] as T;
const newPath = (random: Random): string => pick(random, folders) + pick(random, names);

function newFile(random: Random): { mode: string; content: Buffer } {
  const kind = random(24);
  if (kind === 0) return { mode: '120000', content: Buffer.from(`to${random(3)}`) };
  if (kind === 1) return { mode: '160000', content: Buffer.from(`${random(4) + 1}`.repeat(40)) };
  if (kind === 2) return { mode: '100644', content: Buffer.alloc(0) };
  const mode = random(10) ? '100644' : '100755';
  if (kind === 3) return { mode, content: Buffer.from([0, 1, random(3), 255, 10, 7, 10, random(3)]) };
  return { mode, content: text(random) };
}

/** Lines out of a few families, so that files are alike by chance. */
function text(random: Random): Buffer {
  const family = random(4);
  const end = random(8) ? '\n' : '\r\n';
  const lines = Array.from(
    { length: 1 + random(12) },
    (_, i) => `family ${family} line ${i + (random(9) ? 0 : 3)}`,
  );
  const last = random(10) ? end : '';
  return Buffer.from(lines.join(end) + (random(6) ? '' : ' caf\xe9') + last, 'latin1');
}

function edit(content: Buffer, random: Random): Buffer {
  const lines = content.toString('latin1').split('\n');
  const times = 1 + random(3);
  for (let i = 0; i < times; i++) {
    const at = random(lines.length);
    const how = random(3);
    const line = `edit ${random(4)}`;
    if (how === 0) lines[at] = line;
    else if (how === 1) lines.splice(at, 0, line);
    else lines.splice(at, 1);
  }
  return Buffer.from(lines.join('\n'), 'latin1');
}

function put(site: Site, path: string, file: { mode: string; content: Buffer }): void {
  for (const other of [...site.keys()])
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) site.delete(other);
  site.set(path, file);
}

function change(start: Site, random: Random, most = 6): Site {
  const site: Site = new Map(start);
  const times = random(start.size > 40 ? most * 4 : most + 1);
  for (let i = 0; i < times; i++) changeOnce(site, random);
  return site;
}

function changeOnce(site: Site, random: Random): void {
  const paths = [...site.keys()];
  if (paths.length === 0) return put(site, newPath(random), newFile(random));
  const path = pick(random, paths);
  const file = site.get(path) ?? newFile(random);
  const isText = file.mode.startsWith('100');
  const edited = isText ? { mode: file.mode, content: edit(file.content, random) } : newFile(random);
  switch (random(12)) {
    case 0:
    case 1:
    case 2:
      return put(site, path, edited);
    case 3:
      return put(site, newPath(random), newFile(random));
    case 4:
      site.delete(path);
      return;
    case 5:
      site.delete(path);
      return put(site, newPath(random), file);
    case 6:
      site.delete(path);
      return put(site, newPath(random), edited);
    case 7:
    case 8:
      return moveFolder(site, path, random);
    case 9:
      if (isText) put(site, path, { ...file, mode: file.mode === '100644' ? '100755' : '100644' });
      return;
    case 10:
      // A file becomes a folder, or the other way round.
      site.delete(path);
      return put(site, random(2) ? `${path}/in` : path.slice(0, Math.max(1, path.lastIndexOf('/'))), file);
    default:
      return put(site, path, newFile(random));
  }
}

function moveFolder(site: Site, path: string, random: Random): void {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (folder === '') return;
  const goals = [
    'a/',
    'b/',
    'moved/',
    'a/moved/',
    'g/',
    '',
    ...(site.size > 40 ? ['p1/', 'p2/q/', 'new/r1/'] : []),
  ];
  const goal = pick(random, goals);
  if (goal.startsWith(folder)) return;
  for (const [old, file] of [...site])
    if (old.startsWith(folder) && random(8)) {
      site.delete(old);
      const edited =
        random(4) || !file.mode.startsWith('100') ? file : { ...file, content: edit(file.content, random) };
      put(site, goal + old.slice(folder.length), edited);
    }
}
