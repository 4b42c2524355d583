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
  const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  const rules: IgnoreRule[] = [];
  for (const line of text.split('\n')) {
    const cut = line.indexOf('\0');
    const pattern = withoutTrailingSpaces((cut < 0 ? line : line.slice(0, cut)).replace(/\r$/, ''));
    if (pattern === '' || pattern.startsWith('#')) continue;
    const ignores = !pattern.startsWith('!');
    const body = ignores ? pattern : pattern.slice(1);
    rules.push({ ignores, ...pathPattern(body, ignoreCase) });
  }
  return { base, rules };
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
    if (!list) continue;
    const below = list.base === '' ? path : path.slice(list.base.length);
    for (let j = list.rules.length - 1; j >= 0; j--) {
      const rule = list.rules[j];
      if (rule && (isFolder || !rule.foldersOnly) && rule.matches(below)) return rule.ignores;
    }
  }
  return false;
}
