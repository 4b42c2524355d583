import { createHash } from 'node:crypto';
import {
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { systemCode } from '../../errors';
import { renameWithPatience, writeFileAtomic } from '../../files/atomic-write';
import type { TreeEntry } from '../model';
import { decodePath, encodePath, systemPath } from '../path-codec';
import { lookAt } from './lstat';
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

/** Says where one path's files stand. The aside folder exists. */
export function asidePlace(root: string, asideFolder: string, path: string): AsidePlace {
  const key = createHash('sha1').update(encodePath(path)).digest('hex');
  const home = homeOf(root, asideFolder, path, key);
  const inside = (name: string): string | Buffer => systemPath(home.folder, `${home.prefix}${name}`);
  const note = join(asideFolder, `${key}.placed`);
  const count = (): number => {
    let n = 0;
    while (lookAt(inside(String(n))) ?? lookAt(inside(`${n}${settled}`))) n++;
    return n;
  };
  return {
    fresh: () => inside('new'),
    copies: () =>
      Array.from({ length: count() }, (_, n) => inside(String(n))).filter(
        (copy) => lookAt(copy) !== undefined,
      ),
    take: (whole) => renameWithPatience(whole as string, inside(String(count())) as string),
    settle: (copy) => renameWithPatience(copy as string, withSuffix(copy) as string),
    keep: (copy) => keepCopy(join(asideFolder, 'late'), path, copy),
    notePlaced: ({ mode, id }) => writeFileAtomic(note, `${mode.toString(8)} ${id}\n`),
    placed() {
      const text = lookAt(note) ? readFileSync(note, 'latin1') : '';
      const [, mode, id] = /^([0-7]+) ([0-9a-f]{40})\n$/.exec(text) ?? [];
      return mode && id ? { mode: parseInt(mode, 8), id } : null;
    },
    clear() {
      for (let n = count() - 1; n >= 0; n--)
        for (const name of [String(n), `${n}${settled}`]) removeCopy(inside(name));
      unlinkIfThere(inside('new'));
    },
  };
}

/** Ending of a copy that was judged: its number stays taken. */
const settled = '.judged';
const withSuffix = (copy: string | Buffer): string | Buffer =>
  typeof copy === 'string' ? copy + settled : Buffer.concat([copy, Buffer.from(settled)]);

/** A copy is what stood at the path: mostly a file, but whatever can be moved. */
function removeCopy(copy: string | Buffer): void {
  if (lookAt(copy)?.isDirectory()) rmSync(copy, { recursive: true, force: true });
  else unlinkIfThere(copy);
}

interface AsideHome {
  readonly folder: string;
  readonly prefix: string;
}

function homeOf(root: string, asideFolder: string, path: string, key: string): AsideHome {
  const cut = path.lastIndexOf('/');
  const folder = cut < 0 ? root : systemPath(root, path.slice(0, cut));
  if (sameVolume(asideFolder, folder)) return { folder: asideFolder, prefix: `${key}.` };
  const hidden = `.laneway-${key}.`;
  if (sameVolume(root, folder)) return { folder: root, prefix: hidden };
  return { folder: typeof folder === 'string' ? folder : decodePath(folder), prefix: hidden };
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
