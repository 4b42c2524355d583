import type { Stats } from 'node:fs';
import { isError } from '../../errors';
import { fileLooksSame } from '../index/file-looks-same';
import { sameStat, statDataOf, type StatData } from '../index/index-entry';
import { EntryFlag, idAt, modeAt, type Index } from '../index/read-index';
import { FileMode, type ObjectId } from '../model';
import type { ObjectFormat } from '../object-format';
import { hashObject } from '../objects/hash-object';
import { systemPath } from '../path-codec';
import type { ProgramUse } from '../repository/programs';
import type { Repository } from '../repository/repository';
import { isForbidden, lookAt, lookClosely } from '../worktree/lstat';
import { readWorkFile } from '../worktree/read-work-file';
import type { Conversions, FileConversion } from './conversions';
import { toGit } from './convert';
import { nestedHead } from './nested-repository';
import type { SparseCheckout } from './sparse-checkout';
import { statProves } from './stat-match';
import type { StatusEntry } from './status';
import type { WorkSettings } from './work-settings';

export type WorkDifference = Pick<StatusEntry, 'work' | 'mode' | 'stat' | 'submoduleHead' | 'unsupported'>;

export interface WorkComparison {
  readonly repository: Repository;
  readonly index: Index;
  readonly settings: WorkSettings;
  readonly conversions: Conversions;
  readonly sparse: SparseCheckout | null;
  readonly known?: KnownContents | undefined;
}

/** What was read of files before: as long as one still looks the same, it is not read again. */
export type KnownContents = ReadonlyMap<string, { readonly stat: StatData; readonly id: ObjectId }>;

const typeOf = (mode: number): number => mode & 0o170000;

/**
 * What changed in the working tree since it was staged: every entry of the index is looked at with one lstat.
 * @returns also the paths that may not be looked at; as to native git, nothing about them is a change
 */
export function compareWork(comparison: WorkComparison): {
  differences: Map<string, WorkDifference>;
  unseen: string[];
} {
  const { index, repository, sparse } = comparison;
  const differences = new Map<string, WorkDifference>();
  const unseen: string[] = [];
  const isRealFolder = folderCheck(repository.folder);
  const forPrograms: { readonly use: ProgramUse; compare(): WorkDifference | null }[] = [];
  const later: Later = (use, compare) => void forPrograms.push({ use, compare });
  for (let i = 0; i < index.count; i++) {
    const flags = index.flags[i] ?? 0;
    if (index.stages[i] !== 0 || flags & EntryFlag.assumeUnchanged) continue;
    const path = index.paths[i] ?? '';
    const whole = systemPath(repository.folder, path);
    try {
      if (isSkipped(flags, whole, sparse)) continue;
      const stat = isRealFolder(path) ? lookAt(whole) : undefined;
      const found = compareEntry(comparison, i, path, whole, stat, later);
      if (found) differences.set(path, found);
    } catch (cause) {
      if (!isForbidden(cause)) throw cause;
      unseen.push(path);
    }
  }
  // Programs are started once for many files.
  repository.programs.cleanInPlace(forPrograms.map(({ use }) => use));
  for (const { use, compare } of forPrograms) {
    const found = compare();
    if (found) differences.set(use.path, found);
  }
  return { differences, unseen };
}

/**
 * Whether an entry counts as unchanged without looking at its file. In a sparse checkout that is so only while there
 * is no file (git 2.34 and later), unless the configuration says that files may be there.
 */
export const isSkipped = (flags: number, whole: string | Buffer, sparse: SparseCheckout | null): boolean =>
  (flags & EntryFlag.skipWorktree) !== 0 && (!sparse || sparse.expectsFilesOutside || !lookAt(whole));

/** Puts a comparison off until the programs of all such files can be run together. */
type Later = (use: ProgramUse, compare: () => WorkDifference | null) => void;

const deleted: WorkDifference = {
  work: 'deleted',
  mode: null,
  stat: null,
  submoduleHead: null,
  unsupported: null,
};

function compareEntry(
  comparison: WorkComparison,
  i: number,
  path: string,
  whole: string | Buffer,
  stat: Stats | undefined,
  later: Later,
): WorkDifference | null {
  const { index, repository, settings } = comparison;
  const recorded = modeAt(index, i);
  if (!stat) return deleted;
  if (recorded === FileMode.submodule) return compareSubmodule(comparison, i, path, whole, stat);
  if (stat.isDirectory()) {
    const head = nestedHead(`${repository.folder}/${path}`, index.format);
    return head ? differs('type', FileMode.submodule, whole, { submoduleHead: head }) : deleted;
  }
  const mode = workMode(stat, recorded, settings);
  if (mode === null) return differs('type', null, whole);
  if ((index.flags[i] ?? 0) & EntryFlag.intentToAdd) return differs('added', mode, whole);
  if (typeOf(mode) !== typeOf(recorded)) return differs('type', mode, whole);
  if (mode !== recorded) return differs('modified', mode, whole);
  if (statProves(index, i, stat, settings)) return null;
  return compareContent(comparison, i, path, whole, mode, stat, later);
}

