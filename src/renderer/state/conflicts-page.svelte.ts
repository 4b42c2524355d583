import type { Input } from '../../shared/contract/commands';
import type { ErrorAnswer } from '../../shared/contract/errors';
import type { ConflictItem, Keep } from '../../shared/domain/conflict';
import type { ConflictDetail, ConflictSession } from '../../shared/domain/conflict-session';
import type { App } from './app.svelte';
import type { PlanQuestion } from './plan-page.svelte';
import { createRefresher } from './refresher';
import { Resource } from './resource.svelte';

type Choice = Input<'conflict.decide'>['decisions'][number]['choice'];

/** What both sides changed, while somebody decides it. Every decision is written down as soon as it is made. */
export class ConflictsPage {
  readonly session = new Resource<ConflictSession>();
  error: ErrorAnswer | null = $state.raw(null);
  busy = $state(false);
  readonly question: PlanQuestion;
  readonly #app: App;
  readonly hint: () => void;

  constructor(app: App, question: PlanQuestion) {
    this.#app = app;
    this.question = question;
    this.hint = createRefresher(() => this.load(), 200);
  }

  async load(): Promise<void> {
    await this.session.load(() => this.#app.client.call('conflict.list', this.question));
  }

  decide(item: ConflictItem, choice: Choice): Promise<void> {
    return this.#decideAll([{ key: item.key, choice }]);
  }

  /** One version for all that is open; what was decided stays as it is. */
  keepForAll(items: readonly ConflictItem[], keep: Keep): Promise<void> {
    return this.#decideAll(items.map(({ key }) => ({ key, choice: { keep } })));
  }

  async abandon(): Promise<boolean> {
    const answer = await this.#app.client.call('conflict.abandon', this.question);
    this.error = answer.ok ? null : answer.error;
    return answer.ok;
  }

  detail(item: ConflictItem): Resource<ConflictDetail> {
    const resource = new Resource<ConflictDetail>();
    void resource.load(() => this.#app.client.call('conflict.detail', { ...this.question, key: item.key }));
    return resource;
  }

  async #decideAll(decisions: Input<'conflict.decide'>['decisions']): Promise<void> {
    this.busy = true;
    const answer = await this.#app.client.call('conflict.decide', { ...this.question, decisions });
    this.busy = false;
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) this.session.value = answer.value;
    else await this.load();
  }
}
