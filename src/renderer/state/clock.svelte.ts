/** The present time as state. Ticks every second while somebody needs it, else every half minute. */
export class Clock {
  now = $state(Date.now());
  #fast = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  start(): () => void {
    const tick = (): void => {
      this.now = Date.now();
      this.#timer = setTimeout(tick, this.#fast ? 1000 : 30_000);
    };
    tick();
    return () => clearTimeout(this.#timer);
  }

  /** Ticks every second until the returned function is called. */
  everySecond(): () => void {
    this.#fast++;
    clearTimeout(this.#timer);
    this.start();
    return () => {
      this.#fast--;
    };
  }
}
