import { readdirSync, statSync } from 'node:fs';
import { isError, systemCode } from '../../errors';
import { idPattern, type ObjectFormat } from '../object-format';
import { openPackBytes } from '../objects/pack-bytes';
import { readPackIndex, type PackIndex } from '../objects/pack-index';

/** A small pack, complete, with nothing beside it but its index. */
export interface SmallPack {
  /** Path without extension. */
  readonly path: string;
  readonly count: number;
  readonly sizeBytes: number;
  /** Another one after somebody replaced or used the file. */
  readonly stamp: string;
}

/** What is larger stays as it is: writing it again would cost more than it gains. */
const largestCount = 4000;
const largestBytes = 8 * 1024 * 1024;

/** What an index has besides the objects: magic, version, fan-out and two checksums. */
const indexOverheadBytes = ({ idBytes }: ObjectFormat): number => 8 + 1024 + 2 * idBytes;

const packFile = new RegExp(`^(pack-${idPattern})\\.(.+)$`);

/**
 * The small packs of a folder, those with the fewest objects first. Left out are packs with any file beside pack and
 * index: `.keep` (another program is at work on it), `.promisor`, `.bitmap`, `.rev`, `.mtimes` (native git made it and
 * looks after it). All are left out where native git has an index over several packs, because that names them.
 */
export function smallPacks(packFolder: string, format: ObjectFormat): SmallPack[] {
  const names = namesIn(packFolder);
  if (names.some((name) => name.startsWith('multi-pack-index'))) return [];
  const extensions = new Map<string, string[]>();
  for (const name of names) {
    const [, base, extension] = packFile.exec(name) ?? [];
    if (base && extension) extensions.set(base, [...(extensions.get(base) ?? []), extension]);
  }
  return [...extensions]
    .filter(([, all]) => all.sort().join() === 'idx,pack')
    .flatMap(([base]) => describe(`${packFolder}/${base}`, format) ?? [])
    .filter(({ count, sizeBytes }) => count > 0 && count <= largestCount && sizeBytes <= largestBytes)
    .sort((a, b) => a.count - b.count || (a.path < b.path ? -1 : 1));
}

function describe(path: string, format: ObjectFormat): SmallPack | null {
  const index = statSync(`${path}.idx`, { throwIfNoEntry: false });
  const stamp = packStamp(path);
  if (index === undefined || stamp === null) return null;
  const count = Math.floor((index.size - indexOverheadBytes(format)) / (format.idBytes + 8));
  return { path, count, ...stamp };
}

/** Size and stamp of a pack as it is now; null when it is gone. */
export function packStamp(path: string): Pick<SmallPack, 'sizeBytes' | 'stamp'> | null {
  const stats = statSync(`${path}.pack`, { bigint: true, throwIfNoEntry: false });
  return stats === undefined
    ? null
    : { sizeBytes: Number(stats.size), stamp: `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs}` };
}

/**
 * The index of a pack that holds whole objects only, as Laneway writes them; null for one with deltas: that is native
 * git's, and would grow when it is written without them. Null as well for one that is damaged or gone: then nobody
 * may touch it, and whoever needs it is told.
 */
export function indexOfWholeObjects({ path, sizeBytes }: SmallPack, format: ObjectFormat): PackIndex | null {
  try {
    const index = readPackIndex(`${path}.idx`, format);
    const bytes = openPackBytes(`${path}.pack`, sizeBytes);
    try {
      for (const offset of index.offsets()) {
        const type = ((bytes.range(offset, offset + 1)[0] ?? 0) >> 4) & 7;
        if (type < 1 || type > 4) return null;
      }
    } finally {
      bytes.close();
    }
    return index;
  } catch (cause) {
    if (isError(cause, 'object-damaged') || isError(cause, 'unsupported-repository')) return null;
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}

export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return [];
    throw cause;
  }
}
