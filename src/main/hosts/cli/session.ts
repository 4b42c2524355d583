import type { CommandName, Input, Output } from '../../../shared/contract/commands';
import type { Client } from '../../../shared/contract/client';
import type { ErrorAnswer } from '../../../shared/contract/errors';
import type { Environment, Project } from '../../../shared/domain/project';
import { fail } from '../../engine/errors';
import type { Flags } from './flags';
import type { CliIo } from './io';
import type { Look } from './print/look';

/** What one command works with. */
export interface Session {
  readonly client: Client;
  /** Settles when the engine's thread has ended; a reason when it did so by itself. */
  readonly ended: Promise<string | null>;
  readonly io: CliIo;
  readonly words: readonly string[];
  readonly flags: Flags;
  readonly look: Look;
}

/** What a command says: `value` for --json, `lines` for people. */
export interface Result {
  readonly value: unknown;
  readonly lines: readonly string[];
}

/** An answer of the engine that was no. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(readonly error: ErrorAnswer) {
    super(error.message);
  }
}

/** Asks the engine. @throws Refused with the error as it came */
export async function call<N extends CommandName>(
  { client }: Pick<Session, 'client'>,
  command: N,
  input: Input<N>,
): Promise<Output<N>> {
  const answer = await client.call(command, input);
  if (!answer.ok) throw new Refused(answer.error);
  return answer.value;
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase();

/** By id, else by name without regard to capitals. */
const named = <T extends { readonly id: string; readonly name: string }>(
  things: readonly T[],
  wanted: string,
): T | undefined =>
  things.find(({ id }) => id === wanted) ?? things.find(({ name }) => fold(name) === fold(wanted.trim()));

const namesOf = (things: readonly { readonly name: string }[]): string[] => things.map(({ name }) => name);

/**
 * The project that is meant: by name or id, or the only one there is.
 * @throws EngineError `project-not-found`, `project-ambiguous`; Refused
 */
export async function findProject(
  session: Session,
  wanted = session.flags.text('project'),
): Promise<Project> {
  const { projects } = await call(session, 'project.list', {});
  const known = namesOf(projects);
  if (wanted !== undefined)
    return named(projects, wanted) ?? fail('project-not-found', { project: wanted, known });
  const [only, ...others] = projects;
  if (!only) return fail('project-not-found', { project: '', known });
  return others.length ? fail('project-ambiguous', { known }) : only;
}

/** @throws EngineError `environment-not-found` */
export function findEnvironment({ environments }: Project, wanted: string): Environment {
  return (
    named(environments, wanted) ??
    fail('environment-not-found', { environment: wanted, known: namesOf(environments) })
  );
}

/** The n-th word; parse-command has checked that it is there. */
export const word = ({ words }: Session, at: number): string => words[at] ?? '';
