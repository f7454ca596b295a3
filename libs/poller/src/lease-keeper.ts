import { type JobStore, type Lease } from '@gateway/core';

import { type Timers } from './timers.js';

/** A lease lasts this long after its last renewal, in ms: the time in which a dead replica is replaced. */
const LEASE_TTL_MS = 15_000;
const LEASE_RENEWAL_MS = 5_000;

/**
 * Holds the lease of one source, renewing it on a timer of its own so that a long cycle does not lose it. A renewal that
 * gives a new lease, because the store had lost the old one, is told by `onRegained`.
 */
export class LeaseKeeper {
  #lease: Lease | undefined;
  #released = false;

  constructor(
    private readonly source: string,
    private readonly replica: string,
    private readonly store: JobStore,
    private readonly timers: Timers,
    private readonly onRegained: () => Promise<void>,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /**
   * Takes or renews the lease; `undefined` while another replica holds it. Once held it is renewed from then on, also
   * after a renewal that failed. Throws `StoreUnavailableError`.
   */
  async hold(): Promise<Lease | undefined> {
    try {
      this.#lease = await this.store.acquireLease(this.source, this.replica, LEASE_TTL_MS);
    } finally {
      if (this.#lease && !this.#released) this.timers.set(this.#timer, LEASE_RENEWAL_MS, () => this.#renew());
    }
    return this.#lease;
  }

  /** Gives the lease back at once, so that another replica need not wait for its end. Throws `StoreUnavailableError`. */
  async release(): Promise<void> {
    this.#released = true;
    this.timers.clear(this.#timer);
    if (this.#lease) await this.store.releaseLease(this.#lease);
  }

  #renew(): void {
    const before = this.#lease;
    this.hold()
      .then(async (lease) => {
        if (lease && lease.fencing !== before?.fencing) await this.onRegained();
      })
      .catch(this.onTrouble);
  }

  get #timer(): string {
    return `lease ${this.source}`;
  }
}
