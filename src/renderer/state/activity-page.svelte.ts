import type { Client } from '../../shared/contract/client';
import type { ActivityList } from '../../shared/contract/commands';
import type { ActivitySummary } from '../../shared/domain/run';
import { outcomeTone, outcomeWord, runSentence } from '../text/run-words';
import { Resource } from './resource.svelte';

export type Ending = 'any' | 'good' | 'stopped';

/** Pure: the records that a filter and a search leave. */
export function filterRecords(
  records: readonly ActivitySummary[],
  environmentId: string,
  ending: Ending,
  search: string,
): readonly ActivitySummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return records.filter((record) => {
    if (environmentId && ![record.from.environmentId, record.to.environmentId].includes(environmentId))
      return false;
    if (ending !== 'any' && (outcomeTone(record.outcome) === 'good') !== (ending === 'good')) return false;
    const text = [outcomeWord(record), runSentence(record), record.who, record.message, record.id]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

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
