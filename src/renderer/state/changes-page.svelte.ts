import type { Client } from '../../shared/contract/client';
import type { ChangesAnswer } from '../../shared/contract/commands';
import type { Change } from '../../shared/domain/change';
import type { LeftHere } from '../../shared/domain/plan';
import type { ChangeDetail } from '../../shared/domain/proposal';
import { changeGroups, kindOf } from '../text/change-words';
import { Resource } from './resource.svelte';

export type ChangeFilter = 'all' | (typeof changeGroups)[number]['id'];

/** A row of the list: a heading, a change, or the line under which unimportant ones are folded. */
export type ChangesRow =
  | { readonly kind: 'heading'; readonly key: string; readonly title: string; readonly count: number }
  | { readonly kind: 'change'; readonly key: string; readonly change: Change }
  | { readonly kind: 'noise'; readonly key: string; readonly count: number; readonly open: boolean };

const haystack = (change: Change): string =>
  [
    change.item?.name,
    change.item?.alias,
    change.path,
    kindOf(change),
    ...change.authors.map(({ name }) => name),
  ]
    .join('\n')
    .toLowerCase();

/** Pure: the rows of the list for a filter and a search. */
export function changesRows(
  changes: readonly Change[],
  filter: ChangeFilter,
  search: string,
  noiseOpen: boolean,
): readonly ChangesRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = words.length
    ? changes.filter((change) => {
        const text = haystack(change);
        return words.every((word) => text.includes(word));
      })
    : changes;
  const rows: ChangesRow[] = [];
  for (const group of changeGroups) {
    if (filter !== 'all' && filter !== group.id) continue;
    const inGroup = matching.filter(
      (change) => !change.noise && (group.kinds as readonly string[]).includes(change.kind),
    );
    if (!inGroup.length) continue;
    rows.push({ kind: 'heading', key: `#${group.id}`, title: group.title, count: inGroup.length });
    for (const change of inGroup) rows.push({ kind: 'change', key: change.path, change });
  }
  const noise = filter === 'all' ? matching.filter((change) => change.noise) : [];
  if (noise.length) {
    rows.push({ kind: 'noise', key: '#noise', count: noise.length, open: noiseOpen });
    if (noiseOpen) for (const change of noise) rows.push({ kind: 'change', key: change.path, change });
  }
  return rows;
}

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
