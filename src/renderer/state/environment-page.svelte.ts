import type { EnvironmentDetails } from '../../shared/contract/answers';
import type { Answer, ErrorAnswer } from '../../shared/contract/errors';
import type { App } from './app.svelte';
import { Resource } from './resource.svelte';

/** One environment and what can be done with it. */
export class EnvironmentPage {
  readonly details = new Resource<EnvironmentDetails>();
  error: ErrorAnswer | null = $state.raw(null);
  readonly ids: { readonly projectId: string; readonly environmentId: string };
  readonly #app: App;

  constructor(app: App, projectId: string, environmentId: string) {
    this.#app = app;
    this.ids = { projectId, environmentId };
  }

  async load(): Promise<void> {
    await this.details.load(() => this.#app.client.call('environment.get', this.ids));
  }

  rename(name: string): Promise<boolean> {
    return this.#after(this.#app.client.call('environment.rename', { ...this.ids, name }));
  }

  locate(path: string): Promise<boolean> {
    return this.#after(this.#app.client.call('environment.locate', { ...this.ids, path }));
  }

  useBranch(): Promise<boolean> {
    return this.#after(this.#app.client.call('environment.useBranch', this.ids));
  }

  acceptRewrite(): Promise<boolean> {
    return this.#after(this.#app.client.call('environment.acceptRewrite', this.ids));
  }

  takeOver(): Promise<boolean> {
    return this.#after(this.#app.client.call('environment.takeOver', this.ids));
  }

  decide(folder: string, decision: 'include' | 'leave'): Promise<boolean> {
    return this.#after(
      this.#app.client.call('environment.decideNewFiles', { ...this.ids, folder, decision }),
    );
  }

  openFolder(): Promise<boolean> {
    return this.#after(this.#app.client.call('folder.open', this.ids));
  }

  /** Moves it among the lanes by one place. */
  async move(by: -1 | 1): Promise<boolean> {
    const order = (this.#app.overview.value?.lanes ?? []).map((lane) => lane.environment.id);
    const at = order.indexOf(this.ids.environmentId);
    order.splice(at, 1);
    order.splice(at + by, 0, this.ids.environmentId);
    return this.#after(
      this.#app.client.call('environment.reorder', { projectId: this.ids.projectId, environmentIds: order }),
    );
  }

  attach(attachedTo: string): Promise<boolean> {
    return this.#after(this.#app.client.call('environment.attach', { ...this.ids, attachedTo }));
  }

  async detach(): Promise<void> {
    const detached = await this.#after(this.#app.client.call('environment.detach', this.ids));
    if (detached) this.#app.navigation.startAt({ view: 'overview' });
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
