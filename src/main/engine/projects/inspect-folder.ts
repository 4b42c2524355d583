import { randomBytes } from 'node:crypto';
import { realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ProfileName, Role } from '../../../shared/domain/project';
import { EngineError, fail, fromSystem, isError, systemCode } from '../errors';
import { readFullIndex } from '../git/index/full-index';
import { mergeBases } from '../git/history/merge-bases';
import type { ObjectReader } from '../git/model';
import { createOverlay } from '../git/objects/overlay';
import { readHead } from '../git/refs/read-head';
import type { GitEnvironment } from '../git/repository/config-files';
import { requireSameFormat } from '../git/repository/format-difference';
import { openRepository } from '../git/repository/open-repository';
import { unfinishedOperation } from '../git/repository/operation';
import type { Repository } from '../git/repository/repository';
import { upstreamHost } from '../git/repository/upstream-host';
import { detectProfile } from '../profiles/profiles';
import { siteOfTree } from '../profiles/site-tree';

/** A folder that can be an environment. */
export interface InspectedFolder {
  /** Real path of the working folder. */
  readonly path: string;
  /** Branch it is on, without refs/heads/. */
  readonly branch: string;
  /** Commit of that branch. */
  readonly head: string;
  readonly profile: ProfileName;
  /** Host that the branch is also sent to, e.g. scm.example.org; null when only on this computer. */
  readonly upstream: string | null;
}

/** An environment that is there already. */
export interface KnownFolder {
  readonly name: string;
  readonly path: string;
  readonly branch: string;
}

export interface InspectOptions {
  /** The variables that decide where git's configuration is. */
  readonly environment: GitEnvironment;
  /** Lanes need a full clone; flexible environments may be linked folders. */
  readonly role: Role;
  /** The other environments of the project: it must be another folder or branch, of the same site. */
  readonly others?: readonly KnownFolder[];
}

/**
 * Looks whether a folder can be an environment (run.md, "What an environment is"). Changes nothing; one empty file
 * is written into its git folder and removed again, because mode bits do not tell whether a folder can be written.
 * @throws EngineError `folder-missing`, `not-a-clone`, `bare-repository`, `unsupported-repository`, `linked-folder`,
 * `operation-in-progress`, `detached-head`, `unborn-branch`, `already-used`, `object-formats-differ`,
 * `no-common-history`, `read-only-folder`, `not-permitted`, `object-missing`, `object-damaged`, `index-damaged`.
 */
export function inspectFolder(path: string, options: InspectOptions): InspectedFolder {
  const repository = openRepository(resolve(path), options.environment);
  try {
    return inspect(repository, options);
  } finally {
    repository.objects.close();
  }
}

function inspect(
  repository: Repository,
  { environment, role, others = [] }: InspectOptions,
): InspectedFolder {
  const { folder, objects } = repository;
  if (repository.isLinked && role !== 'flexible')
    fail('linked-folder', { path: folder, main: dirname(repository.commonDir) });
  const operation = unfinishedOperation(repository);
  if (operation !== null) fail('operation-in-progress', { path: folder, operation });

  readFullIndex(repository); // refuses a split one
  const { branch, head } = branchOf(repository);
  const used = others.find((other) => other.branch === branch && realPath(other.path) === folder);
  if (used) fail('already-used', { path: folder, environment: used.name });
  requireCommonHistory(repository, head, others, environment);
  checkWritable(repository.gitDir, folder);
  if (repository.commonDir !== repository.gitDir) checkWritable(repository.commonDir, folder);

  const profile = detectProfile(siteOfTree(objects, objects.commit(head).tree)).name;
  return { path: folder, branch, head, profile, upstream: upstreamHost(repository, branch) };
}

function branchOf(repository: Repository): { branch: string; head: string } {
  const path = repository.folder;
  const { branch, commit } = readHead(repository);
  if (branch === null) return fail('detached-head', { path, commit: commit ?? '' });
  const name = branch.replace(/^refs\/heads\//, '');
  return { branch: name, head: commit ?? fail('unborn-branch', { path, branch: name }) };
}

/**
 * Whether a commit of a clone is of the same site as the other environments.
 * @throws EngineError `no-common-history`, `object-formats-differ`
 */
export function requireCommonHistory(
  repository: Repository,
  head: string,
  others: readonly KnownFolder[],
  environment: GitEnvironment,
): void {
  for (const other of others) checkCommonHistory(repository, head, other, environment);
}

/** Another environment that cannot be opened says so itself; it does not stand in the way of this one. */
function checkCommonHistory(
  repository: Repository,
  head: string,
  other: KnownFolder,
  environment: GitEnvironment,
): void {
  const opened = tryOpen(other.path, environment);
  if (opened === null) return;
  try {
    requireSameFormat(repository, opened, other.name);
    const tip = readHead(opened).commit;
    if (tip !== null && !shareHistory(repository.objects, head, opened.objects, tip))
      fail('no-common-history', { path: repository.folder, other: other.name });
  } finally {
    opened.objects.close();
  }
}

function tryOpen(path: string, environment: GitEnvironment): Repository | null {
  try {
    return openRepository(path, environment);
  } catch (cause) {
    if (cause instanceof EngineError) return null;
    throw cause;
  }
}

/** Whether two commits of two stores have a common ancestor. Those of different formats have none. */
export function shareHistory(a: ObjectReader, tipA: string, b: ObjectReader, tipB: string): boolean {
  if (a.format !== b.format) return false;
  return tipA === tipB || mergeBases(createOverlay([a, b]), tipA, tipB).length > 0;
}

/**
 * Whether files can be made in a folder, found out by making one.
 * @param path what the error names. @throws EngineError `read-only-folder`, `disk-full`.
 */
export function checkWritable(folder: string, path = folder): void {
  const probe = join(folder, `.laneway-probe-${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe, { force: true });
  } catch (cause) {
    const translated = fromSystem(cause, path);
    if (isError(translated, 'not-permitted')) fail('read-only-folder', { path }, cause);
    throw translated;
  }
}

/** Null where nothing is. */
export function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (cause) {
    if (systemCode(cause) === undefined) throw cause;
    return null; // not there, so it is not this folder
  }
}
