import { parseArgs } from 'node:util';
import { commandIds, commandSpecs, findCommand, groups, usageLine, type CommandId } from './command-specs';
import type { ArgumentSpec } from './specs/command-spec';
import {
  commonFlags,
  createFlags,
  flagNames,
  flagSpecs,
  isFlagName,
  type FlagName,
  type Flags,
} from './flags';
import { suggest } from './suggest';

/** What was typed, understood. */
export type Invocation =
  | {
      readonly kind: 'command';
      readonly id: CommandId;
      readonly words: readonly string[];
      readonly flags: Flags;
    }
  | { readonly kind: 'help'; readonly about: string | null }
  | { readonly kind: 'version'; readonly flags: Flags };

/** Something typed that cannot be meant. `command` is as far as it was understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(
    message: string,
    readonly command: CommandId | null = null,
  ) {
    super(message);
  }
}

/**
 * Reads a command line (without program name). node:util's parseArgs splits it; it stays in charge of what a flag
 * looks like, and this file of which command takes which, because its own messages know no commands and no
 * neighbours of a misspelt word.
 * @throws UsageError
 */
export function parseCommand(args: readonly string[]): Invocation {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(flagNames.map((name) => [name, parserOption(name)])),
  });
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const asksHelp =
    words[0] === 'help' || tokens.some((token) => token.kind === 'option' && token.name === 'help');
  if (asksHelp) return { kind: 'help', about: helpSubject(words[0] === 'help' ? words.slice(1) : words) };

  const typed = tokens.filter((token) => token.kind === 'option');
  if (typed.some(({ name }) => name === 'version')) {
    return { kind: 'version', flags: readFlags(typed, null) };
  }
  const { id, rest } = readCommand(words);
  const flags = readFlags(typed, id);
  checkArguments(id, rest);
  for (const name of commandSpecs[id].needs ?? []) {
    if (!typed.some((token) => token.name === name))
      throw new UsageError(`${id} needs --${name}${valueWord(name)}.`, id);
  }
  return { kind: 'command', id, words: rest, flags };
}

function parserOption(name: FlagName): { type: 'boolean' | 'string'; short?: string; multiple: boolean } {
  const { type, short } = flagSpecs[name];
  return { type: type === 'switch' ? 'boolean' : 'string', multiple: true, ...(short ? { short } : {}) };
}

function readCommand(words: readonly string[]): { id: CommandId; rest: readonly string[] } {
  const [first, second] = words;
  if (first === undefined) throw new UsageError('Say what to do.');
  // A group may be a command itself: "database ENV", beside "database add ENV".
  const isItself = findCommand(first) !== undefined && !membersOf(first).includes(second ?? '');
  if (!groups.includes(first) || isItself) {
    const id = findCommand(first);
    if (id) return { id, rest: words.slice(1) };
    const known = [...commandIds.filter((name) => !name.includes(' ')), ...groups];
    throw new UsageError(`There is no command "${first}".${didYouMean(suggest(first, known))}`);
  }
  const known = membersOf(first);
  const own = second === undefined ? findCommand(first) : undefined;
  if (own) return { id: own, rest: [] };
  if (second === undefined) throw new UsageError(`Say what to do: ${first} ${known.join(', ')}.`);
  const id = findCommand(`${first} ${second}`);
  if (id) return { id, rest: words.slice(2) };
  const near = suggest(second, known);
  throw new UsageError(
    `There is no command "${first} ${second}".${near ? didYouMean(`${first} ${near}`) : ` There are: ${known.join(', ')}.`}`,
  );
}

/** The second words of a group. */
const membersOf = (group: string): readonly string[] =>
  commandIds.filter((id) => id.startsWith(`${group} `)).map((id) => id.slice(group.length + 1));

function helpSubject(words: readonly string[]): string | null {
  const [first, second] = words;
  if (first === undefined) return null;
  if (groups.includes(first)) return findCommand(`${first} ${second ?? ''}`) ?? first;
  return readCommand(words).id;
}

interface FlagToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function readFlags(tokens: readonly FlagToken[], id: CommandId | null): Flags {
  const allowed = id ? [...commandSpecs[id].flags, ...commonFlags] : commonFlags;
  const given = new Map<FlagName, string[]>();
  for (const { name, rawName, value, inlineValue } of tokens) {
    if (!isFlagName(name) || !allowed.includes(name))
      throw new UsageError(unknownFlag(rawName, allowed, id), id);
    const spec = flagSpecs[name];
    if (spec.type === 'switch' && value !== undefined) throw new UsageError(`${rawName} takes no value.`, id);
    if (spec.type !== 'switch' && (value === undefined || (!inlineValue && /^--?[a-z]/i.test(value)))) {
      const instead = value === undefined ? '' : ` If it is "${value}", write --${name}=${value}.`;
      throw new UsageError(`${rawName} needs a value: ${rawName}${valueWord(name)}.${instead}`, id);
    }
    if (spec.type === 'text' && given.has(name)) throw new UsageError(`${rawName} was given twice.`, id);
    given.set(name, [...(given.get(name) ?? []), value ?? '']);
  }
  return createFlags(given);
}

function unknownFlag(rawName: string, allowed: readonly FlagName[], id: CommandId | null): string {
  const near = suggest(rawName.replace(/^--?/, ''), allowed);
  return `${id ?? 'laneway'} knows no ${rawName}.${didYouMean(near && `--${near}`)}`;
}

function checkArguments(id: CommandId, words: readonly string[]): void {
  const specs: readonly ArgumentSpec[] = commandSpecs[id].arguments;
  const least = specs.filter(({ optional }) => !optional).length;
  const missing = specs[words.length];
  if (words.length < least && missing)
    throw new UsageError(`${missing.name} is missing: ${usageLine(id)}.`, id);
  if (words.length > specs.length && !specs.some(({ many }) => many)) {
    throw new UsageError(`"${words[specs.length] ?? ''}" is one word too many: ${usageLine(id)}.`, id);
  }
  const empty = words.findIndex((word) => word.trim() === '');
  if (empty >= 0) throw new UsageError(`${(specs[empty] ?? specs.at(-1))?.name ?? 'A word'} is empty.`, id);
}

const valueWord = (name: FlagName): string => (flagSpecs[name].value ? ` ${flagSpecs[name].value}` : '');
const didYouMean = (word: string | undefined): string => (word ? ` Did you mean "${word}"?` : '');
