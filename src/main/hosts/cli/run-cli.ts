import { createClient } from '../../../shared/contract/client';
import type { Answer, ErrorAnswer } from '../../../shared/contract/errors';
import { EngineError, toErrorAnswer } from '../../engine/errors';
import { defaultDataFolder } from '../data-folder';
import type { EngineOptions, EngineProcess } from '../engine-client';
import { version } from '../version';
import { resolve } from 'node:path';
import { cliSecrets, withoutCredentials } from './cli-secrets';
import { commandTable } from './commands/command-table';
import type { CommandId } from './command-specs';
import type { Flags } from './flags';
import { helpLines } from './help';
import type { CliIo } from './io';
import { createPaint, printable } from './layout';
import { parseCommand, UsageError } from './parse-command';
import { Refused, type Result } from './session';
import { words } from './text';

const exitCodes = { done: 0, refused: 1, usage: 2 } as const;

/** What a command needs besides the process around it; exchanged by tests. */
export interface CliDoors {
  startEngine(options: EngineOptions): Promise<EngineProcess>;
  /** Runs the window until it is closed; its exit code. Says the address through `opened` as soon as it is known. */
  open(flags: Flags, io: CliIo, opened: (result: Result) => void): Promise<number>;
}

/**
 * Runs one command line: words in, one answer out. Never throws.
 * @param args without program name
 * @returns the exit code (docs/cli.md)
 */
export async function runCli(args: readonly string[], io: CliIo, doors: CliDoors): Promise<number> {
  const isJson = args.includes('--json');
  const say = (result: Result): void => {
    if (isJson) writeAnswer(io, { ok: true, value: result.value });
    else if (result.lines.length) io.out.write(`${result.lines.join('\n')}\n`);
  };
  try {
    const invocation = parseCommand(args);
    switch (invocation.kind) {
      case 'help':
        io.out.write(`${helpLines(invocation.about).join('\n')}\n`);
        return exitCodes.done;
      case 'version':
        say({ value: { version }, lines: [`laneway ${version}`] });
        return exitCodes.done;
      case 'command': {
        const { id, flags } = invocation;
        if (id === 'open') return await doors.open(flags, io, say);
        say(await runCommand(id, invocation, io, doors));
        return exitCodes.done;
      }
    }
  } catch (cause) {
    return sayError(cause, isJson, io);
  }
}

/** Where projects are kept: what --data says, else the folder all doors share. Absolute. */
export function dataFolderOf(flags: Flags, io: CliIo): string {
  const said = flags.text('data');
  if (said === '') throw new UsageError('--data needs a folder.');
  return said === undefined ? defaultDataFolder(io) : resolve(io.cwd, said);
}

async function runCommand(
  id: Exclude<CommandId, 'open'>,
  { words: typed, flags }: { words: readonly string[]; flags: Flags },
  io: CliIo,
  doors: CliDoors,
): Promise<Result> {
  const none = (): Promise<never> => Promise.reject(new EngineError('not-here', { capability: 'a window' }));
  const dataFolder = dataFolderOf(flags, io);
  const engine = await doors.startEngine({
    dataFolder,
    host: 'cli',
    version,
    native: { capabilities: [], chooseFolder: none, openFolder: none, notify: () => undefined },
    secrets: cliSecrets(dataFolder, io),
    log: { info: () => undefined, warn: (message) => io.err.write(`${printable(message)}\n`) },
    environment: withoutCredentials(io.environment),
  });
  try {
    return await commandTable[id]({
      client: createClient(engine),
      ended: engine.ended,
      io,
      words: typed,
      flags,
      look: { now: io.now(), paint: createPaint(io.out.isTerminal, io.environment) },
    });
  } finally {
    await engine.close();
  }
}

/** One document, and nothing else, on standard output. */
const writeAnswer = (io: CliIo, answer: Answer<unknown>): void =>
  io.out.write(`${JSON.stringify(answer, null, 2)}\n`);

function sayError(cause: unknown, isJson: boolean, io: CliIo): number {
  const error = errorOf(cause);
  if (isJson) writeAnswer(io, { ok: false, error });
  else io.err.write(`${errorLines(error, cause).join('\n')}\n`);
  return error.code === 'invalid-request' ? exitCodes.usage : exitCodes.refused;
}

function errorOf(cause: unknown): ErrorAnswer {
  if (cause instanceof Refused) return cause.error;
  if (!(cause instanceof UsageError)) return toErrorAnswer(cause);
  const data = { command: cause.command ?? '', issues: [cause.message] };
  return { code: 'invalid-request', message: cause.message, data };
}

function errorLines(error: ErrorAnswer, cause: unknown): string[] {
  const message = printable(error.message);
  if (cause instanceof UsageError) return [message, words.usageHint(cause.command)];
  switch (error.code) {
    case 'run-failed':
      return [message, `Run ${error.data.id}; its log: laneway activity ${error.data.id}`];
    case 'internal':
      return [message, '', 'Technical details:', ...error.data.detail.split('\n').map(printable)];
    default:
      return [message];
  }
}
