import { type Change, type JobStore, type Revision } from '@gateway/core';
import { until } from '@gateway/testing/until';

/** Follows a store's change log from a revision and collects the changes. */
export class Follower {
  readonly changes: Change[] = [];
  /** Resolves when following has ended: with `undefined`, or with the error of `follow`. Never rejects. */
  readonly ended: Promise<unknown>;
  /** The error of `follow` or `undefined`, once following has ended. */
  outcome: { readonly error: unknown } | undefined;
  readonly #stop = new AbortController();

  constructor(store: JobStore, after: Revision) {
    const following = store.follow(after, (changes) => void this.changes.push(...changes), this.#stop.signal);
    this.ended = following.then(
      () => this.#end(undefined),
      (error: unknown) => this.#end(error),
    );
  }

  /** Waits until the last change has this revision, or until following has ended. */
  async reach(revision: Revision): Promise<void> {
    await until(`a follower has ${revision}`, () => this.outcome !== undefined || this.last() === revision);
  }

  /** Revision of the last change received. */
  last(): Revision | undefined {
    return this.changes.at(-1)?.revision;
  }

  /** Stops following; resolves when following has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.ended;
  }

  #end(error: unknown): unknown {
    this.outcome = { error };
    return error;
  }
}
