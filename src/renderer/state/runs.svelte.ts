import type { Client } from '../../shared/contract/client';
import type { Run } from '../../shared/domain/run';
import { receiptHead } from '../../shared/text/run-words';
import type { Announcer } from './announcer.svelte';

/** Every run that goes on or has ended since the window opened. */
export class Runs {
  byId: Readonly<Record<string, Run>> = $state.raw({});
  /** When the latest event of each run came, milliseconds since 1970. */
  heardAt: Readonly<Record<string, number>> = $state.raw({});
  readonly #announcer: Announcer;

  constructor(announcer: Announcer) {
    this.#announcer = announcer;
  }

  readonly active: readonly Run[] = $derived(
    Object.values(this.byId)
      .filter((run) => run.finishedAt === null)
      .sort((a, b) => a.startedAt - b.startedAt),
  );

  activeOf(projectId: string): readonly Run[] {
    return this.active.filter((run) => run.projectId === projectId);
  }

  heard(runId: string): void {
    this.heardAt = { ...this.heardAt, [runId]: Date.now() };
  }

  /** Takes what is newer; an older event that was overtaken is dropped. */
  take(run: Run): void {
    const before = this.byId[run.id];
    if (before && before.seq >= run.seq) return;
    this.byId = { ...this.byId, [run.id]: run };
    this.heard(run.id);
    if (before) this.#announce(before, run);
  }

  async fetch(client: Client, runId: string): Promise<boolean> {
    const answer = await client.call('run.get', { runId });
    if (answer.ok) this.take(answer.value);
    return answer.ok;
  }

  #announce(before: Run, run: Run): void {
    if (run.outcome && !before.outcome) {
      const head = receiptHead(run);
      const text = `${head.title} ${head.text}`.trim();
      if (head.tone === 'bad') this.#announcer.alert(text);
      else this.#announcer.say(text);
    } else if (run.stopping !== before.stopping || run.title !== before.title) {
      this.#announcer.say(run.title);
    }
  }
}
