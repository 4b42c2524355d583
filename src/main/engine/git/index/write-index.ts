import { encodePath, comparePaths } from '../path-codec';
import type { ObjectId, ObjectReader } from '../model';
import type { ObjectFormat } from '../object-format';
import { invalidateCacheTree, serializeCacheTree, type CacheTree } from './cache-tree';
import { entryBytes, entryHead, headBytes, type IndexEntry } from './index-entry';
import { isRacy } from './racy';
import { EntryFlag, findInIndex, parseIndex, type Index } from './read-index';
import { cacheTreeFor } from './verified-cache-tree';

/** Path -> its one new entry (all stages it had are replaced), or null to take it out. */
export type IndexChanges = ReadonlyMap<string, IndexEntry | null>;

export interface SerializeOptions {
  /** The tree that the new index is believed to equal: folders where it really does are remembered as such. */
  readonly tree?: { readonly reader: ObjectReader; readonly id: ObjectId };
  /** Whether the file of an entry looks now, to the nanosecond, as it was recorded. By default nobody knows. */
  readonly looksSame?: (index: Index, i: number) => boolean;
}

/**
 * The bytes of a new index: `index` with `changes`. Untouched entries are copied as they are, in the version they
 * had. The cache tree is kept where it is still true; the other optional extensions describe the old state and go.
 *
 * The new file is younger than the old one, so an untouched entry that was racy (racy.ts) would look settled. Its
 * size is set to 0, git's own mark for "look at the content". Racy to many gits is the whole second of the index: they
 * compare no nanoseconds (core.checkStat, or how they were built). There a file that looks the same needs no mark.
 */
export function serializeIndex(index: Index, changes: IndexChanges, options: SerializeOptions = {}): Buffer {
  const bytes = withRacyMarked(index, options.looksSame ?? (() => false));
  const runs = planRuns(index, changes);
  const body = index.version === 4 ? compressed(index, bytes, runs) : plain(index, bytes, runs);
  const head = Buffer.alloc(12);
  head.write('DIRC', 'latin1');
  head.writeUInt32BE(index.version === 4 ? 4 : needsExtended(index, runs) ? 3 : 2, 4);
  head.writeUInt32BE(countOf(runs), 8);
  const kept = index.cacheTree && invalidateCacheTree(index.cacheTree, changes.keys());
  const cacheTree = options.tree ? verified(index.format, [head, ...body], kept, options.tree) : kept;
  return sealed(index.format, [
    head,
    ...body,
    ...(cacheTree ? [extension('TREE', serializeCacheTree(cacheTree))] : []),
  ]);
}

/** Entries `from` up to `to` of the old index, or one new entry. */
type Run =
  { readonly from: number; readonly to: number } | { readonly path: string; readonly entry: IndexEntry };

function planRuns(index: Index, changes: IndexChanges): Run[] {
  const runs: Run[] = [];
  let done = 0;
  for (const [path, entry] of [...changes].sort(([a], [b]) => comparePaths(a, b))) {
    const found = findInIndex(index, path);
    const at = found < 0 ? ~found : found;
    if (at > done) runs.push({ from: done, to: at });
    if (entry) runs.push({ path, entry });
    done = at;
    while (done < index.count && index.paths[done] === path) done++;
  }
  if (index.count > done) runs.push({ from: done, to: index.count });
  return runs;
}

const countOf = (runs: readonly Run[]): number =>
  runs.reduce((sum, run) => sum + ('entry' in run ? 1 : run.to - run.from), 0);

/** Whether an entry has flags that version 2 does not know. */
const needsExtended = (index: Index, runs: readonly Run[]): boolean =>
  runs.some((run) =>
    'from' in run
      ? index.flags.subarray(run.from, run.to).some((flag) => flag & EntryFlag.extended)
      : run.entry.skipWorktree,
  );

/** The old bytes; a copy where entries had to be marked. */
function withRacyMarked(index: Index, looksSame: (index: Index, i: number) => boolean): Buffer {
  let bytes = index.bytes;
  for (let i = 0; i < index.count; i++) {
    if (index.stages[i] !== 0 || !isRacy(index, i, true)) continue;
    if (!isRacy(index, i) && looksSame(index, i)) continue;
    if (bytes === index.bytes) bytes = Buffer.from(bytes);
    bytes.writeUInt32BE(0, (index.positions[i] ?? 0) + 36);
  }
  return bytes;
}

const positionOf = (index: Index, i: number): number => index.positions[i] ?? index.entriesEnd;

function plain(index: Index, bytes: Buffer, runs: readonly Run[]): Buffer[] {
  return runs.map((run) =>
    'entry' in run
      ? entryBytes(run.path, run.entry)
      : bytes.subarray(positionOf(index, run.from), positionOf(index, run.to)),
  );
}

/** Version 4 writes each name as what it does not share with the one before, so entries cannot be copied in runs. */
function compressed(index: Index, bytes: Buffer, runs: readonly Run[]): Buffer[] {
  const usualLength = headBytes(index.format.idBytes);
  const parts: Buffer[] = [];
  let previous: Buffer = Buffer.alloc(0);
  const put = (head: Buffer, name: Buffer): void => {
    let shared = 0;
    while (shared < previous.length && shared < name.length && previous[shared] === name[shared]) shared++;
    parts.push(head, encodeOffset(previous.length - shared), name.subarray(shared), Buffer.alloc(1));
    previous = name;
  };
  for (const run of runs) {
    if ('entry' in run) {
      const name = encodePath(run.path);
      put(entryHead(name, run.entry), name);
    } else
      for (let i = run.from; i < run.to; i++) {
        const at = positionOf(index, i);
        const length = (index.flags[i] ?? 0) & EntryFlag.extended ? usualLength + 2 : usualLength;
        put(bytes.subarray(at, at + length), encodePath(index.paths[i] ?? ''));
      }
  }
  return parts;
}

function encodeOffset(value: number): Buffer {
  const bytes = [value & 127];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest--;
    bytes.unshift(128 | (rest & 127));
  }
  return Buffer.from(bytes);
}

function verified(
  format: ObjectFormat,
  parts: readonly Buffer[],
  kept: CacheTree | null,
  tree: { readonly reader: ObjectReader; readonly id: ObjectId },
): CacheTree {
  return cacheTreeFor(parseIndex('index', sealed(format, parts), 0n, format), kept, tree.reader, tree.id);
}

function extension(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

function sealed(format: ObjectFormat, parts: readonly Buffer[]): Buffer {
  const sum = format.createHash();
  for (const part of parts) sum.update(part);
  return Buffer.concat([...parts, sum.digest()]);
}
