import { lower } from './wildmatch';

/** Folders of a cone, each with a slash before it and none at its end ("" is the top), one char per byte. */
interface Cone {
  /** Everything at any depth is in. */
  readonly whole: Set<string>;
  /** Only the files directly in them are in. */
  readonly shallow: Set<string>;
  /** Everything of the clone is in. */
  full: boolean;
}

/**
 * Reads patterns as a cone: the files of the top folder, whole folders, and folders of which only the files directly
 * in them belong to it.
 * @param patterns lines as `patternLines` gives them
 * @returns which paths (one char per byte) are in; null where a pattern is of another form: git then takes all of them
 * as ordinary patterns
 * @see https://git-scm.com/docs/git-sparse-checkout "INTERNALS -- CONE PATTERN SET"
 */
export function parseCone(
  patterns: readonly string[],
  ignoreCase: boolean,
): ((path: string) => boolean) | null {
  const cone: Cone = { whole: new Set(), shallow: new Set(), full: false };
  const fold = (path: string): string => (ignoreCase ? lower(path) : path);
  if (!patterns.every((pattern) => addPattern(cone, pattern, fold))) return null;
  return (path) => contains(cone, `/${fold(path)}`);
}

function contains({ whole, shallow, full }: Cone, path: string): boolean {
  let cut = path.lastIndexOf('/');
  if (full || cut === 0 || whole.has(path) || shallow.has(path.slice(0, cut))) return true;
  for (; cut > 0; cut = path.lastIndexOf('/', cut - 1)) if (whole.has(path.slice(0, cut))) return true;
  return false;
}

// The forms: "/*" all, "!/*/" but no folders, "/a/" the whole folder, then "!/a/*/" but none of the folders in it.
/** False for what is no pattern of a cone. */
function addPattern(cone: Cone, pattern: string, fold: (path: string) => string): boolean {
  if (pattern === '/*') cone.full = true;
  else if (pattern === '!/*/') cone.full = false;
  else {
    const [, not, body] = /^(!?)(\/.*[^/])\/$/s.exec(pattern) ?? [];
    if (body === undefined || body.includes('**')) return false;
    if (not === '') return addWhole(cone, body, fold);
    return body.endsWith('/*') && makeShallow(cone, body.slice(0, -2), fold);
  }
  return true;
}

function addWhole({ whole, shallow }: Cone, body: string, fold: (path: string) => string): boolean {
  const folder = unescaped(body);
  if (folder === null || shallow.has(fold(folder))) return false;
  whole.add(fold(folder));
  return true;
}

/** A folder that was named as a whole before. */
function makeShallow({ whole, shallow }: Cone, body: string, fold: (path: string) => string): boolean {
  const folder = unescaped(body);
  if (folder === null || !whole.delete(fold(folder))) return false;
  shallow.add(fold(folder));
  return true;
}

/** The name that a pattern stands for when all its wildcards are escaped; else null. */
function unescaped(pattern: string): string | null {
  const plain = pattern.replace(/\\([*?[\\])/g, '');
  return /[*?[\\]/.test(plain) ? null : pattern.replace(/\\(.)/gs, '$1');
}
