import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../../errors';
import { encodePath } from '../path-codec';
import { compileWildmatch } from '../status/wildmatch';

/** What conditions of `includeIf` are asked about. */
export interface IncludeContext {
  readonly gitDir: string;
  readonly home: string | null;
  /** Full name of the branch of HEAD, or null. */
  readonly branch: () => string | null;
  /** Addresses of all remotes, or null while they are still being collected. */
  readonly remoteUrls: readonly string[] | null;
}

/**
 * Whether the condition of an `includeIf` holds. Kinds that are unknown do not.
 * @param file the configuration file that says so
 * @see https://git-scm.com/docs/git-config "Conditional includes"
 */
export function includeHolds(condition: string, file: string, context: IncludeContext): boolean {
  const colon = condition.indexOf(':');
  const pattern = condition.slice(colon + 1);
  switch (condition.slice(0, Math.max(colon, 0))) {
    case 'gitdir':
      return gitDirMatches(pattern, file, context, false);
    case 'gitdir/i':
      return gitDirMatches(pattern, file, context, true);
    case 'onbranch':
      return branchMatches(pattern, context.branch());
    case 'hasconfig':
      return urlMatches(pattern, context.remoteUrls);
    default:
      return false;
  }
}

function gitDirMatches(pattern: string, file: string, context: IncludeContext, ignoreCase: boolean): boolean {
  // What stands for a folder is taken literally, however odd its name is.
  let literal = '';
  let rest = pattern;
  if (rest.startsWith('~/') && context.home !== null) {
    literal = realOr(context.home);
    rest = rest.slice(1);
  } else if (rest.startsWith('./')) {
    literal = realOr(dirname(file));
    rest = rest.slice(1);
  } else if (!/^(\/|[A-Za-z]:\/)/.test(rest)) rest = `**/${rest}`;
  if (rest.endsWith('/')) rest += '**';
  const matches = compileWildmatch(bytes(rest), ignoreCase);
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  return [realOr(context.gitDir), context.gitDir].some((folder) => {
    const path = process.platform === 'win32' ? folder.replaceAll('\\', '/') : folder;
    return fold(path).startsWith(fold(literal)) && matches(bytes(path.slice(literal.length)));
  });
}

function branchMatches(pattern: string, branch: string | null): boolean {
  const name = /^refs\/heads\/(.+)$/.exec(branch ?? '')?.[1];
  if (name === undefined) return false;
  return compileWildmatch(bytes(pattern.endsWith('/') ? `${pattern}**` : pattern), false)(bytes(name));
}

function urlMatches(pattern: string, urls: readonly string[] | null): boolean {
  const glob = /^remote\.\*\.url:(.*)$/s.exec(pattern)?.[1];
  if (glob === undefined || urls === null) return false;
  const matches = compileWildmatch(bytes(glob), false);
  return urls.some((url) => matches(bytes(url)));
}

const bytes = (text: string): string => encodePath(text).toString('latin1');

function realOr(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    if (systemCode(cause) === undefined) throw cause;
    return path; // not there: it matches nothing that is
  }
}
