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

function systemFiles(environment: GitEnvironment, platform: NodeJS.Platform): string[] {
  if (/^(true|yes|on|[1-9]\d*)$/i.test(environment['GIT_CONFIG_NOSYSTEM'] ?? '')) return [];
  const chosen = environment['GIT_CONFIG_SYSTEM'];
  if (chosen !== undefined) return [chosen];
  if (platform === 'win32') {
    const programs = environment['ProgramFiles'] ?? 'C:\\Program Files';
    return [join(programs, 'Git', 'etc', 'gitconfig')];
  }
  if (platform === 'darwin')
    return [
      '/Library/Developer/CommandLineTools/usr/share/git-core/gitconfig',
      '/etc/gitconfig',
      '/usr/local/etc/gitconfig',
      '/opt/homebrew/etc/gitconfig',
    ];
  return ['/etc/gitconfig'];
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
