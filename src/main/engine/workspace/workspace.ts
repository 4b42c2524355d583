import type { Environment } from '../../../shared/domain/project';
import { claimIdentity, type EnvironmentHome } from '../environments/identity';
import { fail } from '../errors';
import { readHead } from '../git/refs/read-head';
import { openRepository } from '../git/repository/open-repository';
import type { TrustedCommands } from '../git/repository/programs';
import type { Repository } from '../git/repository/repository';
import type { Clock } from '../ports';

/** An environment whose clone is open: what every read and every run starts from. */
export interface OpenEnvironment {
  readonly environment: Environment;
  readonly repository: Repository;
  readonly home: EnvironmentHome;
}

/** Keeps one long-lived repository for each folder, so that caches serve every look. */
export interface Workspace {
  /**
   * Opens an environment of a project and makes sure that it is still the one that was added.
   * @throws EngineError `folder-missing`, `not-a-clone`, `unsupported-repository`, ...
   */
  open(environment: Environment): OpenEnvironment;
  /** Forgets what is cached for a folder. */
  forget(path: string): void;
  close(): void;
}

export interface WorkspaceOptions {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** By default nothing is. */
  readonly trusted?: TrustedCommands | undefined;
}

export function createWorkspace(options: WorkspaceOptions): Workspace {
  const repositories = new Map<string, Repository>();
  const repositoryAt = (path: string): Repository => {
    const fresh = openRepository(path, options.environment, options.trusted);
    const known = repositories.get(path);
    // A git folder that somebody replaced may name its objects otherwise.
    const isSame = known?.gitDir === fresh.gitDir && known.commonDir === fresh.commonDir;
    if (isSame && known.objects.format === fresh.objects.format) {
      fresh.objects.close();
      return known;
    }
    known?.objects.close();
    repositories.set(path, fresh);
    return fresh;
  };
  return {
    open(environment) {
      const repository = repositoryAt(environment.path);
      const { home } = claimIdentity(repository, fullBranch(environment.branch), {
        dataFolder: options.dataFolder,
        clock: options.clock,
        create: true,
      });
      return { environment, repository, home };
    },
    forget(path) {
      repositories.get(path)?.objects.close();
      repositories.delete(path);
    },
    close() {
      for (const repository of repositories.values()) repository.objects.close();
      repositories.clear();
    },
  };
}

export const fullBranch = (branch: string): string => `refs/heads/${branch}`;
export const shortBranch = (ref: string): string => ref.replace(/^refs\/heads\//, '');

/**
 * The commit of an environment whose folder is on its own branch.
 * @throws EngineError `detached-head`, `other-branch`, `unborn-branch`
 */
export function headOf({ environment, repository }: OpenEnvironment): string {
  const { branch, commit } = readHead(repository);
  if (branch === null) return fail('detached-head', { path: repository.folder, commit: commit ?? '' });
  if (branch !== fullBranch(environment.branch))
    return fail('other-branch', {
      environment: environment.name,
      expected: environment.branch,
      actual: shortBranch(branch),
    });
  return commit ?? fail('unborn-branch', { path: repository.folder, branch: environment.branch });
}
