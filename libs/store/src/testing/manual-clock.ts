import { type Clock } from '@gateway/core';

/** A clock that tests turn by hand. */
export class ManualClock implements Clock {
  #now: number;

  constructor(now = 1_800_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Turns it; a negative number turns it back. */
  advance(ms: number): void {
    this.#now += ms;
  }
}
