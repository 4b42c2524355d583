import { join } from 'node:path';

/** Variables that decide where git's configuration is; see {@link configFiles}. */
export type GitEnvironment = Readonly<Record<string, string | undefined>>;

/** The folder `~` stands for, or null. */
export const homeFolder = (environment: GitEnvironment): string | null =>
  environment['HOME'] || environment['USERPROFILE'] || null;

/**
 * The configuration files outside the clone, those of least weight first: system, then the person's own.
 * @see https://git-scm.com/docs/git-config "FILES" and "ENVIRONMENT"
 */
export function configFiles(
  environment: GitEnvironment,
  platform: NodeJS.Platform = process.platform,
): string[] {
  return [...systemFiles(environment, platform), ...globalFiles(environment)];
}

/**
 * The attributes of the whole machine, those of least weight first.
 * @see https://git-scm.com/docs/gitattributes "DESCRIPTION" and GIT_ATTR_NOSYSTEM in https://git-scm.com/docs/git
 */
export function systemAttributeFiles(
  environment: GitEnvironment,
  platform: NodeJS.Platform = process.platform,
): string[] {
  if (isYes(environment['GIT_ATTR_NOSYSTEM'])) return [];
  return systemFolders(environment, platform).map((folder) => join(folder, 'gitattributes'));
}

const isYes = (value: string | undefined): boolean => /^(true|yes|on|[1-9]\d*)$/i.test(value ?? '');

function systemFiles(environment: GitEnvironment, platform: NodeJS.Platform): string[] {
  if (isYes(environment['GIT_CONFIG_NOSYSTEM'])) return [];
  const chosen = environment['GIT_CONFIG_SYSTEM'];
  if (chosen !== undefined) return [chosen];
  return systemFolders(environment, platform).map((folder) => join(folder, 'gitconfig'));
}

/** Which git is used is not known: on macOS every place where one is installed may have files. */
function systemFolders(environment: GitEnvironment, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') {
    const programs = environment['ProgramFiles'] ?? 'C:\\Program Files';
    return [join(programs, 'Git', 'etc')];
  }
  if (platform === 'darwin')
    return [
      '/Library/Developer/CommandLineTools/usr/share/git-core',
      '/etc',
      '/usr/local/etc',
      '/opt/homebrew/etc',
    ];
  return ['/etc'];
}

function globalFiles(environment: GitEnvironment): string[] {
  const chosen = environment['GIT_CONFIG_GLOBAL'];
  if (chosen !== undefined) return [chosen];
  const home = homeFolder(environment);
  const folder = environment['XDG_CONFIG_HOME'] || (home === null ? null : join(home, '.config'));
  return [
    ...(folder === null ? [] : [join(folder, 'git', 'config')]),
    ...(home === null ? [] : [join(home, '.gitconfig')]),
  ];
}
