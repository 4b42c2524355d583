import type { ErrorAnswer } from '../../shared/contract/errors';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { PlanDecision } from '../../shared/domain/deletion';
import type { Plan, WayOut } from '../../shared/domain/plan';
import type { PlanKind } from '../../shared/domain/plan-kind';
import type { App } from './app.svelte';
import { createRefresher } from './refresher';

export interface PlanQuestion {
  readonly projectId: string;
  readonly kind: PlanKind;
  readonly from: string;
  readonly to: string;
}

/** The plan on screen. A newer one waits beside it until the reader asks for it: nothing moves under the pointer. */
export class PlanPage {
  plan: Plan | null = $state.raw(null);
  /** What the world looks like now, where it differs from what is shown. */
  waiting: Plan | null = $state.raw(null);
  error: ErrorAnswer | null = $state.raw(null);
  busy = $state(false);
  starting = $state(false);
  message = $state('');
  /** Items that are deleted there as well, with the name of the environment as it was typed. */
  readonly #deletes = new SvelteMap<string, string>();
  /** Keys of the findings that the reader said yes to. */
  readonly #yes = new SvelteSet<string>();
  readonly question: PlanQuestion;
  readonly #app: App;
  readonly hint: () => void;

  constructor(app: App, question: PlanQuestion) {
    this.#app = app;
    this.question = question;
    this.hint = createRefresher(() => this.#lookAgain(), 200);
  }

  async load(): Promise<void> {
    this.busy = true;
    const answer = await this.#app.client.call('plan.create', this.question);
    this.busy = false;
    this.waiting = null;
    this.plan = answer.ok ? answer.value : null;
    this.error = answer.ok ? null : answer.error;
  }

  /** Shows what changed meanwhile. */
  async showWaiting(): Promise<void> {
    if (!this.waiting) return this.load();
    this.plan = this.waiting;
    this.waiting = null;
    this.error = null;
  }

  async decide(environmentId: string, folder: string, decision: 'include' | 'leave'): Promise<void> {
    const { projectId } = this.question;
    const answer = await this.#app.client.call('environment.decideNewFiles', {
      projectId,
      environmentId,
      folder,
      decision,
    });
    if (answer.ok) await this.load();
    else this.error = answer.error;
  }

  /** What was typed for an item that is deleted there as well; null where it is kept for now. */
  deleteThere(udi: string): string | null {
    return this.#deletes.get(udi) ?? null;
  }

  chooseDelete(udi: string, typed: string | null): void {
    if (typed === null) this.#deletes.delete(udi);
    else this.#deletes.set(udi, typed);
  }

  /** A deletion was chosen whose environment's name is not typed yet. */
  openConfirm({ removals, to }: Plan): boolean {
    return removals.some(({ item, leftover }) => {
      const typed = item?.udi === undefined ? null : this.deleteThere(item.udi);
      return typed !== null && leftover?.confirm === true && typed.trim() !== to.name;
    });
  }

  #decisionsOf({ removals }: Plan): PlanDecision[] {
    return removals.flatMap(({ item }): PlanDecision[] => {
      const confirm = item?.udi === undefined ? null : this.deleteThere(item.udi);
      return item?.udi === undefined || confirm === null ? [] : [{ udi: item.udi, kind: 'delete', confirm }];
    });
  }

  saidYes(key: string): boolean {
    return this.#yes.has(key);
  }

  sayYes(key: string, yes: boolean): void {
    if (yes) this.#yes.add(key);
    else this.#yes.delete(key);
  }

  /** Something that would be lost waits for a yes. */
  openYes(plan: Plan): boolean {
    return plan.findings.some(({ yes }) => yes?.needed && !this.#yes.has(yes.key));
  }

  /** Does what settles a finding, and looks again. */
  async act(way: WayOut): Promise<void> {
    const { projectId } = this.question;
    const { environmentId, path, blob } = way;
    const seen = { projectId, environmentId, path, blob };
    const answer =
      way.do === 'remove-item'
        ? await this.#app.client.call('item.remove', seen)
        : await this.#app.client.call('item.rename', { ...seen, property: way.property, value: way.value });
    if (answer.ok) await this.load();
    else this.error = answer.error;
  }

  /** Starts the plan that is on screen; the id of the run, or null (then `error` or `waiting` says why). */
  async start(): Promise<string | null> {
    if (!this.plan || this.waiting || this.starting) return null;
    this.starting = true;
    const answer = await this.#app.client.call('deploy.start', {
      ...this.question,
      message: this.message,
      planHash: this.plan.hash,
      decisions: this.#decisionsOf(this.plan),
      acknowledged: this.#keysOf(this.plan).filter((key) => this.#yes.has(key)),
    });
    this.starting = false;
    if (answer.ok) return answer.value.runId;
    if (answer.error.code === 'plan-stale') await this.#lookAgain();
    else this.error = answer.error;
    return null;
  }

  #keysOf(plan: Plan): string[] {
    return plan.findings.flatMap(({ yes }) => (yes ? [yes.key] : []));
  }

  async #lookAgain(): Promise<void> {
    const answer = await this.#app.client.call('plan.create', { ...this.question, again: true });
    if (!answer.ok) {
      if (!this.plan) this.error = answer.error;
      return;
    }
    if (!this.plan) this.plan = answer.value;
    else this.waiting = answer.value.hash === this.plan.hash ? null : answer.value;
  }
}
