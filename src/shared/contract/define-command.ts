import type * as v from 'valibot';

/** One command of the table: how its input is checked, and what it answers. */
export interface CommandDefinition<Schema extends v.GenericSchema, Output> {
  readonly input: Schema;
  readonly access: 'read' | 'write';
  /** Type only. */
  readonly output?: Output;
}

/** A command that changes nothing. */
export const read =
  <Output>() =>
  <Schema extends v.GenericSchema>(input: Schema): CommandDefinition<Schema, Output> => ({
    input,
    access: 'read',
  });
/** A command that changes something. */
export const write =
  <Output>() =>
  <Schema extends v.GenericSchema>(input: Schema): CommandDefinition<Schema, Output> => ({
    input,
    access: 'write',
  });
