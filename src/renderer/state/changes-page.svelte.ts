import type { Client } from '../../shared/contract/client';
import type { ChangesAnswer } from '../../shared/contract/answers';
import type { Change } from '../../shared/domain/change';
import type { LeftHere } from '../../shared/domain/plan';
import type { ChangeDetail } from '../../shared/domain/proposal';
import { changesRows, type ChangeFilter, type ChangesRow } from './changes-rows';
import { Resource } from './resource.svelte';

export class ChangesPage {
  readonly answer = new Resource<ChangesAnswer>();
  readonly detail = new Resource<ChangeDetail>();
  filter: ChangeFilter = $state('all');
  search = $state('');
  noiseOpen = $state(false);
  selected: string | null = $state(null);
  #environmentId = '';
  readonly #client: Client;
  readonly #projectId: string;

  constructor(client: Client, projectId: string) {
    this.#client = client;
    this.#projectId = projectId;
  }

  readonly rows: readonly ChangesRow[] = $derived(
    changesRows(this.answer.value?.changes ?? [], this.filter, this.search, this.noiseOpen),
  );
  readonly current: Change | null = $derived(
    this.answer.value?.changes.find((change) => change.path === this.selected) ?? null,
  );
  readonly counts = $derived.by(() => {
    const counts: Record<ChangeFilter, number> = { all: 0, new: 0, changed: 0, gone: 0 };
    for (const change of this.answer.value?.changes ?? []) {
      if (change.noise) continue;
      counts.all++;
      if (change.kind === 'added') counts.new++;
      else if (change.kind === 'deleted') counts.gone++;
      else counts.changed++;
    }
    return counts;
  });

  /** Asks for the changes of an environment, and again for the one that is shown. */
  async show(environmentId: string): Promise<void> {
    this.#environmentId = environmentId;
    const projectId = this.#projectId;
    await this.answer.load(() => this.#client.call('changes.get', { projectId, environmentId }));
    if (this.selected && !this.current) this.close();
    else if (this.selected) this.#loadDetail(this.selected);
  }

  select(path: string): void {
    if (path === this.selected) return;
    this.selected = path;
    this.detail.clear();
    this.#loadDetail(path);
  }

  close(): void {
    this.selected = null;
    this.detail.clear();
  }

  async decide(row: LeftHere, decision: 'include' | 'leave'): Promise<void> {
    const answer = await this.#client.call('environment.decideNewFiles', {
      projectId: this.#projectId,
      environmentId: row.environmentId,
      folder: row.folder,
      decision,
    });
    if (answer.ok) await this.show(this.#environmentId);
    else this.answer.error = answer.error;
  }

  #loadDetail(path: string): void {
    const input = { projectId: this.#projectId, environmentId: this.#environmentId, path };
    void this.detail.load(() => this.#client.call('changes.detail', input));
  }
}
