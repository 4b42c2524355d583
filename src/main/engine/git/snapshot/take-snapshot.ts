import { join } from 'node:path';
import { statDataOf, sameStat, type StatData } from '../index/index-entry';
import { fail } from '../../errors';
import { FileMode, type ObjectId, type ObjectStore, type TreeEntry } from '../model';
import { systemPath } from '../path-codec';
import type { Repository } from '../repository/repository';
import { workTreeAttributes } from '../status/attribute-source';
import { workMode, type KnownContents } from '../status/compare-work';
import { conversionsBy, type Conversions, type Unsupported } from '../status/conversions';
import { toGit } from '../status/convert';
import { readStatus } from '../status/read-status';
import { partlyStaged, type Status, type StatusEntry } from '../status/status';
import { workSettings, type WorkSettings } from '../status/work-settings';
import { lookAt } from '../worktree/lstat';
import type { UnsupportedPath } from '../worktree/find-unsupported';
import { readWorkFile, type WorkFile } from '../worktree/read-work-file';
import { applyToTree } from './apply-to-tree';
import type { Snapshot, SnapshotChange } from './snapshot';

export interface SnapshotOptions {
  /** Decides which new files belong to the work; the others are listed as left out. */
  readonly include: (entry: StatusEntry) => boolean;
  /** A status just taken; by default it is taken here. */
  readonly status?: Status | undefined;
  /** What a former snapshot read: a file that still looks the same is not read again. */
  readonly known?: ReadonlyMap<string, SnapshotChange> | undefined;
  /** Between the attempts to read a file that is being written. Default: 50 milliseconds of sleep. */
  readonly pause?: (() => void) | undefined;
}

const attempts = 3;
const sleepCell = new Int32Array(new SharedArrayBuffer(4));
const shortSleep = (): void => void Atomics.wait(sleepCell, 0, 0, 50);

/**
 * Writes the dirty work of a clone as tree objects into `store`; no ref, index or file moves (run.md, "Snapshots").
 * Its tree is what `git add -A && git write-tree` would make, were the left-out files not there.
 * @throws EngineError `file-unreadable`, `folder-missing`, `not-permitted` for tracked files that may not be looked at
 * (edits could be in them); those of `readStatus`
 */
export function takeSnapshot(repository: Repository, store: ObjectStore, options: SnapshotOptions): Snapshot {
  const status = options.status ?? readStatus(repository, { known: contentsOf(options.known) });
  const [unseen] = status.unseen;
  if (unseen !== undefined)
    fail('not-permitted', { path: join(repository.folder, unseen), reason: 'permission denied' });
  const settings = workSettings(repository.config());
  const conversions = conversionsBy(repository, settings, workTreeAttributes(repository, status.index));
  const reading: Reading = { repository, settings, conversions, store, options };
  const changes: SnapshotChange[] = [];
  const leftOut: StatusEntry[] = [];
  const nested: string[] = [];
  const unstable: string[] = [];
  const unmerged: string[] = [];
  const unsupported: UnsupportedPath[] = [];
  cleanNew(reading, status.entries);
  for (const entry of status.entries) {
    if (entry.unmerged) unmerged.push(entry.path);
    else if (entry.work === 'nested-repository') nested.push(entry.path);
    else if (entry.work === 'untracked' && !options.include(entry)) {
      leftOut.push(entry);
      if (entry.staged === 'deleted') changes.push(deletion(entry));
    } else {
      const taken = take(reading, entry);
      if (taken === 'moving') unstable.push(entry.path);
      else if ('unsupported' in taken) unsupported.push({ path: entry.path, ...taken.unsupported });
      else if (taken.kind) changes.push(taken.change);
    }
  }
  requireFolder(repository.folder);
  const base = status.headTree ?? store.format.emptyTree;
  const entries = new Map(changes.map((change) => [change.path, entryOf(change)]));
  return {
    headCommit: status.headCommit,
    headTree: status.headTree,
    branch: status.branch,
    tree: applyToTree(store, base, entries),
    changes,
    leftOut,
    nested,
    unstable,
    partlyStaged: partlyStaged(status),
    unmerged,
    unsupported,
    unreadable: status.unreadable,
  };
}

/** Changed files went through their programs when they were compared; new ones do here, together. */
function cleanNew({ repository, conversions, options }: Reading, entries: readonly StatusEntry[]): void {
  const fresh = entries.filter(
    ({ work, mode, path }) => work === 'untracked' && mode !== FileMode.symlink && !options.known?.has(path),
  );
  const uses = fresh
    .filter((entry) => options.include(entry))
    .map(({ path }) => conversions(path).through?.use);
  repository.programs.cleanInPlace(uses.filter((use) => use !== undefined));
}

