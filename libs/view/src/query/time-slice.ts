import { type MonotonicClock } from '@gateway/core';

/**
 * Long enough that yielding costs little, short enough that the event loop is not blocked for more than about 20 ms.
 */
const SLICE_MS = 5;

/** Between two readings of the clock at least, in ms: short steps are not slowed down by readings. */
const MIN_READING_MS = 0.1;
const MAX_STEPS_PER_READING = 256;

/** Serialises the slices of the process: at most one runs per turn of the event loop. */
let lastTurn: Promise<void> = Promise.resolve();

/**
 * Divides long work into slices, so that it does not block the event loop: check `spent` at every step, and await
 * `next` if it is true. At most one slice runs per turn of the event loop; concurrent work runs in turn.
 */
export class TimeSlice {
  readonly #clock: MonotonicClock;
  #end: number;
  #readAt: number;
  /** Steps from one reading of the clock to the next, as their length requires. */
  #stepsPerReading = 1;
  #stepsLeft = 1;

  constructor(clock: MonotonicClock) {
    this.#clock = clock;
    this.#readAt = clock.now();
    this.#end = this.#readAt + SLICE_MS;
  }

  /** True if the time of this slice is over. Reads the clock only after several steps, at most 256, while steps are short. */
  spent(): boolean {
    this.#stepsLeft -= 1;
    if (this.#stepsLeft > 0) return false;
    const now = this.#clock.now();
    const isShort = now - this.#readAt < MIN_READING_MS;
    this.#stepsPerReading = isShort ? Math.min(2 * this.#stepsPerReading, MAX_STEPS_PER_READING) : 1;
    this.#stepsLeft = this.#stepsPerReading;
    this.#readAt = now;
    return now >= this.#end;
  }

  /** Must be called before steps that can be much longer than the previous ones. */
  expectLongSteps(): void {
    this.#stepsPerReading = 1;
    this.#stepsLeft = 1;
  }

  /** Yields to the event loop, then starts a new slice. */
  async next(): Promise<void> {
    lastTurn = lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)));
    await lastTurn;
    this.#readAt = this.#clock.now();
    this.#end = this.#readAt + SLICE_MS;
  }
}
