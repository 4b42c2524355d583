import { fstatSync, openSync, readFileSync, readSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { fail, fromSystem, systemCode } from '../../errors';
import { comparePaths, decodePath } from '../path-codec';
import type { ObjectId } from '../model';
import type { ObjectFormat } from '../object-format';
import { parseCacheTree, type CacheTree } from './cache-tree';
import { headBytes } from './index-entry';

/** Bits of {@link Index.flags}. */
export const EntryFlag = {
  assumeUnchanged: 1,
  intentToAdd: 2,
  extended: 4,
  /** Its file need not be there: it lies outside of a sparse checkout, or a person said so. */
  skipWorktree: 8,
} as const;

/** The index as arrays over its own bytes: entry `i` begins at `positions[i]`, in git's order of paths. */
export interface Index {
  readonly file: string;
  readonly format: ObjectFormat;
  readonly version: 2 | 3 | 4;
  readonly count: number;
  readonly paths: readonly string[];
  readonly positions: Uint32Array;
  /** 0, or 1 base, 2 ours, 3 theirs of an unfinished merge. */
  readonly stages: Uint8Array;
  readonly flags: Uint8Array;
  /** Some entry has {@link EntryFlag.skipWorktree}: few clones do, and all looks ask. */
  readonly hasSkipped: boolean;
  readonly bytes: Buffer;
  readonly entriesEnd: number;
  readonly cacheTree: CacheTree | null;
  /** Folders outside of a sparse checkout are single entries (mode of a tree, path with a slash at its end). */
  readonly isSparse: boolean;
  /** When the file was written: what is not older may have changed unseen ("racy git"). */
  readonly modifiedSeconds: number;
  readonly modifiedNanoseconds: number;
}

export const idAt = (index: Index, i: number): ObjectId => {
  const at = (index.positions[i] ?? 0) + 40;
  return index.bytes.toString('hex', at, at + index.format.idBytes);
};
export const modeAt = (index: Index, i: number): number =>
  index.bytes.readUInt32BE((index.positions[i] ?? 0) + 24);

/** Where `path` is, or the complement (`~i`) of where it would be. The first of its stages. */
export function findInIndex(index: Index, path: string): number {
  let low = 0;
  let high = index.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comparePaths(index.paths[middle] ?? '', path) < 0) low = middle + 1;
    else high = middle;
  }
  return low < index.count && index.paths[low] === path ? low : ~low;
}

/**
 * Reads `index` of a git directory as it is: versions 2, 3 and 4. A missing file is an empty index. Most want
 * `readFullIndex`.
 * @throws EngineError `index-damaged`; `unsupported-repository` for split indexes and other extensions that a reader
 * must understand.
 */
