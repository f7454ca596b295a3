/** Those who want to hear of one job each. */
export class JobSubscribers {
  readonly #listeners = new Map<string, Set<() => void>>();

  /** Number of jobs somebody listens for. */
  get size(): number {
    return this.#listeners.size;
  }

  /** Calls the listener at each call for this id, until the function given back is called. */
  add(id: string, listener: () => void): () => void {
    const same = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, same.add(listener));
    return () => {
      same.delete(listener);
      if (same.size === 0 && this.#listeners.get(id) === same) this.#listeners.delete(id);
    };
  }

  /** Tells those who listen for this id. */
  notify(id: string): void {
    for (const listener of this.#listeners.get(id) ?? []) listener();
  }

  /** Tells everybody. */
  notifyAll(): void {
    for (const id of [...this.#listeners.keys()]) this.notify(id);
  }
}
