import { compareRevisions, type Revision } from '@gateway/core';

interface Waiter {
  readonly revision: Revision;
  readonly resolve: () => void;
}

/** Those who wait for a revision. */
export class RevisionWaiters {
  readonly #waiters = new Set<Waiter>();

  /** Resolves at the first `announce` of this revision or a later one; rejects with the signal's reason at its abort. */
  wait(revision: Revision, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiters.delete(waiter);
        signal?.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        revision,
        resolve: () => {
          leave();
          resolve();
        },
      };
      const onAbort = () => {
        leave();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', onAbort);
      this.#waiters.add(waiter);
    });
  }

  /** Lets all go who wait for this revision or an earlier one. */
  resolveUpTo(reached: Revision): void {
    for (const waiter of this.#waiters) if (compareRevisions(waiter.revision, reached) <= 0) waiter.resolve();
  }
}
