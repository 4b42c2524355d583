import { pathPattern, type PathPattern } from './path-pattern';

export interface IgnoreRule extends PathPattern {
  readonly ignores: boolean;
}

/** The rules of one file. `base`: the folder they count from, one char per byte, '' or with a slash at its end. */
export interface IgnoreList {
  readonly base: string;
  readonly rules: readonly IgnoreRule[];
}

/** Parses .gitignore, info/exclude or core.excludesFile (format: https://git-scm.com/docs/gitignore). */
export function parseIgnoreFile(bytes: Buffer, base: string, ignoreCase: boolean): IgnoreList {
  const rules = patternLines(bytes).map((pattern): IgnoreRule => {
    const ignores = !pattern.startsWith('!');
    const body = ignores ? pattern : pattern.slice(1);
    return { ignores, ...pathPattern(body, ignoreCase) };
  });
  return { base, rules };
}

/** The patterns of such a file, one char per byte, without comments and empty lines. */
export function patternLines(bytes: Buffer): string[] {
  const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  return text.split('\n').flatMap((line) => {
    const cut = line.indexOf('\0');
    const pattern = withoutTrailingSpaces((cut < 0 ? line : line.slice(0, cut)).replace(/\r$/, ''));
    return pattern === '' || pattern.startsWith('#') ? [] : [pattern];
  });
}

/** Spaces at the end do not count unless a backslash stands before them. */
function withoutTrailingSpaces(line: string): string {
  let end = -1; // where the spaces at the end begin
  for (let i = 0; i < line.length; i++) {
    if (line[i] === ' ') {
      if (end < 0) end = i;
    } else {
      end = -1;
      if (line[i] === '\\') i++;
    }
  }
  return end < 0 ? line : line.slice(0, end);
}

/**
 * Whether a path is ignored, given that no folder above it is. The last matching rule of the innermost list decides.
 * @param lists outermost first: core.excludesFile, info/exclude, then .gitignore from the root down.
 * @param path one char per byte.
 */
export function isIgnored(lists: readonly IgnoreList[], path: string, isFolder: boolean): boolean {
  for (let i = lists.length - 1; i >= 0; i--) {
    const list = lists[i];
    const rule = list && lastMatch(list, path, isFolder);
    if (rule) return rule.ignores;
  }
  return false;
}

/** The last rule of a list that matches a path (one char per byte). */
export function lastMatch({ base, rules }: IgnoreList, path: string, isFolder: boolean): IgnoreRule | null {
  const below = base === '' ? path : path.slice(base.length);
  for (let i = rules.length - 1; i >= 0; i--) {
    const rule = rules[i];
    if (rule && (isFolder || !rule.foldersOnly) && rule.matches(below)) return rule;
  }
  return null;
}
