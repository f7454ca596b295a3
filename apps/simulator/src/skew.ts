/** How far a backend's own clock is off, over time. */

/** A clock that may be set wrong and right again; what was written before stays as it was written. */
export class Skew {
  readonly #changes: { readonly since: number; readonly ms: number }[] = [];

  /** How far it is off now, in ms. */
  get ms(): number {
    return this.#changes.at(-1)?.ms ?? 0;
  }

  /** From the instant `since` on the clock is off by `ms`. */
  set(ms: number, since: number): void {
    if (ms !== this.ms) this.#changes.push({ since, ms });
  }

  /** What this clock showed, or will show as it is set now, at an instant of the simulator's clock. */
  shownAt(at: number): number {
    return at + (this.#changes.findLast(({ since }) => since <= at)?.ms ?? 0);
  }
}
