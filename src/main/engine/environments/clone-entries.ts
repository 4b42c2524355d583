import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError, systemCode } from '../errors';
import { findGitDir } from '../git/repository/find-git-dir';
import {
  environmentFile,
  lanewayFolder,
  readEnvironmentFile,
  type EnvironmentData,
} from './environment-file';
import { rebuildEnvironmentFile } from './environment-data';

/** One environment that has its data in a clone. */
export interface CloneEntry {
  readonly folder: string;
  readonly data: EnvironmentData;
}

export interface CloneEntries {
  readonly entries: readonly CloneEntry[];
  /** Folders of environments (names are ids) whose document is damaged, or missing. */
  readonly unreadable: readonly string[];
  /** Entries whose folder still has another name than the environment: a copy that was not finished. */
  readonly unfinished: readonly CloneEntry[];
}

/**
 * Lists the environments of a clone; changes nothing.
 * @throws EngineError `store-too-new`, `not-permitted`
 */
export function listEntries(commonDir: string): CloneEntries {
  const entries: CloneEntry[] = [];
  const unfinished: CloneEntry[] = [];
  const unreadable: string[] = [];
  const parent = lanewayFolder(commonDir);
  for (const name of namesIn(parent)) {
    const folder = join(parent, name);
    const state = readEnvironmentFile(environmentFile(folder));
    if (state.kind === 'good')
      (state.content.id === name ? entries : unfinished).push({ folder, data: state.content });
    else if (state.kind === 'damaged' || existsSync(`${environmentFile(folder)}.previous`))
      unreadable.push(name);
  }
  return { entries, unreadable, unfinished };
}

/** A repaired list: what could be rebuilt is, with the report of the first that had to be. */
export interface MendedEntries {
  readonly entries: readonly CloneEntry[];
  readonly report: EngineError<'store-damaged'> | null;
  /** Ids of those that were put together again. */
  readonly rebuilt: ReadonlySet<string>;
}

/** As {@link listEntries}, after finishing unfinished copies and rebuilding what can be. Under the identity lock only. */
export function mendEntries(commonDir: string, dataFolder: string): MendedEntries {
  const parent = lanewayFolder(commonDir);
  const listed = listEntries(commonDir);
  const entries = [...listed.entries, ...listed.unfinished.map(finishRename)];
  const rebuilt = new Set<string>();
  let report: EngineError<'store-damaged'> | null = null;
  for (const id of listed.unreadable) {
    const folder = join(parent, id);
    const mended = rebuildEnvironmentFile({ id, folder, dataFolder });
    // Nothing older to be found: it stays as it is, and its branch is unknown.
    const path = environmentFile(folder);
    report ??= mended ? mended.report : new EngineError('store-damaged', { path, setAside: path });
    if (!mended) continue;
    entries.push({ folder, data: mended.data });
    rebuilt.add(id);
  }
  return { entries, report, rebuilt };
}

/** Gives the folder of an environment the name of its id. */
export function finishRename({ folder, data }: CloneEntry): CloneEntry {
  const target = join(folder, '..', data.id);
  renameSync(folder, target);
  return { folder: target, data };
}

/** Whether the environment has its data in that other clone, too; false where it is the same folder by another path. */
export function livesAt(commonDir: string, id: string, ours: string): boolean {
  const theirs = join(lanewayFolder(commonDir), id);
  const state = existsSync(theirs) ? readEnvironmentFile(environmentFile(theirs)) : null;
  return state?.kind === 'good' && state.content.id === id && !isSameFolder(theirs, ours);
}

function isSameFolder(a: string, b: string): boolean {
  const [one, two] = [a, b].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return one !== undefined && two !== undefined && one.dev === two.dev && one.ino === two.ino;
}

/** Whether a working folder (still) belongs to a clone. */
export function isWorkFolderOf(folder: string, commonDir: string): boolean {
  try {
    return findGitDir(folder).commonDir === commonDir;
  } catch (cause) {
    if (cause instanceof EngineError) return false; // gone, or no clone any more
    throw cause;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw cause;
  }
}
