import type { BranchFolder, BranchList, LocalBranch, RemoteBranch } from '../../../shared/domain/branch';
import type { Environment } from '../../../shared/domain/project';
import { listRefNames, listRefs } from '../git/refs/list-refs';
import { resolveRef } from '../git/refs/read-ref';
import type { Repository } from '../git/repository/repository';
import { listWorkFolders, mainFolder, type WorkFolder } from '../git/worktree/work-folders';

/**
 * The branches of a clone: which can be opened, and where the others are open.
 * @param environments of the project, to name the folders that are theirs
 * @throws EngineError `ref-damaged`
 */
export function listBranches(repository: Repository, environments: readonly Environment[]): BranchList {
  const folders = listWorkFolders(repository);
  const local = listRefs(repository, 'refs/heads').map(({ name, id }): LocalBranch => {
    const folder = folderOf(repository, name, folders);
    const branch = name.slice('refs/heads/'.length);
    return { name: branch, commit: id, usedIn: folder && usedIn(folder, branch, environments) };
  });
  return { clone: mainFolder(repository) ?? repository.folder, local, remote: remoteBranches(repository) };
}

/** The working folder that has a branch; null: it can be opened. @param ref full name */
export const folderOf = (
  repository: Repository,
  ref: string,
  folders: readonly WorkFolder[] = listWorkFolders(repository),
): WorkFolder | null => {
  const { name } = resolveRef(repository, ref);
  return folders.find(({ branches }) => branches.some((branch) => branch === ref || branch === name)) ?? null;
};

function usedIn(
  { path, isMissing }: WorkFolder,
  branch: string,
  environments: readonly Environment[],
): BranchFolder {
  const known = environments.find(
    (environment) => environment.path === path && environment.branch === branch,
  );
  return { path, isMissing, environment: known?.name ?? null };
}

/** Without `origin/HEAD`, which only names another. */
function remoteBranches(repository: Repository): RemoteBranch[] {
  const remotes = remoteNames(repository);
  return listRefNames(repository, 'refs/remotes').flatMap((ref) => {
    const { name, id } = resolveRef(repository, ref);
    if (name !== ref || id === null) return [];
    const short = ref.slice('refs/remotes/'.length);
    const remote = remotes.find((one) => short.startsWith(`${one}/`));
    const branch = short.slice(remote === undefined ? short.indexOf('/') + 1 : remote.length + 1);
    return [{ name: short, branch, commit: id }];
  });
}

/** Longest first: a name may hold slashes, too. */
const remoteNames = (repository: Repository): string[] =>
  [
    ...new Set(repository.config().entries.flatMap(({ key }) => /^remote\.(.+)\.url$/s.exec(key)?.[1] ?? [])),
  ].sort((a, b) => b.length - a.length);
