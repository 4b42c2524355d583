import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../../errors';
import { configFiles, homeFolder } from './config-files';
import type { GitEnvironment } from './config-files';
import { fileStamp, loadConfig, readConfigFile } from './load-config';
import type { LoadedConfig } from './load-config';
import type { SourcedEntry } from './parse-config';

/**
 * Git's settings, of all files together. Keys are `section.name` or `section.subsection.name`;
 * section and name in any case, subsection exactly.
 */
export interface GitConfig {
  /** The value that counts (the last one); '' for a key without `=`; undefined when it is not set. */
  get(key: string): string | undefined;
  /** All values, that of most weight last. */
  getAll(key: string): readonly string[];
  /** Git's ideas of yes and no; undefined when not set or neither. */
  getBool(key: string): boolean | undefined;
  /** A whole number with git's suffixes k, m, g; undefined when not set or none. */
  getInt(key: string): number | undefined;
  /** A path, with `~/` replaced by the home folder; undefined when not set. */
  getPath(key: string): string | undefined;
  readonly entries: readonly SourcedEntry[];
}

export interface ConfigPlace {
  readonly gitDir: string;
  readonly commonDir: string;
  /** HOME, USERPROFILE, XDG_CONFIG_HOME, GIT_CONFIG_NOSYSTEM, GIT_CONFIG_SYSTEM, GIT_CONFIG_GLOBAL, ProgramFiles. */
  readonly environment: GitEnvironment;
}

/**
 * Reads the configuration of a clone: system, global, local, and that of the linked folder, with includes.
 * @throws EngineError `unsupported-repository` for a file that git cannot read either, `file-unreadable`
 * @see https://git-scm.com/docs/git-config
 */
export function readConfig(place: ConfigPlace): GitConfig {
  return toConfig(load(place).entries, homeFolder(place.environment));
}

/** {@link readConfig} that reads again only when one of the files changed, came or went. */
export function createConfigReader(place: ConfigPlace): () => GitConfig {
  let known: { config: GitConfig; stamps: ReadonlyMap<string, string> } | undefined;
  return () => {
    if (known !== undefined && [...known.stamps].every(([file, stamp]) => fileStamp(file) === stamp))
      return known.config;
    const { entries, stamps } = load(place);
    known = { config: toConfig(entries, homeFolder(place.environment)), stamps };
    return known.config;
  };
}

function load({ gitDir, commonDir, environment }: ConfigPlace): LoadedConfig {
  const local = join(commonDir, 'config');
  const own = readConfigFile(local).some(
    ({ key, value }) => key === 'extensions.worktreeconfig' && toBool(value) === true,
  );
  const files = [...configFiles(environment), local, ...(own ? [join(gitDir, 'config.worktree')] : [])];
  const head = join(gitDir, 'HEAD');
  let branchStamp: string | undefined;
  const loaded = loadConfig(files, {
    gitDir,
    home: homeFolder(environment),
    branch() {
      branchStamp ??= fileStamp(head);
      return readBranch(head);
    },
  });
  if (branchStamp === undefined) return loaded;
  return { entries: loaded.entries, stamps: new Map([...loaded.stamps, [head, branchStamp]]) };
}

function readBranch(head: string): string | null {
  try {
    return /^ref:\s*(\S+)/.exec(readFileSync(head, 'utf8'))?.[1] ?? null;
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}

function toConfig(entries: readonly SourcedEntry[], home: string | null): GitConfig {
  const values = new Map<string, (string | null)[]>();
  for (const { key, value } of entries) {
    const all = values.get(key);
    if (all === undefined) values.set(key, [value]);
    else all.push(value);
  }
  const last = (key: string): string | null | undefined => values.get(canonicalKey(key))?.at(-1);
  const get = (key: string): string | undefined => {
    const value = last(key);
    return value === null ? '' : value;
  };
  return {
    entries,
    get,
    getAll: (key) => (values.get(canonicalKey(key)) ?? []).map((value) => value ?? ''),
    getBool(key) {
      const value = last(key);
      return value === undefined ? undefined : toBool(value);
    },
    getInt: (key) => toInt(get(key)),
    getPath(key) {
      const value = get(key);
      return value?.startsWith('~/') === true && home !== null ? join(home, value.slice(2)) : value;
    },
  };
}

/** Section and name in lower case, what is between them as it is. */
function canonicalKey(key: string): string {
  const first = key.indexOf('.');
  const last = key.lastIndexOf('.');
  if (first < 0) return key.toLowerCase();
  return key.slice(0, first).toLowerCase() + key.slice(first, last) + key.slice(last).toLowerCase();
}

/** A key without `=` means yes, an empty value means no. */
function toBool(value: string | null): boolean | undefined {
  if (value === null || /^(true|yes|on)$/i.test(value)) return true;
  if (/^(false|no|off|)$/i.test(value)) return false;
  const number = toInt(value);
  return number === undefined ? undefined : number !== 0;
}

function toInt(value: string | undefined): number | undefined {
  const found = /^\s*([+-]?\d+)([kmg]?)$/i.exec(value ?? '');
  if (found === null) return undefined;
  const power = { '': 0, k: 1, m: 2, g: 3 }[(found[2] ?? '').toLowerCase()] ?? 0;
  return Number(found[1]) * 1024 ** power;
}
