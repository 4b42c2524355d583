import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Guesses which program holds a lock file: the process that has it open (Linux: /proc). In words, `git (process 4711)`,
 * or null where nobody can be seen: programs close a lock file long before they remove it, and other systems do not tell.
 */
export function lockOwner(path: string): string | null {
  if (process.platform !== 'linux') return null;
  for (const pid of namesIn('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const files = `/proc/${pid}/fd`;
    if (namesIn(files).some((file) => linkTarget(`${files}/${file}`) === path))
      return `${programName(pid)} (process ${pid})`;
  }
  return null;
}

/** Processes end while we look, and those of other people may not be looked at: both read as "nothing there". */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function programName(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return 'a program';
  }
}
