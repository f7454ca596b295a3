import { compareRevisions, type Revision } from '@gateway/core';

interface Waiter {
  readonly revision: Revision;
  readonly resolve: () => void;
}

/** Promises that resolve when the view reaches a revision. */
export class RevisionWaiters {
  readonly #waiters = new Set<Waiter>();

  /**
   * Resolves at the first `resolveUpTo` with this revision or a later one; rejects with the signal's reason if it
   * aborts.
   */
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

  /** Resolves the promises for this revision and all earlier ones. */
  resolveUpTo(reached: Revision): void {
    for (const waiter of this.#waiters) if (compareRevisions(waiter.revision, reached) <= 0) waiter.resolve();
  }
}
