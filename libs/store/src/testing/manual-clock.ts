import { type Clock } from '@gateway/core';

/** A clock that only the test advances. */
export class ManualClock implements Clock {
  #now: number;

  constructor(now = 1_800_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Advances the clock; a negative number sets it back. */
  advance(ms: number): void {
    this.#now += ms;
  }
}
