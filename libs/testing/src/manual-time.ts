import { type Clock, type Timers } from '@gateway/core';

/** A clock and its timers, turned by hand: nothing happens until `advance`. */
export class ManualTime implements Clock, Timers {
  #setBackMs = 0;
  readonly #timers = new Map<string, { readonly at: number; readonly run: () => void }>();

  constructor(private ms: number) {}

  now(): number {
    return this.ms - this.#setBackMs;
  }

  /** Sets the clock back, as a person or NTP may; timers run on. */
  setBack(ms: number): void {
    this.#setBackMs += ms;
  }

  set(name: string, delayMs: number, run: () => void): void {
    this.#timers.set(name, { at: this.ms + delayMs, run });
  }

  clear(name: string): void {
    this.#timers.delete(name);
  }

  /** The timers of one of several who share this time and must not get into each other's way. */
  named(owner: string): Timers {
    const own = (name: string): string => `${owner}: ${name}`;
    return {
      set: (name, delayMs, run) => this.set(own(name), delayMs, run),
      clear: (name) => this.clear(own(name)),
    };
  }

  /** Milliseconds until a timer is due; `undefined` when it is not set. */
  dueIn(name: string): number | undefined {
    const timer = this.#timers.get(name);
    return timer && timer.at - this.ms;
  }

  /** The names of all timers that are set. */
  names(): readonly string[] {
    return [...this.#timers.keys()];
  }

  /** Moves the clock on, and runs nothing: timers that came due meanwhile are late. */
  pass(ms: number): void {
    this.ms += ms;
  }

  /** Lets time pass, running each timer when it is due, and what follows from it, before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.ms + ms;
    for (;;) {
      await settled();
      const next = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!next) break;
      const [name, { at, run }] = next;
      this.ms = Math.max(this.ms, at);
      this.#timers.delete(name);
      run();
    }
    this.ms = end;
    await settled();
  }
}

/** Waits until everything that needs no timer has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
