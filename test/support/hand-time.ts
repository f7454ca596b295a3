import { type Clock, type Timers } from '@gateway/core';

/** A clock and its timers, turned by hand. */
export class HandTime implements Clock, Timers {
  #now = 0;
  readonly #timers = new Map<string, { readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#now;
  }

  set(name: string, delayMs: number, run: () => void): void {
    this.#timers.set(name, { at: this.#now + delayMs, run });
  }

  clear(name: string): void {
    this.#timers.delete(name);
  }

  /** The names of all timers that are set. */
  names(): readonly string[] {
    return [...this.#timers.keys()];
  }

  /** Lets time pass, running each timer when it is due. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [due] = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at);
      if (!due) break;
      const [name, { at, run }] = due;
      this.#now = at;
      this.#timers.delete(name);
      run();
    }
    this.#now = end;
  }
}
