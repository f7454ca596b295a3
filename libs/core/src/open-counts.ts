/** How many of something are open, by key. A key without any takes no memory. */
export class OpenCounts {
  readonly #counts = new Map<string, number>();

  /** How many are open under a key. */
  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Counts one under a key until the returned function is called, which must be once. */
  open(key: string): () => void {
    this.#counts.set(key, this.of(key) + 1);
    return () => {
      const left = this.of(key) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    };
  }
}