/** Where a drive went away in the middle, every file reads as deleted. @throws EngineError `folder-missing` */
function requireFolder(folder: string): void {
  if (!lookAt(join(folder, '.git'))) fail('folder-missing', { path: folder });
}

function contentsOf(known: SnapshotOptions['known']): KnownContents {
  const contents = new Map<string, { stat: StatData; id: ObjectId }>();
  for (const [path, { stat, id }] of known ?? []) if (stat && id) contents.set(path, { stat, id });
  return contents;
}

const entryOf = ({ mode, id }: SnapshotChange): TreeEntry | null =>
  mode === null || id === null ? null : { mode, id };

interface Reading {
  readonly repository: Repository;
  readonly settings: WorkSettings;
  readonly conversions: Conversions;
  readonly store: ObjectStore;
  readonly options: SnapshotOptions;
}

type Taken =
  { kind: true; change: SnapshotChange } | { kind: false } | { unsupported: Unsupported } | 'moving';

function take(reading: Reading, entry: StatusEntry): Taken {
  if (entry.unsupported) return { unsupported: entry.unsupported };
  if (entry.work === 'deleted') return gone(entry);
  if (entry.work === null) return entry.index ? present(entry, entry.index, null) : gone(entry);
  if (entry.submoduleHead)
    return present(entry, { mode: FileMode.submodule, id: entry.submoduleHead }, entry.stat);
  const known = reading.options.known?.get(entry.path);
  const still = known?.stat && entry.stat && sameStat(known.stat, entry.stat) ? entryOf(known) : null;
  if (still) return present(entry, still, entry.stat);
  const { conversions } = reading;
  const unsupported = entry.mode === FileMode.symlink ? null : conversions(entry.path).unsupported;
  if (unsupported) return { unsupported };
  for (let attempt = 1; ; attempt++) {
    const file = readWorkFile(systemPath(reading.repository.folder, entry.path), entry.path);
    if (file === null) return vanished(entry);
    if (file !== 'moving') return stored(reading, entry, file);
    if (attempt === attempts) return 'moving';
    (reading.options.pause ?? shortSleep)();
  }
}

/** A pipe, socket or device in a file's place cannot be stored; a file that went away since is a deletion. */
const vanished = (entry: StatusEntry): Taken =>
  entry.mode === null ? fail('file-unreadable', { path: entry.path, reason: 'it is no file' }) : gone(entry);

function stored(reading: Reading, entry: StatusEntry, file: WorkFile): Taken {
  const { repository, settings, conversions, store } = reading;
  const mode = workMode(file.stat, entry.index?.mode ?? 0, settings);
  if (mode === null) return 'moving';
  const inIndex = entry.index;
  const body =
    file.kind === 'symlink'
      ? file.bytes
      : toGit(file.bytes, conversions(entry.path), () =>
          inIndex && inIndex.mode !== FileMode.submodule ? repository.objects.blob(inIndex.id) : null,
        );
  return present(entry, { mode, id: store.write('blob', body) }, statDataOf(file.stat));
}

function present(entry: StatusEntry, now: TreeEntry, stat: StatData | null): Taken {
  const { head, path } = entry;
  if (head?.id === now.id && head.mode === now.mode) return { kind: false };
  const change: SnapshotChange = {
    path,
    kind: head === null ? 'added' : sameType(head.mode, now.mode) ? 'modified' : 'type',
    mode: now.mode,
    id: now.id,
    untracked: entry.work === 'untracked',
    modifiedMilliseconds: stat ? modifiedOf(stat) : entry.modifiedMilliseconds,
    size: stat?.size ?? entry.size,
    stat,
  };
  return { kind: true, change };
}

const sameType = (a: number, b: number): boolean => (a & 0o170000) === (b & 0o170000);
const modifiedOf = (stat: StatData): number =>
  stat.modifiedSeconds * 1000 + Math.floor(stat.modifiedNanoseconds / 1e6);

const gone = (entry: StatusEntry): Taken =>
  entry.head === null ? { kind: false } : { kind: true, change: deletion(entry) };

const deletion = (entry: StatusEntry): SnapshotChange => ({
  path: entry.path,
  kind: 'deleted',
  mode: null,
  id: null,
  untracked: false,
  modifiedMilliseconds: 0,
  size: 0,
  stat: null,
});
