import type { BigIntStats } from 'node:fs';
import { encodePath } from '../path-codec';
import type { ObjectId } from '../model';

/** The part of lstat that the index keeps; each number already cut to 32 bits as git does. */
export interface StatData {
  readonly changedSeconds: number;
  readonly changedNanoseconds: number;
  readonly modifiedSeconds: number;
  readonly modifiedNanoseconds: number;
  readonly device: number;
  readonly inode: number;
  readonly user: number;
  readonly group: number;
  readonly size: number;
}

/** One path of the index, stage 0. `stat` null: git looks at the content the next time it needs to know. */
export interface IndexEntry {
  readonly mode: number;
  readonly id: ObjectId;
  readonly stat: StatData | null;
  /** Its file need not be there (see EntryFlag). */
  readonly skipWorktree?: boolean | undefined;
}

const second = 1_000_000_000n;
const low = (value: bigint): number => Number(BigInt.asUintN(32, value));

/** What lstat({bigint: true}) said, as the index keeps it. */
export const statDataOf = (stat: BigIntStats): StatData => ({
  changedSeconds: low(stat.ctimeNs / second),
  changedNanoseconds: Number(stat.ctimeNs % second),
  modifiedSeconds: low(stat.mtimeNs / second),
  modifiedNanoseconds: Number(stat.mtimeNs % second),
  device: low(stat.dev),
  inode: low(stat.ino),
  user: low(stat.uid),
  group: low(stat.gid),
  size: low(stat.size),
});

/** What entry bytes at `at` have recorded. */
export const statDataAt = (bytes: Buffer, at: number): StatData => ({
  changedSeconds: bytes.readUInt32BE(at),
  changedNanoseconds: bytes.readUInt32BE(at + 4),
  modifiedSeconds: bytes.readUInt32BE(at + 8),
  modifiedNanoseconds: bytes.readUInt32BE(at + 12),
  device: bytes.readUInt32BE(at + 16),
  inode: bytes.readUInt32BE(at + 20),
  user: bytes.readUInt32BE(at + 28),
  group: bytes.readUInt32BE(at + 32),
  size: bytes.readUInt32BE(at + 36),
});

/** Whether two looks at a file saw the same file, untouched in between. */
export const sameStat = (a: StatData, b: StatData): boolean =>
  a.modifiedNanoseconds === b.modifiedNanoseconds &&
  a.modifiedSeconds === b.modifiedSeconds &&
  a.changedNanoseconds === b.changedNanoseconds &&
  a.changedSeconds === b.changedSeconds &&
  a.inode === b.inode &&
  a.device === b.device &&
  a.size === b.size;

const longestNamedLength = 0xfff;
const isExtended = 0x4000;
const skipsWorktree = 0x4000;

/** Bytes before the name, but for flags that only some entries have: stat and mode, the id, the flags. */
export const headBytes = (idBytes: number): number => 40 + idBytes + 2;

/**
 * The bytes before the name (layout: https://git-scm.com/docs/gitformat-index, "Index entry"): {@link headBytes}, and two
 * more of flags that only versions from 3 on have where the entry needs them.
 */
export function entryHead(path: Buffer, entry: IndexEntry): Buffer {
  const head = Buffer.alloc(headBytes(entry.id.length / 2));
  const { stat } = entry;
  if (stat) {
    head.writeUInt32BE(stat.changedSeconds, 0);
    head.writeUInt32BE(stat.changedNanoseconds, 4);
    head.writeUInt32BE(stat.modifiedSeconds, 8);
    head.writeUInt32BE(stat.modifiedNanoseconds, 12);
    head.writeUInt32BE(stat.device, 16);
    head.writeUInt32BE(stat.inode, 20);
    head.writeUInt32BE(stat.user, 28);
    head.writeUInt32BE(stat.group, 32);
    head.writeUInt32BE(stat.size, 36);
  }
  head.writeUInt32BE(entry.mode, 24);
  head.write(entry.id, 40, 'hex');
  const length = Math.min(path.length, longestNamedLength);
  head.writeUInt16BE(length | (entry.skipWorktree ? isExtended : 0), head.length - 2);
  return entry.skipWorktree ? Buffer.concat([head, moreFlags]) : head;
}

const moreFlags = Buffer.of(skipsWorktree >> 8, skipsWorktree & 0xff);

/** A whole entry of version 2 or 3: head, name, and 1 to 8 NULs up to a multiple of 8. */
export function entryBytes(path: string, entry: IndexEntry): Buffer {
  const name = encodePath(path);
  const head = entryHead(name, entry);
  const padding = 8 - ((head.length + name.length) % 8);
  return Buffer.concat([head, name, Buffer.alloc(padding)]);
}
