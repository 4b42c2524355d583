import * as v from 'valibot';
import { commands, isCommandName, type Handlers } from '../../shared/contract/commands';
import type { Answer } from '../../shared/contract/errors';
import { EngineError, toErrorAnswer } from '../engine/errors';

type AnyHandler = (input: unknown) => unknown;

/**
 * The one place where an untrusted message becomes a call of the engine: name, shape, handler, answer.
 * Never throws: `unknown-command`, `invalid-request` and every error of the handler come back as data.
 */
export async function dispatch(
  handlers: Handlers,
  command: unknown,
  input: unknown,
): Promise<Answer<unknown>> {
  try {
    if (!isCommandName(command)) throw new EngineError('unknown-command', { command: shorten(command) });
    const parsed = v.safeParse(commands[command].input, input);
    if (!parsed.success) {
      throw new EngineError('invalid-request', { command, issues: parsed.issues.map(describeIssue) });
    }
    const value = await (handlers[command] as AnyHandler)(parsed.output);
    return { ok: true, value: value ?? null };
  } catch (cause) {
    return { ok: false, error: toErrorAnswer(cause) };
  }
}

/** One issue as a sentence that starts with the path of its key: `environments.0.name: a name is needed`. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  if (path === null) return issue.message;
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${path}: is not known here`;
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `${path}: is missing`;
  return `${path}: ${issue.message}`;
}

const shorten = (command: unknown): string =>
  typeof command === 'string' ? command.slice(0, 80) : `(${typeof command})`;
