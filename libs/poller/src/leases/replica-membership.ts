import { type Clock, type JobStore, type Logger, StoreUnavailableError, type Timers } from '@gateway/core';

import { preferredReplica } from './lease-policy.js';

/** How long a replica is live after its last announcement, in ms. */
const LIVE_MS = 10_000;
const ANNOUNCE_INTERVAL_MS = 3_000;
const TIMER = 'announcement';

/** What the membership needs. */
export interface MembershipDeps {
  readonly store: Pick<JobStore, 'announce'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Unique name of this replica. */
  readonly replica: string;
}

/** Announces this replica every 3 s, and knows which other replicas are live. */
export class ReplicaMembership {
  /** Name of this replica. */
  readonly replica: string;
  #live: readonly string[];
  #announcing: Promise<void> | undefined;
  #hasLeft = false;

  constructor(private readonly deps: MembershipDeps) {
    this.replica = deps.replica;
    this.#live = [deps.replica];
  }

  /** Announces this replica from now on. Errors are only logged: a store that rejects writes can still be read. */
  async join(): Promise<void> {
    await this.#announce().catch((error: unknown) => this.#logError(error));
    this.#schedule();
  }

  /** Withdraws the announcement, so that other replicas need not wait until it expires. Errors are only logged. */
  async leave(): Promise<void> {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.deps.timers.clear(TIMER);
    await this.#announcing;
    await this.deps.store.announce(this.replica, 0).catch((error: unknown) => this.#logError(error));
  }

  /** The live replicas, as of the last announcement. */
  get live(): readonly string[] {
    return this.#live;
  }

  /** The live replica that should poll a source, as of the last announcement. */
  preferred(source: string): string | undefined {
    return preferredReplica(source, this.#live);
  }

  /** The current time for lease decisions, in ms. */
  now(): number {
    return this.deps.clock.now();
  }

  async #announce(): Promise<void> {
    const live = [...(await this.deps.store.announce(this.replica, LIVE_MS))].sort();
    if (live.join() !== this.#live.join()) this.deps.logger.info({ replicas: live }, 'live replicas changed');
    this.#live = live;
  }

  #schedule(): void {
    if (this.#hasLeft) return;
    this.deps.timers.set(TIMER, ANNOUNCE_INTERVAL_MS, () => {
      this.#announcing = this.#announce()
        .catch((error: unknown) => this.#logError(error))
        .finally(() => this.#schedule());
    });
  }

  #logError(error: unknown): void {
    const { logger } = this.deps;
    if (error instanceof StoreUnavailableError)
      logger.debug({ reason: error.message }, 'announcement waits for the store');
    else logger.error({ err: error }, 'internal error in announcement');
  }
}
