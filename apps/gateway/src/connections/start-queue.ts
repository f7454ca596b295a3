/** How many waiting requests start in one turn of the event loop. */
const STARTS_PER_TURN = 4;

/** Something with a next step. */
export interface Stepping {
  next(): void;
}

/** Runs the steps of connections whose next request waits: a few per turn of the event loop, in the order of `add`. */
export class StartQueue {
  #ready: Stepping[] = [];
  #isScheduled = false;

  /** Runs one step in a later turn of the event loop. */
  add(stepping: Stepping): void {
    this.#ready.push(stepping);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#ready.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      for (const stepping of this.#ready.splice(0, STARTS_PER_TURN)) stepping.next();
      this.#schedule();
    });
  }
}
