import type { FlagName } from '../flags';

export interface ArgumentSpec {
  readonly name: string;
  readonly optional?: true;
  /** Takes all that follow, at least one. */
  readonly many?: true;
}

/** One command as parser, help and documentation know it. */
export interface CommandSpec {
  readonly arguments: readonly ArgumentSpec[];
  readonly flags: readonly FlagName[];
  /** Flags that must be given. */
  readonly needs?: readonly FlagName[];
  /** One line for the list of commands. */
  readonly about: string;
  /** Further sentences for its own help. */
  readonly more?: readonly string[];
  readonly examples: readonly string[];
  /** Old or other names that mean the same. */
  readonly aliases?: readonly string[];
}

/** An environment of the project, by name. */
export const env: ArgumentSpec = { name: 'ENV' };
/** Two environments, in the direction of the changes. */
export const fromTo: readonly ArgumentSpec[] = [{ name: 'FROM' }, { name: 'TO' }];
