import type { TrustedCommands } from '../git/repository/programs';
import type { ProjectStore } from './project-store';

/** What may be run for a clone: what was allowed for the projects that it is in. */
export const trustedCommands =
  (projects: ProjectStore): TrustedCommands =>
  (folder) =>
    new Set(
      projects
        .list()
        .projects.filter(({ environments }) => environments.some(({ path }) => path === folder))
        .flatMap(({ trusted }) => trusted ?? []),
    );
