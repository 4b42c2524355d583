import type { PlanKind } from '../../shared/domain/plan-kind';

/** Where the reader is. In memory only: the window has no addresses. */
export type Place =
  | { readonly view: 'welcome' }
  | { readonly view: 'overview' }
  | { readonly view: 'changes'; readonly environmentId: string | null }
  | {
      readonly view: 'plan';
      readonly kind: PlanKind;
      readonly from: string;
      readonly to: string;
    }
  | {
      /** What both sides of that plan changed. */
      readonly view: 'conflicts';
      readonly kind: PlanKind;
      readonly from: string;
      readonly to: string;
    }
  | { readonly view: 'run'; readonly runId: string }
  | { readonly view: 'leftovers' }
  | { readonly view: 'activity' }
  | { readonly view: 'record'; readonly id: string }
  | { readonly view: 'environment'; readonly environmentId: string }
  | { readonly view: 'database'; readonly environmentId: string }
  | { readonly view: 'settings' };

const same = (a: Place, b: Place): boolean => JSON.stringify(a) === JSON.stringify(b);

export class Navigation {
  place: Place = $state.raw({ view: 'overview' });
  #past: Place[] = $state.raw([]);

  get canGoBack(): boolean {
    return this.#past.length > 0;
  }

  go(place: Place): void {
    if (same(place, this.place)) return;
    this.#past = [...this.#past.slice(-49), this.place];
    this.place = place;
  }

  /** Takes the place of the present one: going back skips it. */
  replace(place: Place): void {
    this.place = place;
  }

  back(): void {
    const last = this.#past.at(-1);
    this.place = last ?? { view: 'overview' };
    this.#past = this.#past.slice(0, -1);
  }

  /** Another project: what was looked at before belongs to the old one. */
  startAt(place: Place): void {
    this.#past = [];
    this.place = place;
  }
}
