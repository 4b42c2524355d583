import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, fromSystem, type EngineError } from '../errors';
import { takeShortLock } from '../files/short-lock';
import type { Repository } from '../git/repository/repository';
import type { Clock } from '../ports';
import { findBackups, hasBackup, newestBackup, newestGeneration, saveBackup } from './backups';
import {
  isWorkFolderOf,
  listEntries,
  livesAt,
  mendEntries,
  type CloneEntry,
  type MendedEntries,
} from './clone-entries';
import { makeOwn } from './copied-clone';
import { updateEnvironmentData, writeVersion, type DataPlace } from './environment-data';
import { lanewayFolder, type EnvironmentData } from './environment-file';

/** An environment (clone and branch) with the folder of its own data. */
export interface EnvironmentHome extends DataPlace {
  readonly repository: Repository;
  /** Full name, `refs/heads/...`. */
  readonly branch: string;
}

export interface ClaimOptions {
  /** The app's own data folder, where backups are. */
  readonly dataFolder: string;
  readonly clock: Clock;
  /** Whether an environment that was never seen gets an id. */
  readonly create: boolean;
}

/**
 * `known`: as it was left. `moved`: its folder is elsewhere now. `copied`: it is a copy of an environment that still
 * lives, and has an id of its own from now on. `restored`: its data was gone or damaged and came from a backup.
 */
export type Found = 'new' | 'known' | 'moved' | 'copied' | 'restored';

export interface Claim {
  readonly home: EnvironmentHome;
  readonly found: Found;
  /** A damaged document that was set aside. */
  readonly report: EngineError<'store-damaged'> | null;
}

/**
 * Says which environment a branch of a clone is (run.md, "What an environment is"). The id lies in the clone, so that
 * all apps on it mean the same; a copied clone is told from a moved one by whether the old place still has it.
 * @param branch full name, `refs/heads/...`; it need not be the one that is checked out
 * @throws EngineError `environment-not-found` (never seen, and not to be created), `store-too-new`, `lock-held`,
 * `not-permitted`, `read-only-folder`, `disk-full`
 */
export function claimIdentity(repository: Repository, branch: string, options: ClaimOptions): Claim {
  const known = findSettled(repository, branch, options.dataFolder);
  if (known) return { home: homeOf(repository, known, options), found: 'known', report: null };
  if (!options.create && !existsSync(lanewayFolder(repository.commonDir))) return notFound(branch);
  const path = join(lanewayFolder(repository.commonDir), 'identity.lock');
  const lock = takeShortLock(path);
  try {
    return claimLocked(repository, branch, options);
  } catch (cause) {
    throw fromSystem(cause, path);
  } finally {
    lock.release();
  }
}

const notFound = (branch: string): never => fail('environment-not-found', { environment: branch, known: [] });

const homeOf = (
  repository: Repository,
  { folder, data }: CloneEntry,
  { dataFolder }: ClaimOptions,
): EnvironmentHome => ({ id: data.id, folder, dataFolder, repository, branch: data.branch });

/** The everyday case, which only reads: everything is where it was left and backed up. */
function findSettled(repository: Repository, branch: string, dataFolder: string): CloneEntry | null {
  const { entries, unreadable, unfinished } = listEntries(repository.commonDir);
  if (unreadable.length || unfinished.length) return null;
  if (entries.some((entry) => entry.data.commonDir !== repository.commonDir)) return null;
  const entry = pick(entries, branch);
  if (!entry || !isAtHome(entry, repository)) return null;
  const { data } = entry;
  return newestGeneration(dataFolder, data.id) <= data.generation && hasBackup(dataFolder, data)
    ? entry
    : null;
}

/** Two of one branch can only come from a folder put together by hand: the one written last counts. */
const pick = (entries: readonly CloneEntry[], branch: string): CloneEntry | undefined =>
  entries
    .filter(({ data }) => data.branch === branch)
    .sort((a, b) => b.data.generation - a.data.generation || a.data.id.localeCompare(b.data.id))[0];

/** In the folder it was last in, or that one is a working folder of this clone still (a linked one beside it). */
const isAtHome = ({ data }: CloneEntry, { folder, commonDir }: Repository): boolean =>
  data.realPath === folder || isWorkFolderOf(data.realPath, commonDir);

function claimLocked(repository: Repository, branch: string, options: ClaimOptions): Claim {
  const mended = mendEntries(repository.commonDir, options.dataFolder);
  const isCopy = mended.entries.some((entry) => isCopied(entry, repository, options));
  const entries = isCopy ? makeOwn(repository, mended.entries, options.clock) : mended.entries;
  const entry = pick(entries, branch);
  if (!entry) return startNew(repository, branch, options, entries, mended);
  const found = isCopy ? 'copied' : foundAs(entry, repository, mended);
  // The whole clone moved: all its environments with it, or one claimed later would look like a copy.
  for (const other of entries) if (other !== entry) settle(other, repository, options, false);
  return {
    home: homeOf(repository, settle(entry, repository, options, true), options),
    found,
    report: mended.report,
  };
}

