import { createHash } from 'node:crypto';
import {
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { systemCode } from '../../errors';
import { renameWithPatience, writeFileAtomic } from '../../files/atomic-write';
import type { TreeEntry } from '../model';
import { idPattern } from '../object-format';
import { decodePath, encodePath, systemPath } from '../path-codec';
import { isAbsent, lookAt } from './lstat';
import { unlinkIfThere } from './put-file';

/**
 * Where the replaced file of one path stands until the new one is in its place: under names that follow from the
 * path, so that a second run finds what a crashed one left. It is in the aside folder, or in the working tree where
 * that is another volume (a file can only be moved in one step within a volume).
 */
export interface AsidePlace {
  /** The new content before it gets its name. */
  fresh(): string | Buffer;
  /** What was moved here, oldest first. */
  copies(): (string | Buffer)[];
  /** Moves the file away from its path in one step. */
  take(whole: string | Buffer): void;
  /** Keeps a copy where a person finds it; the same file is kept once. @returns where */
  keep(copy: string | Buffer): string;
  /** A copy that was kept and judged does not count any more. */
  settle(copy: string | Buffer): void;
  /** Notes that a late edit's merged content was put into place, so that it is not taken for another late edit. */
  notePlaced(entry: TreeEntry): void;
  placed(): TreeEntry | null;
  /** Forgets what stands here; what was kept, and what was noted, stays. */
  clear(): void;
}

/** Says where the files of a path stand; one for all paths of a run, because it remembers what it saw. */
export type AsidePlaces = (path: string) => AsidePlace;

/** The aside folder exists, and nobody else writes there. */
export function asidePlaces(root: string, asideFolder: string): AsidePlaces {
  const homes = new Map<string, AsideHome>();
  const homeFor = (path: string): AsideHome => {
    const above = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const known = homes.get(above);
    if (known) return known;
    const home = homeOf(root, asideFolder, above);
    homes.set(above, home);
    return home;
  };
  /** What stands in a folder: it is read once, and then what is done here is kept up with. */
  const folders = new Map<string, Set<string>>();
  const namesIn = (folder: string): Set<string> => {
    const known = folders.get(folder);
    if (known) return known;
    const names = new Set(listed(folder));
    folders.set(folder, names);
    return names;
  };
  return (path) => asidePlace(homeFor(path), namesIn, asideFolder, path);
}

function listed(folder: string): string[] {
  try {
    return readdirSync(systemPath(folder, ''), { encoding: 'buffer' }).map((name) => decodePath(name));
  } catch (cause) {
    if (isAbsent(cause)) return [];
    throw cause;
  }
}

function asidePlace(
  home: AsideHome,
  namesIn: (folder: string) => Set<string>,
  asideFolder: string,
  path: string,
): AsidePlace {
  const key = createHash('sha1').update(encodePath(path)).digest('hex');
  const nameOf = (end: string): string => `${home.hidden ? `.laneway-${key}.` : `${key}.`}${end}`;
  const inside = (end: string): string | Buffer => systemPath(home.folder, nameOf(end));
  const stands = (end: string): boolean => namesIn(home.folder).has(nameOf(end));
  const move = (from: string | Buffer, end: string): void => {
    renameWithPatience(from as string, inside(end) as string);
    namesIn(home.folder).add(nameOf(end));
  };
  const note = join(asideFolder, `${key}.placed`);
  const count = (): number => {
    let n = 0;
    while (stands(String(n)) || stands(`${n}${settled}`)) n++;
    return n;
  };
  const copies = (): string[] => Array.from({ length: count() }, (_, n) => String(n)).filter(stands);
  return {
    fresh: () => inside('new'),
    copies: () => copies().map(inside),
    take: (whole) => move(whole, String(count())),
    settle(copy) {
      const end = copies().find((one) => String(inside(one)) === String(copy));
      if (end === undefined) throw new Error('not a copy of this path');
      move(copy, `${end}${settled}`);
      namesIn(home.folder).delete(nameOf(end));
    },
    keep: (copy) => keepCopy(join(asideFolder, 'late'), path, copy),
    notePlaced({ mode, id }) {
      writeFileAtomic(note, `${mode.toString(8)} ${id}\n`);
      namesIn(asideFolder).add(`${key}.placed`);
    },
    placed() {
      const text = namesIn(asideFolder).has(`${key}.placed`) ? readFileSync(note, 'latin1') : '';
      const [, mode, id] = entryNote.exec(text) ?? [];
      return mode && id ? { mode: parseInt(mode, 8), id } : null;
    },
    clear() {
      for (let n = count() - 1; n >= 0; n--)
        for (const end of [String(n), `${n}${settled}`])
          if (stands(end)) {
            removeCopy(inside(end));
            namesIn(home.folder).delete(nameOf(end));
          }
      unlinkIfThere(inside('new'));
    },
  };
}

const entryNote = new RegExp(`^([0-7]+) (${idPattern})\\n$`);

/** Ending of a copy that was judged: its number stays taken. */
const settled = '.judged';

/** A copy is what stood at the path: mostly a file, but whatever can be moved. */
function removeCopy(copy: string | Buffer): void {
  if (lookAt(copy)?.isDirectory()) rmSync(copy, { recursive: true, force: true });
  else unlinkIfThere(copy);
}

interface AsideHome {
  readonly folder: string;
  /** It stands in the working tree, where its name must be one that hides. */
  readonly hidden: boolean;
}

/** @param above the folder of the path in the working tree, '' for its top */
function homeOf(root: string, asideFolder: string, above: string): AsideHome {
  const folder = systemPath(root, above);
  if (sameVolume(asideFolder, folder)) return { folder: asideFolder, hidden: false };
  if (sameVolume(root, folder)) return { folder: root, hidden: true };
  return { folder: typeof folder === 'string' ? folder : decodePath(folder), hidden: true };
}

/** The volume of the deepest folder that is there already: the others will be made in it. */
function sameVolume(a: string, b: string | Buffer): boolean {
  let path = String(b);
  let stat = lookAt(b);
  while (!stat && path !== dirname(path)) {
    path = dirname(path);
    stat = lookAt(path);
  }
  return stat?.dev === lstatSync(a).dev;
}

function keepCopy(lateFolder: string, path: string, copy: string | Buffer): string {
  for (let n = 0; ; n++) {
    const target = join(lateFolder, n === 0 ? path : `${path}.${n}`);
    const there = lookAt(target);
    if (there && sameFile(copy, target)) return target;
    if (there) continue;
    mkdirSync(dirname(target), { recursive: true });
    if (lookAt(copy)?.isSymbolicLink()) symlinkSync(readlinkSync(copy, { encoding: 'buffer' }), target);
    else linkOrCopy(copy, target);
    return target;
  }
}

function sameFile(a: string | Buffer, b: string): boolean {
  const [first, second] = [lookAt(a), lookAt(b)];
  if (!first || !second) return false;
  if (first.isSymbolicLink() && second.isSymbolicLink()) return readlinkSync(a) === readlinkSync(b);
  if (first.ino === second.ino && first.dev === second.dev) return true;
  if (!first.isFile() || !second.isFile() || first.size !== second.size) return false;
  return readFileSync(a).equals(readFileSync(b));
}

function linkOrCopy(from: string | Buffer, to: string): void {
  try {
    linkSync(from, to);
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') throw cause;
    copyFileSync(from, to);
  }
}
