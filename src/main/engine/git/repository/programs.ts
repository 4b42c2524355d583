import type { GitConfig } from './config';

/** A filter of the configuration (`filter.<name>`): the programs that a file's content goes through. */
export interface FilterCommands {
  readonly name: string;
  readonly clean: string | null;
  readonly smudge: string | null;
  /** One program for many files; git prefers it to the other two. */
  readonly process: string | null;
  readonly required: boolean;
}

/** What stands between a file and its blob that only a program can do. */
export interface ProgramUse {
  readonly path: string;
  readonly filter: FilterCommands | null;
  /** A character set other than UTF-8 in the working tree (working-tree-encoding). */
  readonly encoding: string | null;
}

/** The filter commands that a person allowed for the clone in a folder (its real path); see {@link commandTexts}. */
export type TrustedCommands = (folder: string) => ReadonlySet<string>;

/** Why a program is not run. */
export interface ProgramRefusal {
  /** `git`: there is none that could do it. `trust`: nobody has allowed these commands yet. */
  readonly lacks: 'git' | 'trust';
  /** One clause for a sentence. */
  readonly why: string;
}

/**
 * The programs that this layer leaves to the user's own git, run through it: filters, and the tables of character
 * sets. Results are remembered by content. Every method throws EngineError `git-failed`, naming the file.
 */
export interface Programs {
  /** Null when it may be run. */
  refusal(use: Pick<ProgramUse, 'filter'>): ProgramRefusal | null;
  /** What git stores of a file with these bytes. */
  clean(use: ProgramUse, bytes: Buffer): Buffer;
  /** What is written into the working tree. */
  smudge(use: ProgramUse, bytes: Buffer): Buffer;
  /** Cleans many files that lie at their paths in few programs; {@link clean} then knows the answers. */
  cleanInPlace(uses: readonly ProgramUse[]): void;
  /** As {@link smudge}, many in few programs, and it can be stopped. @throws EngineError `cancelled` */
  smudgeAll(
    files: Iterable<{ readonly use: ProgramUse; readonly bytes: Buffer }>,
    signal?: AbortSignal,
  ): Promise<void>;
}

/** The commands of a filter, null where the configuration has none: git does nothing then. */
export function filterCommands(
  config: Pick<GitConfig, 'get' | 'getBool'>,
  name: string,
): FilterCommands | null {
  const command = (part: string): string | null => config.get(`filter.${name}.${part}`) || null;
  const [clean, smudge, process] = [command('clean'), command('smudge'), command('process')];
  if (clean === null && smudge === null && process === null) return null;
  return { name, clean, smudge, process, required: config.getBool(`filter.${name}.required`) ?? false };
}

/** The exact settings that a person allows: `filter.lfs.clean=git-lfs clean -- %f`. */
export const commandTexts = ({ name, clean, smudge, process }: FilterCommands): string[] =>
  Object.entries({ clean, smudge, process }).flatMap(([part, command]) =>
    command === null ? [] : [`filter.${name}.${part}=${command}`],
  );
