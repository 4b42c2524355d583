import type { Client } from '../../shared/contract/client';
import type { Answer } from '../../shared/contract/errors';
import type { CommandName, Output } from '../../shared/contract/commands';

/** A client whose calls always answer: a lost connection becomes an answer like any other. */
export function createSafeClient(client: Client): Client {
  return {
    on: client.on,
    call: async (command, input) => {
      try {
        return await client.call(command, input);
      } catch (problem) {
        const detail = problem instanceof Error ? problem.message : String(problem);
        return { ok: false, error: { code: 'internal', message: detail, data: { detail }, retry: true } };
      }
    },
  };
}

/** The value, or null where it failed. */
export const valueOf = <N extends CommandName>(answer: Answer<Output<N>>): Output<N> | null =>
  answer.ok ? answer.value : null;
