/** The start times of complete polls, in ms, as the gateways report them. */
export class CompletePolls {
  /** Polls whose checkpoint may be lost, because the gateway was killed or Redis failed. */
  readonly unsaved = new Set<number>();
  readonly #starts = new Map<string, Set<number>>();

  /** Adds the start of a complete poll. Adding it again has no effect. */
  add(source: string, began: number): void {
    const polls = this.#starts.get(source) ?? new Set();
    this.#starts.set(source, polls.add(began));
  }

  /** Marks the last poll of each source as possibly not saved. */
  markLastUnsaved(): void {
    for (const polls of this.#starts.values()) this.unsaved.add(Math.max(...polls));
  }

  /** The starts of all complete polls of a source. */
  of(source: string): ReadonlySet<number> {
    return this.#starts.get(source) ?? new Set();
  }

  /** The number of complete polls of a source that began between two times. */
  countBetween(source: string, from: number, until: number): number {
    return [...this.of(source)].filter((began) => began > from && began < until).length;
  }
}
