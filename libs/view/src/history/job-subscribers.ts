/** Subscriptions to changes of single jobs. */
export class JobSubscribers {
  readonly #subscribers = new Map<string, Set<() => void>>();

  /** Number of jobs with a subscriber. */
  get size(): number {
    return this.#subscribers.size;
  }

  /** Calls `onChange` at each `notify` for this job. Returns a function that ends the subscription. */
  add(id: string, onChange: () => void): () => void {
    const subscribers = this.#subscribers.get(id) ?? new Set();
    this.#subscribers.set(id, subscribers.add(onChange));
    return () => {
      subscribers.delete(onChange);
      if (subscribers.size === 0 && this.#subscribers.get(id) === subscribers) this.#subscribers.delete(id);
    };
  }

  /** Calls the subscribers of a job. */
  notify(id: string): void {
    for (const onChange of this.#subscribers.get(id) ?? []) onChange();
  }

  /** Calls the subscribers of all jobs. */
  notifyAll(): void {
    for (const id of [...this.#subscribers.keys()]) this.notify(id);
  }
}
