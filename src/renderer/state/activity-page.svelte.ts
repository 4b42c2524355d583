import type { Client } from '../../shared/contract/client';
import type { ActivityList } from '../../shared/contract/answers';
import type { ActivitySummary } from '../../shared/domain/run';
import { filterRecords, type Ending } from './filter-records';
import { Resource } from './resource.svelte';

export class ActivityPage {
  readonly answer = new Resource<ActivityList>();
  environmentId = $state('');
  ending: Ending = $state('any');
  search = $state('');
  readonly #client: Client;
  readonly #projectId: string;

  constructor(client: Client, projectId: string) {
    this.#client = client;
    this.#projectId = projectId;
  }

  readonly shown: readonly ActivitySummary[] = $derived(
    filterRecords(this.answer.value?.records ?? [], this.environmentId, this.ending, this.search),
  );

  async load(): Promise<void> {
    await this.answer.load(() => this.#client.call('activity.list', { projectId: this.#projectId }));
  }

  clear(): void {
    this.environmentId = '';
    this.ending = 'any';
    this.search = '';
  }
}
