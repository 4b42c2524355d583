import type { Answer, ErrorAnswer } from '../../shared/contract/errors';
import type {
  ContentChange,
  DatabaseLine,
  DatabasePage,
  NewContent,
} from '../../shared/domain/database-page';
import { extractionSentence, importSentence } from '../../shared/text/database-words';
import type { App } from './app.svelte';
import { Resource } from './resource.svelte';

/** Lines that are asked for at once. */
const step = 1000;

/** The database of one environment, and what can be done with its content. */
export class DatabaseState {
  readonly page = new Resource<DatabasePage>();
  kind: string = $state('all');
  search = $state('');
  count = $state(step);
  selected: DatabaseLine | null = $state.raw(null);
  error: ErrorAnswer | null = $state.raw(null);
  /** What was done last, in a sentence. */
  said: string | null = $state(null);
  readonly ids: { readonly projectId: string; readonly environmentId: string };
  readonly #app: App;

  constructor(app: App, projectId: string, environmentId: string) {
    this.#app = app;
    this.ids = { projectId, environmentId };
  }

  async load(): Promise<void> {
    const { kind, search, count } = this;
    const query = {
      ...this.ids,
      count,
      ...(kind === 'all' ? {} : { kind }),
      ...(search === '' ? {} : { search }),
    };
    await this.page.load(() => this.#app.client.call('database.get', query));
  }

  more(): void {
    this.count += step;
  }

  add(content: NewContent): Promise<boolean> {
    return this.#after(this.#app.client.call('database.addContent', { ...this.ids, ...content }));
  }

  update(change: ContentChange): Promise<boolean> {
    return this.#after(this.#app.client.call('database.updateContent', { ...this.ids, ...change }));
  }

  remove(udi: string): Promise<boolean> {
    return this.#after(this.#app.client.call('database.removeContent', { ...this.ids, udi }));
  }

  /** @param path of a site's database, or of a folder that has one */
  async import(path: string): Promise<void> {
    const answer = await this.#app.client.call('database.import', { ...this.ids, path });
    this.#say(answer.ok ? importSentence(answer.value, this.#app.nameOf(this.ids.environmentId)) : null);
    await this.#after(Promise.resolve(answer));
  }

  async extract(): Promise<void> {
    const answer = await this.#app.client.call('environment.extract', this.ids);
    this.#say(answer.ok ? extractionSentence(answer.value, this.#app.nameOf(this.ids.environmentId)) : null);
    await this.#after(Promise.resolve(answer));
  }

  #say(sentence: string | null): void {
    this.said = sentence;
    if (sentence !== null) this.#app.announcer.say(sentence);
  }

  async #after<T>(call: Promise<Answer<T>>): Promise<boolean> {
    const answer = await call;
    this.error = answer.ok ? null : answer.error;
    if (answer.ok) {
      this.#app.hintCurrent();
      await this.load();
    }
    return answer.ok;
  }
}
