import { fail } from '../../errors';
import { encodePath } from '../path-codec';
import type { ProgramUse } from '../repository/programs';
import type { NativeGit } from './find-git';
import { makePrivateGitDir, type PrivateGitDir, type ProgramPlace } from './private-git-dir';
import type { GitJob } from './run-git';

/** A clone, and the git that does its jobs. */
export interface ProgramHost {
  readonly place: ProgramPlace;
  readonly git: NativeGit;
}

/** Filters may load from a server: long, but not for ever. */
const limitMilliseconds = 30 * 60_000;
/** What one file may have: more than Node can hold is refused elsewhere, too. */
const limitBytes = 2 ** 31 - 1;

/** What a file goes through, in words. */
export const programName = ({ filter }: Pick<ProgramUse, 'filter'>): string =>
  filter === null
    ? 'the encoding of a file'
    : filter.name === 'lfs'
      ? 'Git LFS'
      : `the filter "${filter.name}"`;

/** Files per program: for each of them git looks through a line of attributes for each. */
export const filesPerProgram = 200;

/** A job for files of a clone. */
export const programJob = (
  { place }: ProgramHost,
  dir: PrivateGitDir,
  use: ProgramUse,
  args: readonly string[],
  input: Buffer = Buffer.alloc(0),
): GitJob => ({
  what: programName(use),
  folder: place.folder,
  args,
  input,
  variables: dir.variables,
  environment: place.environment,
  limitMilliseconds,
  limitBytes,
});

/** Gives a job its git directory and takes it away again. */
export function inPrivateDir<T>(
  { place }: ProgramHost,
  uses: readonly ProgramUse[],
  work: (dir: PrivateGitDir) => T,
): T {
  const dir = makePrivateGitDir(place, uses);
  let result: T;
  try {
    result = work(dir);
  } catch (cause) {
    dir.remove();
    throw cause;
  }
  if (result instanceof Promise) return result.finally(() => dir.remove()) as T;
  dir.remove();
  return result;
}

/**
 * A path as an argument.
 * @throws EngineError `path-unsafe` for a name that is not UTF-8: only lists can carry that
 */
export function pathArgument(path: string): string {
  const bytes = encodePath(path);
  if (!Buffer.from(bytes.toString('utf8')).equals(bytes))
    fail('path-unsafe', { path, reason: 'its name is not UTF-8, and it goes through a program' });
  return `--path=${path}`;
}
