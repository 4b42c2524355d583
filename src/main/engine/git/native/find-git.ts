import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { GitEnvironment } from '../repository/config-files';

/** A git program of this computer that can do what this layer leaves to it. */
export interface NativeGit {
  /** Absolute path of the program. */
  readonly program: string;
  /** As it says itself, e.g. 2.39.5. */
  readonly version: string;
}

/** Why there is none: one clause for a sentence, e.g. "git is not installed". */
export interface NoNativeGit {
  readonly missing: string;
}

/** Since 2.38 `cat-file` takes names that end in NUL and `merge-tree` writes trees. */
const oldest = [2, 38] as const;
const limitMilliseconds = 10_000;

const found = new Map<string, { readonly stamp: string; readonly answer: NativeGit | NoNativeGit }>();

/**
 * The first git on the PATH, if it is new enough and answers. Found once, and again when the program was replaced.
 * Only absolute folders of the PATH count: what lies in the present folder may be anybody's. A program that is broken
 * or only named git is as none, with the reason.
 */
export function findGit(environment: GitEnvironment): NativeGit | NoNativeGit {
  const program = onPath(environment);
  if (program === null) return { missing: 'git is not installed (no git on the PATH)' };
  const stats = statSync(program, { throwIfNoEntry: false });
  const stamp = `${stats?.ino} ${stats?.size} ${stats?.mtimeMs}`;
  const known = found.get(program);
  if (known?.stamp === stamp) return known.answer;
  const answer = ask(program, environment);
  found.set(program, { stamp, answer });
  return answer;
}

function onPath(environment: GitEnvironment): string | null {
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const program = join(folder, name);
    if (isProgram(program)) return program;
  }
  return null;
}

function isProgram(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // git looks on along the PATH as well
  }
}

function ask(program: string, environment: GitEnvironment): NativeGit | NoNativeGit {
  const { status, stdout, error } = spawnSync(program, ['version'], {
    env: nodeEnvironment(environment),
    timeout: limitMilliseconds,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 16,
    encoding: 'latin1',
    windowsHide: true,
  });
  const [, version, major, minor] = /^git version ((\d+)\.(\d+)[^\s]*)/.exec(stdout ?? '') ?? [];
  if (error || status !== 0 || version === undefined)
    return { missing: `${program} does not answer as git does` };
  const isNew = Number(major) > oldest[0] || (Number(major) === oldest[0] && Number(minor) >= oldest[1]);
  return isNew ? { program, version } : { missing: `git ${version} is older than ${oldest.join('.')}` };
}

/** Variables as a program takes them: without those that are not set. */
export const nodeEnvironment = (environment: GitEnvironment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
