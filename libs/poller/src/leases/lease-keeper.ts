import { type JobStore, type Lease, type Timers } from '@gateway/core';

import { leaseStep } from './lease-policy.js';
import { type ReplicaMembership } from './replica-membership.js';

/** A lease lasts this long after its last renewal, in ms: most of the time in which a dead replica is replaced. */
export const LEASE_TTL_MS = 10_000;
const LEASE_RENEWAL_MS = 3_000;

/**
 * Holds the lease of one source, renewing it on a timer of its own so that a long cycle does not lose it. A renewal that
 * gives a new lease, because the store had lost the old one, is told by `onRegained`.
 */
export class LeaseKeeper {
  #lease: Lease | undefined;
  #renewing: Promise<void> | undefined;
  #released = false;
  /** Whom the spread prefers, and since when it has had its chance. */
  #preferred: string | undefined;
  #chanceSince = 0;
  #skippedBy: string | undefined;

  constructor(
    private readonly source: string,
    private readonly spread: ReplicaMembership,
    private readonly store: JobStore,
    private readonly timers: Timers,
    private readonly onRegained: (lease: Lease) => Promise<void>,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /**
   * Between two cycles: takes or renews the lease; `undefined` while another replica holds it or should. A lease that
   * another replica should have is handed back here. Once held it is renewed from then on, also after a renewal that
   * failed. Throws `StoreUnavailableError`.
   */
  async hold(): Promise<Lease | undefined> {
    const preferred = this.#lookAtSpread();
    const me = this.spread.replica;
    const chanceMs = this.spread.now() - this.#chanceSince;
    switch (leaseStep({ me, preferred, held: this.#lease !== undefined, skippedBy: this.#skippedBy, chanceMs })) {
      case 'wait':
        return undefined;
      case 'hand back':
        await this.#handBack();
        return undefined;
      default:
        this.#skippedBy = preferred === me ? undefined : preferred;
        return this.#acquire();
    }
  }

  /** Renews the lease now, whoever should have it; `undefined` when it was not held or is another's. Throws as `hold`. */
  async renew(): Promise<Lease | undefined> {
    return this.#lease && this.#acquire();
  }

  /** Gives the lease back at once, so that another replica need not wait for its end. Throws `StoreUnavailableError`. */
  async release(): Promise<void> {
    this.#released = true;
    this.timers.clear(this.#timer);
    if (this.#lease) await this.store.releaseLease(this.#lease);
  }

  #lookAtSpread(): string | undefined {
    const preferred = this.spread.preferred(this.source);
    if (preferred === this.#preferred) return preferred;
    this.#preferred = preferred;
    this.#chanceSince = this.spread.now();
    return preferred;
  }

  async #acquire(): Promise<Lease | undefined> {
    try {
      this.#lease = await this.store.acquireLease(this.source, this.spread.replica, LEASE_TTL_MS);
    } finally {
      if (this.#lease && !this.#released) this.timers.set(this.#timer, LEASE_RENEWAL_MS, () => this.#renew());
    }
    return this.#lease;
  }

  async #handBack(): Promise<void> {
    await this.#renewing;
    const lease = this.#lease;
    this.timers.clear(this.#timer);
    this.#lease = undefined;
    this.#chanceSince = this.spread.now();
    if (lease) await this.store.releaseLease(lease);
  }

  #renew(): void {
    this.#renewing = this.#renewOnce().catch(this.onTrouble);
  }

  async #renewOnce(): Promise<void> {
    const before = this.#lease;
    const lease = await this.#acquire();
    if (lease && lease.fencing !== before?.fencing) await this.onRegained(lease);
  }

  get #timer(): string {
    return `lease ${this.source}`;
  }
}
