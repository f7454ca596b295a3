import { type HasLeft, type LongWork, type LoopShare } from '@gateway/core';

/** Between two readings of the clock at least, in ms: short steps are not slowed down by readings. */
const MIN_READING_MS = 0.1;
const MAX_STEPS_PER_READING = 256;

/**
 * Divides long work into slices of the loop share: check `spent` at every step, and await `next` if it is true. The work may
 * begin at once, with what is left of the current slice.
 */
export class TimeSlice {
  readonly #share: LoopShare;
  readonly #work: LongWork;
  #readAt: number;
  #isSpent = false;
  /** Steps from one reading of the clock to the next, as their length requires. */
  #stepsPerReading = 1;
  #stepsLeft = 1;

  /** `hasLeft` is for the work of requests. */
  constructor(share: LoopShare, hasLeft?: HasLeft) {
    this.#share = share;
    this.#work = share.work(hasLeft);
    this.#readAt = share.now();
  }

  /** True if this slice is over. Reads the clock only after several steps, at most 256, while steps are short. */
  spent(): boolean {
    this.#stepsLeft -= 1;
    return this.#stepsLeft <= 0 && this.#isOver();
  }

  /** As `spent`, and reads the clock: for a step that was, or will be, much longer than the others. */
  spentNow(): boolean {
    this.#stepsLeft = 1;
    return this.spent();
  }

  /** Must be called before steps that can be much longer than the previous ones. */
  expectLongSteps(): void {
    this.#stepsPerReading = 1;
    this.#stepsLeft = 1;
  }

  /** Yields to the event loop and to other work, then starts a new slice. Throws a `ClientLeftError` if all clients have left. */
  async next(): Promise<void> {
    await this.#share.wait(this.#work);
    this.#isSpent = false;
    this.#stepsLeft = this.#stepsPerReading;
    this.#readAt = this.#share.now();
  }

  #isOver(): boolean {
    if (this.#isSpent) return true;
    const now = this.#share.now();
    const isShort = now - this.#readAt < MIN_READING_MS;
    this.#isSpent = this.#share.isOver(now);
    this.#stepsPerReading = isShort ? Math.min(2 * this.#stepsPerReading, MAX_STEPS_PER_READING) : 1;
    this.#stepsLeft = this.#isSpent ? 0 : this.#stepsPerReading;
    this.#readAt = now;
    return this.#isSpent;
  }
}
