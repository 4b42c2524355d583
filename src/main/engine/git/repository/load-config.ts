import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fail, systemCode } from '../../errors';
import { decodePath, systemPath } from '../path-codec';
import { ConfigSyntaxError, parseConfig } from './parse-config';
import type { ConfigEntry, SourcedEntry } from './parse-config';
import { includeHolds } from './include-condition';
import type { IncludeContext } from './include-condition';

/** As deep as git follows includes. */
const deepest = 10;

/** Entries in their order of weight (the last one counts), and the state of every file that was looked at. */
export interface LoadedConfig {
  readonly entries: readonly SourcedEntry[];
  readonly stamps: ReadonlyMap<string, string>;
}

/**
 * Reads configuration files with what they include. Files that are not there count as empty.
 * @throws EngineError `unsupported-repository` for a file that git cannot read either
 */
export function loadConfig(
  files: readonly string[],
  context: Omit<IncludeContext, 'remoteUrls'>,
): LoadedConfig {
  const stamps = new Map<string, string>();
  const load = (remoteUrls: readonly string[] | null): { entries: SourcedEntry[]; askedForUrls: boolean } => {
    const entries: SourcedEntry[] = [];
    let askedForUrls = false;
    const visit = (file: string, depth: number): void => {
      stamps.set(file, fileStamp(file));
      for (const entry of readConfigFile(file)) {
        entries.push({ ...entry, file });
        const condition = includeCondition(entry.key);
        if (condition === undefined || entry.value === null || depth >= deepest) continue;
        if (condition?.startsWith('hasconfig:') === true) askedForUrls = true;
        if (condition === null || includeHolds(condition, file, { ...context, remoteUrls }))
          visit(includedFile(entry.value, file, context.home), depth + 1);
      }
    };
    for (const file of files) visit(file, 0);
    return { entries, askedForUrls };
  };
  const first = load(null);
  if (!first.askedForUrls) return { entries: first.entries, stamps };
  const urls = first.entries.flatMap(({ key, value }) =>
    /^remote\..*\.url$/s.test(key) ? [value ?? ''] : [],
  );
  return { entries: load(urls).entries, stamps };
}

/** The entries of one file, without following includes. */
export function readConfigFile(file: string): ConfigEntry[] {
  try {
    return parseConfig(decodePath(readFileSync(systemPath(file, ''))));
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(systemCode(cause) ?? '')) return [];
    if (systemCode(cause) === 'EACCES')
      return fail('file-unreadable', { path: file, reason: 'permission denied' }, cause);
    if (!(cause instanceof ConfigSyntaxError)) throw cause;
    return fail(
      'unsupported-repository',
      {
        path: dirname(file),
        feature: `a git configuration that cannot be read (${file}, line ${cause.line})`,
        advice: 'Correct that line; git itself cannot read it either.',
      },
      cause,
    );
  }
}

/** Changes whenever a file may have changed: which file, size and time. */
export function fileStamp(file: string): string {
  const stats = statSync(systemPath(file, ''), { bigint: true, throwIfNoEntry: false });
  return stats === undefined
    ? 'none'
    : `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
}

/** The condition of an include, null for one without, undefined for any other key. */
function includeCondition(key: string): string | null | undefined {
  if (key === 'include.path') return null;
  return /^includeif\.(.*)\.path$/s.exec(key)?.[1];
}

function includedFile(path: string, from: string, home: string | null): string {
  if (path.startsWith('~/') && home !== null) return join(home, path.slice(2));
  return isAbsolute(path) ? path : join(dirname(from), path);
}
