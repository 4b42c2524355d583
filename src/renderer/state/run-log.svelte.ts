import type { Client } from '../../shared/contract/client';
import type { EngineEvents } from '../../shared/contract/events';

/** The log of one run: what there is, then what comes, in order and without gaps. */
export class RunLog {
  lines: readonly string[] = $state.raw([]);
  readonly #client: Client;
  readonly #runId: string;
  #fetching = false;

  constructor(client: Client, runId: string) {
    this.#client = client;
    this.#runId = runId;
  }

  open(): () => void {
    const stop = this.#client.on('deploy.log', (event) => this.#take(event));
    void this.#fetch();
    return stop;
  }

  #take(event: EngineEvents['deploy.log']): void {
    if (event.runId !== this.#runId) return;
    const have = this.lines.length;
    if (event.from > have) void this.#fetch();
    else if (event.from + event.lines.length > have) {
      this.lines = [...this.lines, ...event.lines.slice(have - event.from)];
    }
  }

  async #fetch(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    const answer = await this.#client.call('run.log', { runId: this.#runId, from: this.lines.length });
    this.#fetching = false;
    if (!answer.ok) return;
    this.#take({ runId: this.#runId, from: answer.value.from, lines: answer.value.lines });
  }
}
