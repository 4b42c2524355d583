import { fail } from '../../errors';
import { encodePath } from '../path-codec';

export interface PathOptions {
  /** Whether the path must also be a name on Windows; by default where this runs. */
  readonly windows?: boolean | undefined;
}

/** Code points that macOS leaves out when it compares names. */
const ignoredByMac = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
const windowsDevice = /^(con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]|conin\$|conout\$)(\.|:|$| )/i;
/** No file system in use takes a longer name. */
const longestNameBytes = 255;

/**
 * Why a path of a tree must never be written into a working tree, or null. The names of git's own folder are refused
 * in every form that any file system takes for it (case, NTFS short name and streams, characters macOS ignores):
 * a clone moves between computers. Rules: core.protectNTFS and core.protectHFS in
 * https://git-scm.com/docs/git-config, and https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
export function checkPath(path: string, options: PathOptions = {}): string | null {
  const windows = options.windows ?? process.platform === 'win32';
  if (path.includes('\0')) return 'it contains a NUL';
  for (const name of path.split('/')) {
    if (name === '') return 'it has an empty part';
    if (name === '.' || name === '..') return `it contains "${name}"`;
    if (isGitName(name)) return `"${name}" is git's own folder on some computers`;
    if (name.length > longestNameBytes / 4 && encodePath(name).length > longestNameBytes)
      return 'a name in it is longer than 255 bytes';
    const reason = windows ? refusedByWindows(name) : null;
    if (reason) return reason;
  }
  return null;
}

/** @throws EngineError `path-unsafe` */
export function requireSafePath(path: string, options: PathOptions = {}): void {
  const reason = checkPath(path, options);
  if (reason !== null) fail('path-unsafe', { path, reason });
}

function isGitName(name: string): boolean {
  if (name.replace(ignoredByMac, '').toLowerCase() === '.git') return true;
  // To Windows a backslash ends the name, a colon begins a stream, and dots and spaces at the end do not count.
  const bare = (name.split(/[\\:]/, 1)[0] ?? '').replace(/[. ]+$/, '').toLowerCase();
  return bare === '.git' || bare === 'git~1';
}

function refusedByWindows(name: string): string | null {
  // eslint-disable-next-line no-control-regex -- Windows refuses exactly these
  const odd = /[<>:"\\|?*\x00-\x1f]/.exec(name)?.[0];
  if (odd !== undefined) return `Windows has no names with ${JSON.stringify(odd)}`;
  if (/[. ]$/.test(name)) return 'Windows drops dots and spaces at the end of a name';
  return windowsDevice.test(name) ? `"${name}" is a device on Windows` : null;
}
