/**
 * A clock with timers that only `advance` moves. Time continues when the timer that fired is set again, so a poll or sweep
 * has ended by then.
 */
export class ManualTime {
  #ms;
  #timers = new Map();
  #onSet = new Map();

  constructor(ms) {
    this.#ms = ms;
  }

  now() {
    return this.#ms;
  }

  set(name, delayMs, run) {
    this.#timers.set(name, { at: this.#ms + delayMs, run });
    this.#onSet.get(name)?.();
  }

  clear(name) {
    this.#timers.delete(name);
  }

  async advance(ms) {
    const end = this.#ms + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at);
      if (!next) break;
      const [name, { at, run }] = next;
      this.#ms = Math.max(this.#ms, at);
      this.#timers.delete(name);
      const over = new Promise((resolve) => this.#onSet.set(name, resolve));
      run();
      await over;
      this.#onSet.delete(name);
    }
    this.#ms = end;
  }
}
