import type { CommandName, Input, Output } from './commands';
import type { Answer } from './errors';
import type { EngineEventName, EngineEvents } from './events';

/** How a client reaches the engine: implemented by the preload, the websocket and the cli. */
export interface Transport {
  invoke(command: string, input: unknown): Promise<unknown>;
  /** Every event the engine sends to this client; returns how to stop listening. */
  subscribe(event: string, listener: (payload: unknown) => void): () => void;
}

/** The engine as its users see it. Never rejects for an expected failure: the answer says it. */
export interface Client {
  call<N extends CommandName>(command: N, input: Input<N>): Promise<Answer<Output<N>>>;
  on<N extends EngineEventName>(event: N, listener: (payload: EngineEvents[N]) => void): () => void;
}

/** Gives a transport its types. */
export function createClient(transport: Transport): Client {
  return {
    call: <N extends CommandName>(command: N, input: Input<N>) =>
      transport.invoke(command, input) as Promise<Answer<Output<N>>>,
    on: (event, listener) => transport.subscribe(event, listener as (payload: unknown) => void),
  };
}
