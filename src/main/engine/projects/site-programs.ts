import type { SiteProgram, SitePrograms } from '../../../shared/contract/answers';
import type { Environment, Project } from '../../../shared/domain/project';
import { isFromOutside } from '../errors';
import { findGit } from '../git/native/find-git';
import { namedFilters, programsOf } from '../git/native/programs-in-use';
import type { GitEnvironment } from '../git/repository/config-files';
import type { Repository } from '../git/repository/repository';
import type { Workspace } from '../workspace/workspace';

/**
 * What would run for the files of a site, by command: the filters that the attributes of any environment name, as the
 * configuration of each has them, because the attributes move along. Environments that cannot be opened are left out;
 * they say so themselves.
 */
export function sitePrograms(
  project: Project,
  workspace: Workspace,
  environment: GitEnvironment,
): SitePrograms {
  const clones = project.environments.flatMap((one) => {
    const opened = tryOpen(one, workspace);
    return opened ? [{ name: one.name, ...opened }] : [];
  });
  const filters = [...new Set(clones.flatMap((clone) => clone.filters))];
  const programs = new Map<string, SiteProgram>();
  const trusted = new Set(project.trusted);
  for (const { name, repository } of clones)
    for (const { command, file } of programsOf(repository, filters)) {
      const known = programs.get(command);
      programs.set(command, {
        command,
        environments: [...new Set([...(known?.environments ?? []), name])],
        files: [...new Set([...(known?.files ?? []), file])],
        trusted: trusted.has(command),
      });
    }
  const git = findGit(environment);
  return {
    programs: [...programs.values()],
    git: 'missing' in git ? git : { version: git.version },
  };
}

function tryOpen(
  environment: Environment,
  workspace: Workspace,
): { readonly repository: Repository; readonly filters: readonly string[] } | null {
  try {
    const { repository } = workspace.open(environment);
    return { repository, filters: namedFilters(repository) };
  } catch (cause) {
    if (isFromOutside(cause)) return null;
    throw cause;
  }
}