/** The mode git would give the file; null for pipes and the like. */
export function workMode(
  stat: Pick<Stats, 'isFile' | 'isSymbolicLink'> & { mode: number | bigint },
  recorded: number,
  settings: WorkSettings,
): number | null {
  if (stat.isSymbolicLink()) return FileMode.symlink;
  if (!stat.isFile()) return null;
  if (!settings.symlinks && recorded === FileMode.symlink) return FileMode.symlink;
  if (!settings.fileMode) return recorded === FileMode.executable ? FileMode.executable : FileMode.file;
  return Number(stat.mode) & 0o100 ? FileMode.executable : FileMode.file;
}

function differs(
  work: WorkDifference['work'],
  mode: number | null,
  whole: string | Buffer,
  more: Partial<WorkDifference> = {},
): WorkDifference {
  const close = lookClosely(whole);
  if (!close) return deleted;
  return { work, mode, stat: statDataOf(close), submoduleHead: null, unsupported: null, ...more };
}

/** A folder that is no repository is a submodule that was never fetched: nothing changed. */
function compareSubmodule(
  { index, repository }: WorkComparison,
  i: number,
  path: string,
  whole: string | Buffer,
  stat: Stats,
): WorkDifference | null {
  if (!stat.isDirectory())
    return differs('type', stat.isSymbolicLink() ? FileMode.symlink : FileMode.file, whole);
  const head = nestedHead(`${repository.folder}/${path}`, index.format);
  const announced = ((index.flags[i] ?? 0) & EntryFlag.intentToAdd) !== 0;
  if (head === null || (head === idAt(index, i) && !announced)) return null;
  return differs(announced ? 'added' : 'modified', FileMode.submodule, whole, { submoduleHead: head });
}

function compareContent(
  { repository, index, conversions, known }: WorkComparison,
  i: number,
  path: string,
  whole: string | Buffer,
  mode: number,
  stat: Stats,
  later: Later,
): WorkDifference | null {
  const changed = differs('modified', mode, whole);
  const id = idAt(index, i);
  const before = known?.get(path);
  if (before && changed.stat && sameStat(before.stat, changed.stat)) return before.id === id ? null : changed;
  // Where links cannot be made, their text is a file like any other (core.symlinks).
  const conversion = stat.isSymbolicLink() ? null : conversions(path);
  if (conversion?.unsupported) {
    // Its content cannot be compared: it counts as untouched if it looks so, however shortly before the index it was
    // written. Nobody overwrites it in any case.
    if (fileLooksSame(repository.folder, index, i, true)) return null;
    return { ...changed, unsupported: conversion.unsupported };
  }
  const recordedSize = index.bytes.readUInt32BE((index.positions[i] ?? 0) + 36);
  const bare = conversion === null || keepsSize(conversion);
  if (bare && recordedSize !== stat.size % 2 ** 32 && (recordedSize !== 0 || id === index.format.emptyBlob))
    return changed;
  const compare = (): WorkDifference | null => {
    const current = hashOf(index.format, whole, path, (bytes) =>
      conversion ? toGit(bytes, conversion, () => repository.objects.blob(id)) : bytes,
    );
    return current === id ? null : changed;
  };
  if (!conversion?.through) return compare();
  later(conversion.through.use, compare);
  return null;
}

const keepsSize = ({ lineEnds, ident, through }: FileConversion): boolean =>
  lineEnds === 'keep' && !ident && through === null;

/** Null when it could not be read in peace: a change in any case. */
function hashOf(
  format: ObjectFormat,
  whole: string | Buffer,
  path: string,
  convert: (bytes: Buffer) => Buffer,
): ObjectId | null {
  try {
    const file = readWorkFile(whole, path);
    return file === null || file === 'moving' ? null : hashObject(format, 'blob', convert(file.bytes));
  } catch (cause) {
    if (isError(cause, 'file-unreadable')) return null; // a snapshot says so when it needs the bytes
    throw cause;
  }
}

/** Whether all folders above a path are folders: what lies behind a link is not in this working tree. */
function folderCheck(root: string): (path: string) => boolean {
  const known = new Map<string, boolean>([['', true]]);
  let lastFolder = '';
  let lastAnswer = true;
  const check = (folder: string): boolean => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const above = check(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
    const answer = above && (lookAt(systemPath(root, folder))?.isDirectory() ?? false);
    known.set(folder, answer);
    return answer;
  };
  return (path) => {
    const cut = path.lastIndexOf('/');
    if (cut < 0) return true;
    if (cut !== lastFolder.length || !path.startsWith(lastFolder)) {
      lastFolder = path.slice(0, cut);
      lastAnswer = check(lastFolder);
    }
    return lastAnswer;
  };
}
