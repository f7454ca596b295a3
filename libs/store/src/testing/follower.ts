import { type Change, type JobStore, type Revision } from '@gateway/core';
import { until } from '@gateway/testing/until';

/** Somebody who follows a store's log from a revision on and keeps all they are handed. */
export class Follower {
  readonly changes: Change[] = [];
  /** How following ended: with `undefined`, or with the error thrown. Never rejects. */
  readonly ended: Promise<unknown>;
  /** What it ended with, once it has. */
  outcome: { readonly error: unknown } | undefined;
  readonly #stop = new AbortController();

  constructor(store: JobStore, after: Revision) {
    const following = store.follow(after, (changes) => this.changes.push(...changes), this.#stop.signal);
    this.ended = following.then(
      () => this.#end(undefined),
      (error: unknown) => this.#end(error),
    );
  }

  /** Waits for the change with this revision, or for the end. */
  async reach(revision: Revision): Promise<void> {
    await until(`a follower has ${revision}`, () => this.outcome !== undefined || this.last() === revision);
  }

  /** Revision of the last change handed over. */
  last(): Revision | undefined {
    return this.changes.at(-1)?.revision;
  }

  /** Stops following; resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.ended;
  }

  #end(error: unknown): unknown {
    this.outcome = { error };
    return error;
  }
}
