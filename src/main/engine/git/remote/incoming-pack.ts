import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { fsyncFolder, renameWithPatience, writeAll } from '../../files/atomic-write';
import { fromSystem, isFromOutside } from '../../errors';
import { indexPack } from '../objects/index-pack';
import type { IndexPackOptions } from '../objects/index-pack';
import { packIndexBytes } from '../objects/pack-index-bytes';
import type { DiskStore } from '../repository/repository';
import { keepText, writeDurable } from '../objects/write-pack';

/** A pack on its way into a clone: a temporary file that nobody takes for a pack until `finish`. */
export interface IncomingPack {
  readonly sizeBytes: number;
  write(piece: Buffer): void;
  /**
   * Checks and indexes it; both files are durable and in place then, with a `.keep` so that native git leaves it alone
   * until refs need it. Null for a pack without objects.
   * @throws DamagedPack, what `pause` throws, EngineError `disk-full`, `not-permitted`; nothing is left behind
   */
  finish(options: Omit<IndexPackOptions, 'format'>): Promise<StoredPack | null>;
  /** Takes back what is not finished. Free to call at any time. */
  discard(): void;
}

export interface StoredPack {
  /** Refs need it now: other programs may pack it again. */
  release(): void;
  /** It turned out to be of no use. */
  remove(): void;
}

/** The message says why. */
export class DamagedPack extends Error {
  override readonly name = 'DamagedPack';
}

/** @param store its folder `pack` is made if it is not there */
export function openIncomingPack({ folder, format }: Pick<DiskStore, 'folder' | 'format'>): IncomingPack {
  const packFolder = `${folder}/pack`;
  // The names of write-pack: housekeeping, and git's own, sweep what a crash leaves.
  const unique = randomBytes(6).toString('hex');
  const newPack = `${packFolder}/tmp_pack_${unique}`;
  const newIndex = `${packFolder}/tmp_idx_${unique}`;
  const path = `${packFolder}/pack-${randomBytes(format.idBytes).toString('hex')}`;
  const hash = format.createHash();
  let tail: Buffer = Buffer.alloc(0); // the last bytes are the checksum of those before
  let sizeBytes = 0;
  let file: number | null = null;

  const close = (): void => {
    if (file !== null) closeSync(file);
    file = null;
  };
  const discard = (): void => {
    close();
    rmSync(newPack, { force: true });
    rmSync(newIndex, { force: true });
  };
  return {
    get sizeBytes() {
      return sizeBytes;
    },
    write(piece) {
      try {
        if (file === null) {
          mkdirSync(packFolder, { recursive: true });
          file = openSync(newPack, 'wx+', 0o644);
        }
        writeAll(file, piece);
      } catch (cause) {
        throw fromSystem(cause, packFolder);
      }
      sizeBytes += piece.length;
      const both = Buffer.concat([tail, piece]);
      hash.update(both.subarray(0, -format.idBytes));
      tail = Buffer.from(both.subarray(-format.idBytes));
    },
    async finish(options) {
      try {
        close();
        if (sizeBytes < 12 + format.idBytes || !hash.digest().equals(tail))
          throw new DamagedPack('its checksum is wrong');
        const { entries, checksum } = await indexPack(newPack, { ...options, format });
        if (entries.length === 0) {
          discard();
          return null;
        }
        file = openSync(newPack, 'r+');
        fsyncSync(file);
        close();
        writeDurable(newIndex, packIndexBytes(format, entries, checksum));
        writeFileSync(`${path}.keep`, keepText, { flag: 'wx' });
        renameWithPatience(newPack, `${path}.pack`);
        renameWithPatience(newIndex, `${path}.idx`);
        fsyncFolder(packFolder);
        return storedPack(path);
      } catch (cause) {
        discard();
        for (const end of ['.keep', '.idx', '.pack']) rmSync(`${path}${end}`, { force: true });
        const known = fromSystem(cause, packFolder);
        if (isFromOutside(known) || known instanceof DamagedPack) throw known;
        throw new DamagedPack(cause instanceof Error ? cause.message : String(cause), { cause });
      }
    },
    discard,
  };
}

const storedPack = (path: string): StoredPack => ({
  release: () => rmSync(`${path}.keep`, { force: true }),
  remove() {
    for (const end of ['.idx', '.pack', '.keep']) rmSync(`${path}${end}`, { force: true });
  },
});
