import { encodePath } from '../path-codec';
import { compileWildmatch, hasWildcard, lower, wildcard } from './wildmatch';

/** A pattern bound to the folder whose file it stands in. */
export interface PathPattern {
  /** Only folders match ("name/"). */
  readonly foldersOnly: boolean;
  /** @param path below the pattern's folder, one char per byte, no slash at the end. */
  readonly matches: (path: string) => boolean;
}

const ascii = /^[\0-\x7f]*$/;

/** A decoded path as the patterns see it: one char per byte. */
export const byteString = (path: string): string =>
  ascii.test(path) ? path : encodePath(path).toString('latin1');

/**
 * Compiles a pattern of .gitignore or .gitattributes, without "!" before it: without a slash (but at its end) it is
 * for names at any depth, with one for the whole path below its folder.
 * Rules: https://git-scm.com/docs/gitignore
 */
export function pathPattern(text: string, ignoreCase: boolean): PathPattern {
  const foldersOnly = text.endsWith('/');
  const body = foldersOnly ? text.slice(0, -1) : text;
  const fold = (value: string): string => (ignoreCase ? lower(value) : value);
  if (!body.includes('/')) {
    const matches = nameMatcher(body, ignoreCase, fold);
    return { foldersOnly, matches: (path) => matches(fold(path.slice(path.lastIndexOf('/') + 1))) };
  }
  const whole = body.startsWith('/') ? body.slice(1) : body;
  if (!hasWildcard(whole)) {
    const wanted = fold(whole);
    return { foldersOnly, matches: (path) => fold(path) === wanted };
  }
  // Git compares what stands before the first wildcard by itself, which shows in "a**/b": its stars begin a pattern.
  const start = whole.search(wildcard);
  const plain = fold(whole.slice(0, start));
  const matches = compileWildmatch(whole.slice(start), ignoreCase);
  return {
    foldersOnly,
    matches: (path) => fold(path.slice(0, start)) === plain && matches(path.slice(start)),
  };
}

function nameMatcher(
  body: string,
  ignoreCase: boolean,
  fold: (text: string) => string,
): (name: string) => boolean {
  const [whole, tail] = [fold(body), fold(body.slice(1))];
  if (!hasWildcard(body)) return (name) => name === whole;
  if (body.startsWith('*') && !hasWildcard(tail)) return (name) => name.endsWith(tail);
  return compileWildmatch(body, ignoreCase);
}
