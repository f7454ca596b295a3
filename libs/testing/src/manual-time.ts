import { type Clock, type MonotonicClock, type Timers } from '@gateway/core';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** The timers of one owner. `stop` clears them, as the end of the owner's process would. */
export interface OwnedTimers extends Timers {
  stop(): void;
}

/** The number of event loop turns after which the code counts as settled, even if it waits for more. */
const MAX_TURNS = 200;

/** A clock and its timers that only move when a test moves them. */
export class ManualTime implements Clock, Timers {
  #now: number;
  #setBackMs = 0;
  readonly #timers = new Map<string, Timer>();
  /** The same time, but never set back. */
  readonly monotonic: MonotonicClock = { now: () => this.#now };

  /** `now` in ms. `settled` resolves once all code waits for timers. @default suitable for code without I/O */
  constructor(
    now = 1_800_000_000_000,
    private readonly settled: () => Promise<void> = settledWithoutIo,
  ) {
    this.#now = now;
  }

  now(): number {
    return this.#now - this.#setBackMs;
  }

  /** Sets the clock back, as an operator or NTP may. Timers and `monotonic` are not affected. */
  setBack(ms: number): void {
    this.#setBackMs += ms;
  }

  set(name: string, delayMs: number, run: () => void): void {
    this.#timers.set(name, { at: Math.ceil(this.#now + delayMs), run });
  }

  clear(name: string): void {
    this.#timers.delete(name);
  }

  /** Timers for one of several owners that use the same names. */
  named(owner: string): OwnedTimers {
    let stopped = false;
    const keyOf = (name: string): string => `${owner}: ${name}`;
    return {
      set: (name, delayMs, run) => {
        if (!stopped) this.set(keyOf(name), delayMs, run);
      },
      clear: (name) => this.clear(keyOf(name)),
      stop: () => {
        stopped = true;
        for (const key of this.#timers.keys()) if (key.startsWith(keyOf(''))) this.clear(key);
      },
    };
  }

  /** Milliseconds until a timer is due; `undefined` when it is not set. */
  dueIn(name: string): number | undefined {
    const timer = this.#timers.get(name);
    return timer && timer.at - this.#now;
  }

  /** The names of all timers that are set. */
  names(): readonly string[] {
    return [...this.#timers.keys()];
  }

  /** Moves the clock without running timers, so that due timers are late. */
  pass(ms: number): void {
    this.#now += ms;
  }

  /** Moves the clock and runs each timer when it is due, without waiting for the work it starts. */
  elapse(ms: number): void {
    const end = this.#now + ms;
    while (this.#runNext(end));
    this.#now = end;
  }

  /** Moves the clock and runs each timer when it is due. Before the next timer, waits until the code has settled. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    do await this.settled();
    while (this.#runNext(end));
    this.#now = end;
    await this.settled();
  }

  /** Runs the earliest timer that is due by `end`. Returns false if there is none. */
  #runNext(end: number): boolean {
    let next: (Timer & { readonly name: string }) | undefined;
    for (const [name, timer] of this.#timers) {
      if (timer.at <= end && (next === undefined || timer.at < next.at)) next = { name, ...timer };
    }
    if (next === undefined) return false;
    this.#now = Math.max(this.#now, next.at);
    this.#timers.delete(next.name);
    next.run();
    return true;
  }
}

/** Resolves after two event loop turns in a row in which no code waits for the next turn. */
async function settledWithoutIo(): Promise<void> {
  let quiet = 0;
  for (let turn = 0; turn < MAX_TURNS && quiet < 2; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = process.getActiveResourcesInfo().includes('Immediate') ? 0 : quiet + 1;
  }
}
