/** A checkpoint of which only times have changed is saved every 30 s: see `SourceCheckpoints.saveChanges`. */
const MAX_CHECKPOINT_LAG_MS = 30_000;

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

  /** Marks the polls of each source as possibly not saved that a saved checkpoint need not include. */
  markLastUnsaved(): void {
    for (const polls of this.#starts.values()) {
      const includedUntil = Math.max(...polls) - MAX_CHECKPOINT_LAG_MS;
      for (const began of polls) if (began > includedUntil) this.unsaved.add(began);
    }
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
