import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, fromSystem, isError, systemCode } from '../../errors';
import { fsyncFolder, renameWithPatience } from '../../files/atomic-write';
import { lockIndex } from '../index/index-lock';
import type { RecordedLock } from '../locks/recorded-lock';
import { diffTrees } from '../merge/diff-trees';
import { FileMode, type ObjectId, type Signature } from '../model';
import { appendReflog } from '../refs/reflog';
import { readRef } from '../refs/read-ref';
import { updateRef } from '../refs/update-ref';
import type { RemoteAccess } from '../remote/access';
import { openRepository } from '../repository/open-repository';
import type { TrustedCommands } from '../repository/programs';
import type { Repository } from '../repository/repository';
import { applyChanges } from './apply-changes';
import { indexFixes } from './index-fixes';
import { freeLinkName, linkDir, linkName, makeLinkDir, pointToLinkDir } from './link-files';
import { copyOwnSettings } from './own-settings';
import { endUnfinishedLink, noteLink, type UnfinishedLink } from './unfinished-link';

export interface LinkRequest {
  /** A working folder of the clone: the new one gets its sparse checkout and own settings. */
  readonly repository: Repository;
  /** Full name of a branch that no working folder has. */
  readonly branch: string;
  /** Commit that the branch has, or gets. */
  readonly head: ObjectId;
  readonly makeBranch: boolean;
  /** Where the folder will be: nothing, or an empty folder, below the real path of a folder that is there. */
  readonly path: string;
  /** For the reflog. */
  readonly who: Signature;
  /** Filter commands that may be run for the new folder. */
  readonly trusted: TrustedCommands;
  /** For what a partial clone has left with its server. */
  readonly access: RemoteAccess;
  /** Folder of the clone for notes about what is being made; the caller holds its lock. */
  readonly notes: string;
}

/**
 * Makes a linked working folder, as `git worktree add` does. All is made beside its place and moved there in one
 * step; before that step an error, or a crash and {@link endUnfinishedLink}, leaves everything as it was.
 * @throws EngineError `disk-full`, `not-permitted`, `read-only-folder`, `target-not-empty`, `object-missing`,
 * `unsupported-repository` (files that need programs nobody may run), `git-failed`, `ref-moved`, `ref-in-the-way`,
 * `lock-held`, `remote-unreachable`, `sign-in-needed`
 */
export async function addLinkedFolder(request: LinkRequest): Promise<void> {
  const { repository, notes, path } = request;
  try {
    await build(request);
  } catch (cause) {
    try {
      endUnfinishedLink(repository, notes);
    } catch {
      // The note stays: what could not be cleared away now is at the next try. The first error says why.
    }
    throw fromSystem(cause, path);
  }
  endUnfinishedLink(repository, notes);
}

async function build(request: LinkRequest): Promise<void> {
  const { repository, path } = request;
  const link = startLink(request);
  copyOwnSettings(repository, linkDir(link));
  const folder = join(link.building, 'files');
  mkdirSync(folder, { recursive: true });
  pointToLinkDir(folder, link);
  const linked = openRepository(folder, repository.environment, request.trusted);
  try {
    await writeFiles(linked, request, join(link.building, 'aside'));
    putBranch(linked, link, request);
  } finally {
    linked.objects.close();
  }
  moveIntoPlace(folder, path);
}

function startLink({ repository: { commonDir }, path, branch, notes }: LinkRequest): UnfinishedLink {
  const key = randomBytes(8).toString('hex');
  const building = join(dirname(path), `.laneway-${key}`);
  const reason = `Laneway is making this folder (${key})`;
  for (;;) {
    const name = freeLinkName(commonDir, linkName(path));
    const link = { commonDir, name, path, branch, reason, building, made: null, locks: [] };
    noteLink(notes, link);
    if (makeLinkDir(link)) return link;
  }
}

async function writeFiles(
  linked: Repository,
  { head, access }: LinkRequest,
  asideFolder: string,
): Promise<void> {
  const reader = linked.objects;
  const { tree } = reader.commit(head);
  const changes = diffTrees(reader, null, tree);
  await linked.promised?.signIn(access);
  const blobs = changes.flatMap(({ to }) => (to && to.mode !== FileMode.submodule ? [to.id] : []));
  await linked.promised?.load(blobs, access.signal);
  const index = lockIndex(linked);
  try {
    const applied = await applyChanges(linked, reader, {
      changes,
      asideFolder,
      onLate: () => 'predicted', // nobody knows the folder yet
    });
    index.write(indexFixes(linked, reader, index.readIndex(), tree, applied), {
      tree: { reader, id: tree },
    });
    index.commit();
  } finally {
    index.release();
  }
}

function putBranch(linked: Repository, link: UnfinishedLink, request: LinkRequest): void {
  const { branch, head, makeBranch, who, notes } = request;
  const message = 'worktree: made by Laneway';
  if (!makeBranch) {
    const actual = readRef(linked, branch);
    if (actual !== head) fail('ref-moved', { ref: branch, expected: head, actual });
    appendReflog(linked, linked.config(), 'HEAD', { from: null, to: head, who, message });
    return;
  }
  const onLock = (lock: RecordedLock): void => noteLink(notes, { ...link, made: head, locks: [lock] });
  try {
    updateRef(linked, { ref: branch, expected: null, value: head, who, message, onLock });
  } catch (cause) {
    if (isError(cause, 'ref-moved')) noteLink(notes, link); // somebody else has just made it
    throw cause;
  }
}

function moveIntoPlace(folder: string, path: string): void {
  try {
    // Windows renames onto no folder, not even an empty one.
    if (process.platform === 'win32' && existsSync(path)) rmdirSync(path);
    renameWithPatience(folder, path);
  } catch (cause) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(cause) ?? '')) throw cause;
    fail('target-not-empty', { path }, cause);
  }
  fsyncFolder(dirname(path));
}
