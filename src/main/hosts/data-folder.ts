import { join } from 'node:path';

export interface System {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Where Laneway keeps projects, settings and backups when nobody says otherwise; the same in every host, so that
 * window, browser and command line show the same projects.
 * Linux: XDG Base Directory Specification (a relative XDG_DATA_HOME must be ignored); macOS and Windows: the
 * system's folder for application data.
 */
export function defaultDataFolder({ platform, environment, home }: System): string {
  if (platform === 'win32')
    return join(environment['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Laneway');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Laneway');
  const data = environment['XDG_DATA_HOME'];
  return join(data?.startsWith('/') ? data : join(home, '.local', 'share'), 'laneway');
}