function isCopied(
  { folder, data }: CloneEntry,
  { commonDir }: Repository,
  { dataFolder }: ClaimOptions,
): boolean {
  if (data.commonDir !== commonDir) return livesAt(data.commonDir, data.id, folder);
  // The original may have been out of reach when its copy took over here: then the copy is ahead.
  if (newestGeneration(dataFolder, data.id) <= data.generation) return false;
  const newest = newestBackup(dataFolder, data.id);
  return newest !== null && newest.commonDir !== commonDir && livesAt(newest.commonDir, data.id, folder);
}

function foundAs(entry: CloneEntry, repository: Repository, { rebuilt }: MendedEntries): Found {
  if (rebuilt.has(entry.data.id)) return 'restored';
  return entry.data.commonDir === repository.commonDir && isAtHome(entry, repository) ? 'known' : 'moved';
}

/** Records where an environment is now, and makes sure of a backup in this app's folder. */
function settle(
  entry: CloneEntry,
  repository: Repository,
  options: ClaimOptions,
  claimed: boolean,
): CloneEntry {
  const { dataFolder, clock } = options;
  const place: DataPlace = { id: entry.data.id, folder: entry.folder, dataFolder };
  const { commonDir } = repository;
  const here = claimed && !isAtHome(entry, repository) ? whereabouts(repository) : null;
  // Asked under the lock: another process may be between its backup and its write just now.
  const isBehind = (data: EnvironmentData): boolean =>
    newestGeneration(dataFolder, data.id) > data.generation;
  if (here || entry.data.commonDir !== commonDir || isBehind(entry.data)) {
    const update = (data: EnvironmentData): EnvironmentData =>
      here || data.commonDir !== commonDir || isBehind(data) ? { ...data, ...here, commonDir } : data;
    return { folder: entry.folder, data: updateEnvironmentData(place, update, { clock }) };
  }
  if (!hasBackup(dataFolder, entry.data)) saveBackup(dataFolder, entry.data);
  return entry;
}

function startNew(
  repository: Repository,
  branch: string,
  options: ClaimOptions,
  entries: readonly CloneEntry[],
  { report }: MendedEntries,
): Claim {
  if (!options.create) return notFound(branch);
  const backup = fittingBackup(repository, branch, options, entries);
  const data: EnvironmentData = {
    ...(backup ?? emptyData(branch)),
    ...whereabouts(repository),
    generation: (backup?.generation ?? 0) + 1,
    savedAt: Math.round(options.clock.now()),
  };
  const folder = join(lanewayFolder(repository.commonDir), data.id);
  saveBackup(options.dataFolder, data);
  writeVersion(folder, data);
  return {
    home: homeOf(repository, { folder, data }, options),
    found: backup ? 'restored' : 'new',
    report,
  };
}

/**
 * The latest backup that was made in this very place, if this clone has the commit that was deployed: a folder put
 * back, not another site in the same place.
 */
function fittingBackup(
  repository: Repository,
  branch: string,
  { dataFolder }: ClaimOptions,
  entries: readonly CloneEntry[],
): EnvironmentData | undefined {
  const taken = new Set(entries.map(({ data }) => data.id));
  const newestOfEach = new Map<string, EnvironmentData>();
  for (const backup of findBackups(repository, branch, dataFolder))
    if (!newestOfEach.has(backup.id)) newestOfEach.set(backup.id, backup);
  return [...newestOfEach.values()].find(
    ({ id, deployedCommit }) =>
      !taken.has(id) && (deployedCommit === null || repository.objects.has(deployedCommit)),
  );
}

const emptyData = (branch: string): EnvironmentData => ({
  generation: 0,
  savedAt: 0,
  id: randomUUID(),
  branch,
  realPath: '',
  commonDir: '',
  device: '',
  inode: '',
  deployedCommit: null,
  deployedAt: null,
  newFileDecisions: [],
  syncNeeded: null,
  lateEdits: [],
  acceptedRewriteOf: null,
  follows: null,
  extraction: null,
});

type Whereabouts = Pick<EnvironmentData, 'realPath' | 'commonDir' | 'device' | 'inode'>;

function whereabouts({ folder, commonDir }: Repository): Whereabouts {
  const { dev, ino } = statSync(folder, { bigint: true });
  return { realPath: folder, commonDir, device: String(dev), inode: String(ino) };
}