export function readIndex(gitDir: string, format: ObjectFormat): Index {
  const file = join(gitDir, 'index');
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return parseIndex(file, emptyIndex(format), 0n, format);
    throw fromSystem(cause, file);
  }
  try {
    const { mtimeNs, ctimeNs, ino, dev, size } = fstatSync(descriptor, { bigint: true });
    const sum = Buffer.alloc(format.idBytes);
    readSync(descriptor, sum, 0, sum.length, Math.max(0, Number(size) - sum.length));
    const stamp = [dev, ino, size, mtimeNs, ctimeNs, sum.toString('hex')].join(' ');
    const known = parsed.get(file);
    if (known?.stamp === stamp) return known.index;
    const index = parseIndex(file, readFileSync(descriptor), mtimeNs, format);
    if (!isLeftOut(sum)) remember(file, stamp, index);
    return index;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The indexes read last: one look asks for the same index a dozen times. Known by the checksum at their end, because
 * two that are written within one tick of the clock can have the same size, times and even inode.
 */
const parsed = new Map<string, { readonly stamp: string; readonly index: Index }>();
const mostParsed = 8;

function remember(file: string, stamp: string, index: Index): void {
  parsed.delete(file);
  parsed.set(file, { stamp, index });
  for (const oldest of parsed.keys()) {
    if (parsed.size <= mostParsed) break;
    parsed.delete(oldest);
  }
}

/** The same from bytes. `modifiedNanoseconds`: mtime of the file, since 1970. Errors as {@link readIndex}. */
export function parseIndex(
  file: string,
  bytes: Buffer,
  modifiedNanoseconds: bigint,
  format: ObjectFormat,
): Index {
  const damaged = (reason: string): never => fail('index-damaged', { path: file, reason });
  if (bytes.length < 12 + format.idBytes || bytes.toString('latin1', 0, 4) !== 'DIRC')
    return damaged('it does not begin as an index does');
  const version = bytes.readUInt32BE(4);
  if (version !== 2 && version !== 3 && version !== 4) return damaged(`unknown version ${version}`);
  checkSum(bytes, format, damaged);
  try {
    const entries = readEntries(bytes, version, format);
    return {
      file,
      format,
      version,
      ...entries,
      bytes,
      ...readExtensions(file, bytes, entries.entriesEnd, format),
      modifiedSeconds: Number(modifiedNanoseconds / 1_000_000_000n),
      modifiedNanoseconds: Number(modifiedNanoseconds % 1_000_000_000n),
    };
  } catch (cause) {
    if (cause instanceof RangeError) return damaged('it ends too early');
    throw cause;
  }
}

function emptyIndex(format: ObjectFormat): Buffer {
  const head = Buffer.from('DIRC\0\0\0\x02\0\0\0\0', 'latin1');
  return Buffer.concat([head, format.createHash().update(head).digest()]);
}

/** A sum of zeros means that git was told to leave it out (index.skipHash). */
const isLeftOut = (sum: Buffer): boolean => sum.every((byte) => byte === 0);

function checkSum(bytes: Buffer, format: ObjectFormat, damaged: (reason: string) => never): void {
  const end = bytes.length - format.idBytes;
  const sum = bytes.subarray(end);
  if (isLeftOut(sum)) return;
  const actual = format.createHash().update(bytes.subarray(0, end)).digest();
  if (!actual.equals(sum)) damaged('its checksum is wrong');
}

type Entries = Pick<
  Index,
  'count' | 'paths' | 'positions' | 'stages' | 'flags' | 'hasSkipped' | 'entriesEnd'
>;

function readEntries(bytes: Buffer, version: number, { idBytes }: ObjectFormat): Entries {
  const nameOffset = headBytes(idBytes);
  const flagsOffset = nameOffset - 2;
  const count = bytes.readUInt32BE(8);
  if (count * nameOffset > bytes.length) throw new RangeError('more entries than bytes');
  const paths = new Array<string>(count);
  const positions = new Uint32Array(count);
  const stages = new Uint8Array(count);
  const flags = new Uint8Array(count);
  let previous = Buffer.alloc(0);
  let hasSkipped = false;
  let at = 12;
  for (let i = 0; i < count; i++) {
    positions[i] = at;
    const word = bytes.readUInt16BE(at + flagsOffset);
    let nameAt = at + nameOffset;
    stages[i] = (word >> 12) & 3;
    let flag = word & 0x8000 ? EntryFlag.assumeUnchanged : 0;
    if (word & 0x4000) {
      const more = bytes.readUInt16BE(nameAt);
      nameAt += 2;
      flag |= EntryFlag.extended;
      if (more & 0x2000) flag |= EntryFlag.intentToAdd;
      if (more & 0x4000) {
        flag |= EntryFlag.skipWorktree;
        hasSkipped = true;
      }
    }
    flags[i] = flag;
    if (version === 4) {
      const [strip, from] = readOffset(bytes, nameAt);
      const nul = bytes.indexOf(0, from);
      if (nul < 0 || strip > previous.length) throw new RangeError('bad name');
      previous = Buffer.concat([previous.subarray(0, previous.length - strip), bytes.subarray(from, nul)]);
      paths[i] = decodePath(previous);
      at = nul + 1;
    } else {
      let length = word & 0xfff;
      if (length === 0xfff) length = bytes.indexOf(0, nameAt) - nameAt;
      if (length < 0 || nameAt + length > bytes.length - idBytes) throw new RangeError('bad name');
      paths[i] = decodePath(bytes, nameAt, nameAt + length);
      at += (nameAt - at + length + 8) & ~7;
    }
  }
  return { count, paths, positions, stages, flags, hasSkipped, entriesEnd: at };
}

/** The variable-length number of version 4, as in pack offsets: [value, where it ends]. */
function readOffset(bytes: Buffer, at: number): [number, number] {
  let byte = bytes.readUInt8(at++);
  let value = byte & 127;
  while (byte & 128) {
    byte = bytes.readUInt8(at++);
    value = (value + 1) * 128 + (byte & 127);
  }
  return [value, at];
}

type Extensions = Pick<Index, 'cacheTree' | 'isSparse'>;

function readExtensions(file: string, bytes: Buffer, start: number, { idBytes }: ObjectFormat): Extensions {
  let cacheTree: CacheTree | null = null;
  let isSparse = false;
  const end = bytes.length - idBytes;
  if (start > end) throw new RangeError('entries run into the checksum');
  for (let at = start; at < end;) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32BE(at + 4);
    at += 8;
    if (at + length > end) throw new RangeError('extension too long');
    if (name === 'TREE') cacheTree = parseCacheTree(bytes, at, at + length, idBytes);
    else if (name === 'sdir') isSparse = true;
    else if (!/^[A-Z]/.test(name)) unsupported(file, requiredExtensions[name] ?? `index extension "${name}"`);
    at += length;
  }
  return { cacheTree, isSparse };
}

const requiredExtensions: Readonly<Record<string, string>> = { link: 'split index' };

const advice: Readonly<Record<string, string>> = {
  'split index': 'Run "git update-index --no-split-index" in it.',
};

const unsupported = (file: string, feature: string): never =>
  fail('unsupported-repository', {
    path: file,
    feature,
    advice: advice[feature] ?? 'Use a full clone without this feature.',
  });
