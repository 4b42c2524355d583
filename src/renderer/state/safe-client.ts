import type { Client } from '../../shared/contract/client';

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
