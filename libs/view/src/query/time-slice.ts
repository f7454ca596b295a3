import { type Clock } from '@gateway/core';

/** Long enough that taking turns costs nothing, short enough that a few other things fit into 20 ms beside it. */
const SLICE_MS = 5;

/** The queue for turns. There is one event loop in the process, hence one queue. */
let lastTurn: Promise<void> = Promise.resolve();

/**
 * Divides long work so that it does not hold the event loop: ask `spent` at every step, and await `next` when it says
 * so. However many works are under way, one slice at most runs between two turns of the loop, each work in its turn.
 */
export class TimeSlice {
  readonly #clock: Clock;
  #end: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#end = clock.now() + SLICE_MS;
  }

  /** True when the work has had its share of this turn. */
  spent(): boolean {
    return this.#clock.now() >= this.#end;
  }

  /** Lets the loop turn, and begins a new slice. */
  async next(): Promise<void> {
    lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)));
    await lastTurn;
    this.#end = this.#clock.now() + SLICE_MS;
  }
}
