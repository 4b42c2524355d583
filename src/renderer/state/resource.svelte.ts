import type { Answer, ErrorAnswer } from '../../shared/contract/errors';

/**
 * Something that is asked for and shown. Keeps the last value while it asks again, so that nothing flickers,
 * and drops an answer that a later question has overtaken.
 */
export class Resource<T> {
  value: T | null = $state.raw(null);
  error: ErrorAnswer | null = $state.raw(null);
  busy = $state(false);
  #turn = 0;

  async load(ask: () => Promise<Answer<T>>): Promise<Answer<T> | null> {
    const turn = ++this.#turn;
    this.busy = true;
    const answer = await ask();
    if (turn !== this.#turn) return null;
    this.busy = false;
    if (answer.ok) {
      this.value = answer.value;
      this.error = null;
    } else {
      this.error = answer.error;
    }
    return answer;
  }

  /** Forgets value and error; an answer that is on its way is dropped. */
  clear(): void {
    this.#turn++;
    this.busy = false;
    this.value = null;
    this.error = null;
  }
}
