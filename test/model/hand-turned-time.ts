import { type Clock, type Timers } from '@gateway/core';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** The timers of one gateway; `stop` ends them, as the end of its process would. */
export interface OwnedTimers extends Timers {
  stop(): void;
}

/** One clock for everybody, and the timers of all gateways. Nothing happens until `advance`. */
export class HandTurnedTime implements Clock {
  #now: number;
  readonly #timers = new Map<string, Timer>();

  /** `settled` resolves once nothing is under way that needs no timer. */
  constructor(
    now: number,
    private readonly settled: () => Promise<void>,
  ) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Timers for one gateway, kept apart from those of all others. */
  timersOf(owner: string): OwnedTimers {
    let stopped = false;
    const keyOf = (name: string): string => `${owner} ${name}`;
    return {
      set: (name, delayMs, run) => {
        if (!stopped) this.#timers.set(keyOf(name), { at: Math.ceil(this.#now + delayMs), run });
      },
      clear: (name) => void this.#timers.delete(keyOf(name)),
      stop: () => {
        stopped = true;
        for (const key of this.#timers.keys()) if (key.startsWith(keyOf(''))) this.#timers.delete(key);
      },
    };
  }

  /** Lets time pass: runs each timer when it is due, and waits for all that follows from it before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.settled();
    for (let next = this.#nextUntil(end); next !== undefined; next = this.#nextUntil(end)) {
      const { key, at, run } = next;
      this.#now = Math.max(this.#now, at);
      this.#timers.delete(key);
      run();
      await this.settled();
    }
    this.#now = end;
  }

  #nextUntil(end: number): (Timer & { readonly key: string }) | undefined {
    let first: (Timer & { readonly key: string }) | undefined;
    for (const [key, timer] of this.#timers) {
      if (timer.at <= end && (first === undefined || timer.at < first.at)) first = { key, ...timer };
    }
    return first;
  }
}
