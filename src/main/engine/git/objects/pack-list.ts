import { readdirSync, statSync } from 'node:fs';
import { systemCode } from '../../errors';
import type { GitObject, ObjectId } from '../model';
import { openPack } from './pack';
import type { Pack, PackContext } from './pack';

/** All packs of some objects folders; the one that had the last object is asked first. */
export interface PackList {
  /** The object, or null when no known pack has it. */
  read(id: ObjectId): GitObject | null;
  /** Path of the pack file that holds the object, or null. */
  find(id: ObjectId): string | null;
  /** Lists the folders again. Packs that are still there keep what they have loaded. */
  reload(): void;
  /** Lists again if a folder changed since it was listed; whether it did. */
  reloadIfChanged(): boolean;
  close(): void;
}

/** At most this much of packs is held in memory per clone; what exceeds it is read by ranges. */
const loadLimitBytes = 256 * 1024 * 1024;
/** A folder that changed just before it was listed may change again without another time stamp. */
const settleMilliseconds = 2000;

export function openPackList(
  folders: () => readonly string[],
  context: Omit<PackContext, 'loadLimitBytes'>,
): PackList {
  let packs: Pack[] | undefined;
  let seen = new Map<string, { changed: bigint; listedAt: number }>();

  const room = (): number => loadLimitBytes - (packs ?? []).reduce((sum, pack) => sum + pack.loadedBytes, 0);

  const list = (): Pack[] => {
    const known = new Map((packs ?? []).map((pack) => [pack.path, pack]));
    const found: Pack[] = [];
    seen = new Map();
    for (const objects of folders()) {
      const folder = `${objects}/pack`;
      seen.set(folder, { changed: changeTime(folder), listedAt: Date.now() });
      for (const path of packPaths(folder)) {
        found.push(known.get(path) ?? openPack(path, { ...context, loadLimitBytes: room }));
        known.delete(path);
      }
    }
    for (const gone of known.values()) gone.close();
    return (packs = found);
  };

  /** Asks the packs in turn; one that vanished meanwhile (repacked by another program) counts as not having it. */
  const first = <T>(id: ObjectId, use: (pack: Pack, offset: number) => T): T | null => {
    const key = Buffer.from(id, 'hex');
    const all = packs ?? list();
    for (const [position, pack] of all.entries()) {
      try {
        const offset = pack.find(key);
        if (offset < 0) continue;
        const result = use(pack, offset);
        if (position > 0 && packs === all) all.unshift(...all.splice(position, 1));
        return result;
      } catch (cause) {
        if (systemCode(cause) !== 'ENOENT') throw cause;
      }
    }
    return null;
  };

  return {
    read: (id) => first(id, (pack, offset) => pack.readAt(offset, id)),
    find: (id) => first(id, (pack) => `${pack.path}.pack`),
    reload: () => void list(),
    reloadIfChanged() {
      if (packs === undefined) {
        list();
        return true;
      }
      const changed = [...seen].some(([folder, { changed, listedAt }]) => {
        const now = changeTime(folder);
        return now !== changed || Number(now / 1_000_000n) > listedAt - settleMilliseconds;
      });
      if (changed) list();
      return changed;
    },
    close() {
      for (const pack of packs ?? []) pack.close();
      packs = undefined;
    },
  };
}

/** Nanoseconds since 1970; 0 where there is no such folder. */
const changeTime = (folder: string): bigint =>
  statSync(folder, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? 0n;

/** Packs that are complete: both files are there. Paths without extension. */
function packPaths(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') return [];
    throw cause;
  }
  const all = new Set(names);
  return names
    .filter((name) => name.endsWith('.idx') && all.has(`${name.slice(0, -4)}.pack`))
    .map((name) => `${folder}/${name.slice(0, -4)}`);
}
