import { type MonotonicClock } from '@gateway/core';

/**
 * Long enough that yielding costs little, short enough that the event loop is not blocked for more than about 20 ms.
 */
const SLICE_MS = 5;

/** Serialises the slices of the process: at most one runs per turn of the event loop. */
let lastTurn: Promise<void> = Promise.resolve();

/**
 * Divides long work into slices, so that it does not block the event loop: check `spent` at every step, and await
 * `next` if it is true. At most one slice runs per turn of the event loop; concurrent work runs in turn.
 */
export class TimeSlice {
  readonly #clock: MonotonicClock;
  #end: number;

  constructor(clock: MonotonicClock) {
    this.#clock = clock;
    this.#end = clock.now() + SLICE_MS;
  }

  /** True if the time of this slice is over. */
  spent(): boolean {
    return this.#clock.now() >= this.#end;
  }

  /** Yields to the event loop, then starts a new slice. */
  async next(): Promise<void> {
    lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)));
    await lastTurn;
    this.#end = this.#clock.now() + SLICE_MS;
  }
}
