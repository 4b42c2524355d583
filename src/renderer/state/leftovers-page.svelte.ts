import type { DeletionList } from '../../shared/contract/answers';
import type { ErrorAnswer } from '../../shared/contract/errors';
import type {
  ContentComparison,
  DeletionDecision,
  DeletionImpact,
  DeletionMatrix,
  DeletionRow,
} from '../../shared/domain/deletion';
import { leftoversText } from '../text/leftovers-words';
import type { App } from './app.svelte';
import { filterLeftovers, type LeftoverFilter } from './filter-leftovers';
import { Resource } from './resource.svelte';

/** Items by environments, and pages and media by environments. */
export class LeftoversPage {
  readonly matrix = new Resource<DeletionMatrix>();
  readonly decisions = new Resource<DeletionList>();
  readonly content = new Resource<ContentComparison>();
  readonly impact = new Resource<DeletionImpact>();
  tab: 'items' | 'content' = $state('items');
  filter: LeftoverFilter = $state('decide');
  search = $state('');
  selected: string | null = $state(null);
  /** Why the last act was refused. */
  error: ErrorAnswer | null = $state.raw(null);
  busy = $state(false);
  readonly #app: App;
  readonly #projectId: string;

  constructor(app: App, projectId: string) {
    this.#app = app;
    this.#projectId = projectId;
  }

  readonly rows: readonly DeletionRow[] = $derived(
    filterLeftovers(this.matrix.value?.rows ?? [], this.filter, this.search),
  );
  readonly current: DeletionRow | null = $derived(
    this.matrix.value?.rows.find(({ udi }) => udi === this.selected) ?? null,
  );

  async load(): Promise<void> {
    const projectId = this.#projectId;
    const { client } = this.#app;
    await Promise.all([
      this.matrix.load(() => client.call('deletion.matrix', { projectId })),
      this.decisions.load(() => client.call('deletion.list', { projectId })),
    ]);
    if (this.tab === 'content') await this.loadContent();
  }

  async loadContent(): Promise<void> {
    const projectId = this.#projectId;
    await this.content.load(() => this.#app.client.call('content.compare', { projectId }));
  }

  show(tab: 'items' | 'content'): void {
    this.tab = tab;
    if (tab === 'content' && !this.content.value) void this.loadContent();
  }

  decision(id: string | null): DeletionDecision | null {
    return this.decisions.value?.decisions.find((one) => one.id === id) ?? null;
  }

  /** The latest deletion of the chosen item in an environment that can be taken back. */
  lastDeletion(environmentId: string): DeletionDecision | null {
    return (
      this.decisions.value?.decisions.find(
        (one) =>
          one.udi === this.selected &&
          one.environmentId === environmentId &&
          one.kind === 'delete' &&
          one.state === 'done' &&
          one.place.length === 0,
      ) ?? null
    );
  }

  ask(environmentId: string, udi: string): void {
    this.impact.clear();
    this.error = null;
    const ids = { projectId: this.#projectId, environmentId, udi };
    void this.impact.load(() => this.#app.client.call('deletion.impact', ids));
  }

  /** True when it is so now; otherwise `error` says why nothing happened. */
  async decide(impact: DeletionImpact, confirm: string): Promise<boolean> {
    const { environmentId, environment, udi, seen, item, place } = impact;
    const answer = await this.#act(() =>
      this.#app.client.call('deletion.decide', {
        ...{ projectId: this.#projectId, environmentId, udi, confirm },
        seen: { row: seen.row, content: seen.content },
      }),
    );
    if (!answer) return false;
    const { noted, decided, goneAlready } = leftoversText;
    const words = !answer.decision ? goneAlready : place.length ? noted : decided;
    this.#app.announcer.say(words(item.name, environment));
    return true;
  }

  async keep(row: DeletionRow, environmentId: string, why: string): Promise<boolean> {
    const ids = { projectId: this.#projectId, environmentId, udi: row.udi };
    const answer = await this.#act(() => this.#app.client.call('deletion.keep', { ...ids, why }));
    if (answer) this.#app.announcer.say(leftoversText.kept(row.item.name, this.#app.nameOf(environmentId)));
    return answer !== null;
  }

  async undo({ id, item, environment }: DeletionDecision): Promise<void> {
    const answer = await this.#act(() =>
      this.#app.client.call('deletion.undo', { projectId: this.#projectId, id }),
    );
    if (answer)
      this.#app.announcer.say([leftoversText.takenBack(item.name, environment), ...answer.notes].join(' '));
  }

  async #act<T>(
    ask: () => Promise<{ ok: true; value: T } | { ok: false; error: ErrorAnswer }>,
  ): Promise<T | null> {
    if (this.busy) return null;
    this.busy = true;
    const answer = await ask();
    this.busy = false;
    this.error = answer.ok ? null : answer.error;
    await this.load();
    return answer.ok ? answer.value : null;
  }
}
