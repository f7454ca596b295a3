import { type Clock, type JobStore, type Logger, StoreUnavailableError, type Timers } from '@gateway/core';

import { preferredReplica } from './lease-policy.js';

/** A replica counts as live for so long after it has last announced itself, in ms. */
const LIVE_MS = 10_000;
const ANNOUNCE_INTERVAL_MS = 3_000;
const TIMER = 'announcement';

/** What the spread needs of its replica. */
export interface SpreadParts {
  readonly store: Pick<JobStore, 'announce'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Name of this replica; no other has it. */
  readonly replica: string;
}

/** How the sources are spread over the live replicas: announces this one again and again, and knows the others. */
export class ReplicaMembership {
  readonly replica: string;
  #live: readonly string[];
  #announcing: Promise<void> | undefined;
  #left = false;

  constructor(private readonly parts: SpreadParts) {
    this.replica = parts.replica;
    this.#live = [parts.replica];
  }

  /** Counts this replica among the live from now on. Throws `StoreUnavailableError`. */
  async join(): Promise<void> {
    await this.#announce();
    this.#arm();
  }

  /** Counts it no longer, so that the others need not wait; a store that is away is left to find out by itself. */
  async leave(): Promise<void> {
    if (this.#left) return;
    this.#left = true;
    this.parts.timers.clear(TIMER);
    await this.#announcing;
    await this.parts.store.announce(this.replica, 0).catch((error: unknown) => this.#note(error));
  }

  /** The live replica that should poll a source, as far as this one knows. */
  preferred(source: string): string | undefined {
    return preferredReplica(source, this.#live);
  }

  /** The instant by the clock that leases are watched with, in ms. */
  now(): number {
    return this.parts.clock.now();
  }

  async #announce(): Promise<void> {
    const live = [...(await this.parts.store.announce(this.replica, LIVE_MS))].sort();
    if (live.join() !== this.#live.join()) this.parts.logger.info({ replicas: live }, 'live replicas changed');
    this.#live = live;
  }

  #arm(): void {
    if (this.#left) return;
    this.parts.timers.set(TIMER, ANNOUNCE_INTERVAL_MS, () => {
      this.#announcing = this.#announce()
        .catch((error: unknown) => this.#note(error))
        .finally(() => this.#arm());
    });
  }

  #note(error: unknown): void {
    const { logger } = this.parts;
    if (error instanceof StoreUnavailableError)
      logger.debug({ reason: error.message }, 'announcement waits for the store');
    else logger.error({ err: error }, 'announcement failed by a fault of ours');
  }
}
