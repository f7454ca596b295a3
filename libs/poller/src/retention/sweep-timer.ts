import { StoreUnavailableError } from '@gateway/core';

import { type PollerDeps } from '../poller-deps.js';
import { type Retention } from './retention.js';

const SWEEP_INTERVAL_MS = 60_000;
const TIMER = 'retention';

/** Runs a retention sweep every minute. */
export class SweepTimer {
  #sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly retention: Pick<Retention, 'sweep'>,
    private readonly deps: Pick<PollerDeps, 'clock' | 'logger' | 'timers'>,
    private readonly stopped: AbortSignal,
  ) {}

  /** Schedules the next sweep, one minute later unless given otherwise. */
  schedule(delayMs = SWEEP_INTERVAL_MS): void {
    if (this.stopped.aborted) return;
    this.deps.timers.set(TIMER, delayMs, () => {
      this.#sweeping = this.#sweeping.then(() => this.#sweep()).finally(() => this.schedule());
    });
  }

  /** Waits for the running sweep; call it after `stopped` was aborted. */
  async stop(): Promise<void> {
    this.deps.timers.clear(TIMER);
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    const { clock, logger } = this.deps;
    try {
      const removed = await this.retention.sweep(clock.now(), this.stopped);
      logger.debug({ removed }, 'retention sweep finished');
    } catch (error) {
      if (error instanceof StoreUnavailableError)
        logger.debug({ reason: error.message }, 'retention waits for the store');
      else logger.error({ err: error }, 'internal error in retention');
    }
  }
}
