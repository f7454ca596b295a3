/** Calls back when it was not reset for a time. */
export class Watchdog {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly milliseconds: number,
    private readonly bark: () => void,
  ) {
    this.reset();
  }

  /** Begins the time again. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.bark, this.milliseconds);
  }

  /** Ends the watching. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
