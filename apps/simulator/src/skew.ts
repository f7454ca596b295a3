/** The error of a backend's own clock over time. */

/** A clock whose error can change. A change does not affect the times before it. */
export class Skew {
  readonly #changes: { readonly since: number; readonly ms: number }[] = [];

  /** The current error in ms. */
  get ms(): number {
    return this.#changes.at(-1)?.ms ?? 0;
  }

  /** Sets the error from the instant `since`. */
  set(ms: number, since: number): void {
    if (ms !== this.ms) this.#changes.push({ since, ms });
  }

  /** The time on this clock at an instant of the simulator's clock, which may be in the future. */
  shownAt(at: number): number {
    return at + (this.#changes.findLast(({ since }) => since <= at)?.ms ?? 0);
  }
}
