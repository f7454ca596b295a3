import { type Lease } from '@gateway/core';

import { type SourceDeps } from '../poller-deps.js';
import { leaseStep } from './lease-policy.js';

/** How long a lease lasts after its last renewal, in ms: most of the time until a dead replica is replaced. */
export const LEASE_TTL_MS = 10_000;
const LEASE_RENEWAL_MS = 3_000;

/** What a lease keeper reports between two cycles. */
export interface LeaseEvents {
  /** The lease was renewed on the timer. `isNew`: it is a new lease, because the store had lost the old one. */
  readonly onRenewed: (lease: Lease, isNew: boolean) => Promise<void>;
  /** The lease is released next, for another replica. */
  readonly onHandOver: (lease: Lease) => Promise<void>;
  /** A renewal or `onRenewed` failed. */
  readonly onError: (error: unknown) => void;
}

/** Holds the lease of one source and renews it every 3 s on its own timer, so that a long cycle does not lose it. */
export class LeaseKeeper {
  #lease: Lease | undefined;
  #renewing: Promise<void> | undefined;
  #isReleased = false;
  #preferred: string | undefined;
  /** Since when the lease is left to the preferred replica, in ms. */
  #waitingSince = 0;
  #skippedBy: string | undefined;

  constructor(
    private readonly source: string,
    private readonly deps: Pick<SourceDeps, 'membership' | 'store' | 'timers'>,
    private readonly events: LeaseEvents,
  ) {}

  /**
   * Takes, renews or hands over the lease, as `leaseStep` decides; `undefined` if this replica does not hold it then.
   * Call it between two cycles. Renews a lease from then on, also after a failed renewal. Throws
   * `StoreUnavailableError`.
   */
  async hold(): Promise<Lease | undefined> {
    const { membership } = this.deps;
    const preferred = this.#updatePreferred();
    const me = membership.replica;
    const waitedMs = membership.now() - this.#waitingSince;
    switch (leaseStep({ me, preferred, held: this.#lease !== undefined, skippedBy: this.#skippedBy, waitedMs })) {
      case 'wait':
        return undefined;
      case 'hand over':
        await this.#handOver();
        return undefined;
      default:
        this.#skippedBy = preferred === me ? undefined : preferred;
        return this.#acquire();
    }
  }

  /**
   * Renews a held lease now; `undefined` if it was not held or another replica has it. Throws `StoreUnavailableError`.
   */
  async renew(): Promise<Lease | undefined> {
    return this.#lease && this.#acquire();
  }

  /** Releases the lease for good: another replica need not wait until it expires. Throws `StoreUnavailableError`. */
  async release(): Promise<void> {
    this.#isReleased = true;
    this.deps.timers.clear(this.#timer);
    if (this.#lease) await this.deps.store.releaseLease(this.#lease);
  }

  #updatePreferred(): string | undefined {
    const preferred = this.deps.membership.preferred(this.source);
    if (preferred === this.#preferred) return preferred;
    this.#preferred = preferred;
    this.#waitingSince = this.deps.membership.now();
    return preferred;
  }

  async #acquire(): Promise<Lease | undefined> {
    const { membership, store, timers } = this.deps;
    try {
      this.#lease = await store.acquireLease(this.source, membership.replica, LEASE_TTL_MS);
    } finally {
      if (this.#lease && !this.#isReleased) timers.set(this.#timer, LEASE_RENEWAL_MS, () => this.#renewOnTimer());
    }
    return this.#lease;
  }

  async #handOver(): Promise<void> {
    await this.#renewing;
    const lease = this.#lease;
    if (lease) await this.events.onHandOver(lease);
    this.deps.timers.clear(this.#timer);
    this.#lease = undefined;
    this.#waitingSince = this.deps.membership.now();
    if (lease) await this.deps.store.releaseLease(lease);
  }

  #renewOnTimer(): void {
    this.#renewing = this.#renewOnce().catch(this.events.onError);
  }

  async #renewOnce(): Promise<void> {
    const before = this.#lease;
    const lease = await this.#acquire();
    if (lease) await this.events.onRenewed(lease, lease.fencing !== before?.fencing);
  }

  get #timer(): string {
    return `lease ${this.source}`;
  }
}
