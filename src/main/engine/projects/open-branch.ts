import { join } from 'node:path';
import { branchFolder } from '../../../shared/domain/branch';
import type { NewBranchEnvironment } from '../../../shared/contract/command-inputs';
import { laneOf, type Environment, type Project } from '../../../shared/domain/project';
import { loadForTransfer } from '../deploy/load-promised';
import { lanewayFolder } from '../environments/environment-file';
import type { EnvironmentHome } from '../environments/identity';
import { heldInWords, tryAcquire } from '../environments/run-lock';
import { fail } from '../errors';
import type { ObjectId, Signature } from '../git/model';
import { createOverlay } from '../git/objects/overlay';
import { checkNewBranch } from '../git/refs/new-branch';
import { readRef } from '../git/refs/read-ref';
import { checkRefName } from '../git/refs/ref-name';
import { requireSameFormat } from '../git/repository/format-difference';
import type { TrustedCommands } from '../git/repository/programs';
import type { Repository } from '../git/repository/repository';
import { transferObjects } from '../git/transfer/transfer-objects';
import { addLinkedFolder } from '../git/worktree/add-linked-folder';
import { endUnfinishedLink } from '../git/worktree/unfinished-link';
import { mainFolder } from '../git/worktree/work-folders';
import type { ServerDoor } from '../servers/server-door';
import { fullBranch, type OpenEnvironment, type Workspace } from '../workspace/workspace';
import { environmentFrom, type CreateContext } from './create-project';
import { realPath, requireCommonHistory } from './inspect-folder';
import { addEnvironment, findEnvironment } from './lanes';
import { folderOf } from './list-branches';
import { newFolderFor } from './new-folder';

export interface BranchContext extends CreateContext {
  readonly ports: CreateContext['ports'] & { readonly host: string };
  readonly workspace: Workspace;
  readonly servers: ServerDoor;
  readonly recovery: {
    readonly trusted: TrustedCommands;
    readonly signature: (home: EnvironmentHome) => Signature;
  };
}

/**
 * Opens a branch of an environment's clone in a linked folder of its own, as a flexible environment. A branch that is
 * open in that very folder already is taken as it is: so an attempt that was cut off late is completed.
 * @param of the environment whose clone it is
 * @returns the environment for the project; nothing was added to that yet
 * @throws EngineError `branch-missing`, `branch-in-use`, `branch-exists`, `ref-invalid`, `ref-in-the-way`,
 * `target-not-empty`, `environment-busy`, ...: then nothing was changed
 */
export async function openBranch(
  context: BranchContext,
  project: Project,
  of: Environment,
  request: NewBranchEnvironment,
): Promise<Environment> {
  const lane = laneFor(project, of, request);
  const opened = context.workspace.open(of);
  const { repository } = opened;
  const clone = mainFolder(repository) ?? repository.folder;
  const path = request.path ?? branchFolder(clone, request.branch);
  const added = { name: request.name, role: 'flexible', path, branch: request.branch } as const;
  addEnvironment(project.environments, { ...added, id: '', attachedTo: lane.id }); // before anything is made
  const notes = join(lanewayFolder(repository.commonDir), 'linked-folders');
  const lock = lockNotes(notes, opened, context.ports.host);
  try {
    endUnfinishedLink(repository, notes);
    const start = startOf(context, project, repository, lane, request);
    const place = placeFor(repository, { ...request, path }, start.head);
    if (!place.isThere) {
      await bringStart(context, start, repository);
      requireCommonHistory(repository, start.head, project.environments, context.ports.environment);
      await addLinkedFolder({
        repository,
        branch: fullBranch(request.branch),
        head: start.head,
        makeBranch: request.start !== undefined,
        path: place.path,
        who: context.recovery.signature(opened.home),
        trusted: () => context.recovery.trusted(of.path),
        access: context.servers.look(),
        notes,
      });
    }
    return environmentFrom(
      context,
      { ...added, path: place.path, attachedTo: lane.name },
      project.environments,
    );
  } finally {
    lock.release();
  }
}

/** The lane that was chosen, else the environment itself where it is one, else the one that it hangs on. */
function laneFor(project: Project, of: Environment, { attachedTo }: NewBranchEnvironment): Environment {
  if (attachedTo !== undefined) return findEnvironment(project.environments, attachedTo);
  const lane = of.role === 'flexible' ? laneOf(project, of) : of;
  return lane ?? fail('lanes-invalid', { reason: `${of.name} hangs on no environment` });
}

/** One at a time in a clone: what is found unfinished is then nobody's. */
function lockNotes(notes: string, { environment }: OpenEnvironment, host: string): { release(): void } {
  const what = `opening a branch of ${environment.name}`;
  const taken = tryAcquire(
    { id: 'linked-folders', folder: notes },
    { run: 'open-branch', what, who: '', host },
  );
  if ('held' in taken)
    fail('environment-busy', {
      environment: environment.name,
      held: heldInWords(taken.held),
      personMayTakeOver: false,
    });
  return taken.lock;
}

interface Start {
  /** Commit that the branch has, or is to have. */
  readonly head: ObjectId;
  /** The clone that has it. */
  readonly source: Repository;
}

function startOf(
  { workspace }: BranchContext,
  { environments }: Project,
  repository: Repository,
  lane: Environment,
  { branch, start }: NewBranchEnvironment,
): Start {
  const at = (source: Repository, ref: string, name: string): Start => {
    checkRefName(ref);
    const head = readRef(source, ref) ?? fail('branch-missing', { path: source.folder, branch: name });
    return { head, source };
  };
  checkRefName(fullBranch(branch));
  if (!start) return at(repository, fullBranch(branch), branch);
  if (start.kind === 'remote') return at(repository, `refs/remotes/${start.branch}`, start.branch);
  const from = start.environmentId === undefined ? lane : findEnvironment(environments, start.environmentId);
  return at(workspace.open(from).repository, fullBranch(from.branch), from.branch);
}

/** Where the folder is to be made, or that it is there already. */
function placeFor(
  repository: Repository,
  { branch, path, start }: NewBranchEnvironment & { readonly path: string },
  head: ObjectId,
): { readonly path: string; readonly isThere: boolean } {
  const ref = fullBranch(branch);
  const folder = folderOf(repository, ref);
  if (folder && !folder.isMissing && folder.path === realPath(path) && readRef(repository, ref) === head)
    return { path: folder.path, isThere: true };
  if (start) checkNewBranch(repository, branch);
  else if (folder) fail('branch-in-use', { branch, path: folder.path, isMissing: folder.isMissing });
  return { path: newFolderFor(repository, path), isThere: false };
}

/** Copies the commit into the clone where another has it. */
async function bringStart(
  { servers }: BranchContext,
  { head, source }: Start,
  repository: Repository,
): Promise<void> {
  requireSameFormat(repository, source, source.folder);
  if (source.commonDir === repository.commonDir) return;
  const store = createOverlay([source.objects, repository.objects]);
  for (const { promised } of [source, repository]) await promised?.signIn(servers.look());
  const has = (id: ObjectId): boolean => repository.objects.has(id);
  await loadForTransfer([source, repository], store, { tips: [head], has });
  transferObjects(store, repository.objects, [head]);
}
