import { Clock, Config, Logger, StoreUnavailableError, Timers } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { Idempotency } from './idempotency.js';
import { isOpen } from './ledger/action-record.js';
import { AuditTrail } from './ledger/audit-trail.js';

const INTERVAL_MS = 600_000;
const TIMER = 'retention of actions';
/** Records that are removed by one write. */
const AT_ONCE = 500;

/** Removes the records of actions that are older than `retention.actions`, and expired keys, every ten minutes. */
@Injectable()
export class ActionRetention {
  readonly #keptMs: number;
  #isStopped = false;

  constructor(
    { retention }: Config,
    private readonly audit: AuditTrail,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly logger: Logger,
  ) {
    this.#keptMs = retention.actionsMs;
  }

  /** Sweeps for the first time after ten minutes. */
  start(): void {
    if (this.#isStopped) return;
    this.timers.set(TIMER, INTERVAL_MS, () => {
      this.#sweep()
        .catch((error: unknown) => this.#log(error))
        .finally(() => this.start());
    });
  }

  /** Sweeps no longer. */
  stop(): void {
    this.#isStopped = true;
    this.timers.clear(TIMER);
  }

  async #sweep(): Promise<void> {
    await this.idempotency.removeExpired();
    const before = new Date(this.clock.now() - this.#keptMs).toISOString();
    const old = [...this.audit.all()].filter(({ record }) => record.time < before && !isOpen(record));
    for (let at = 0; at < old.length && !this.#isStopped; at += AT_ONCE) {
      await this.audit.remove(old.slice(at, at + AT_ONCE).map(({ record }) => record.id));
    }
    if (old.length > 0) this.logger.info({ removed: old.length, before }, 'old records of actions removed');
  }

  #log(error: unknown): void {
    if (error instanceof StoreUnavailableError)
      this.logger.debug({ err: error }, 'retention of actions waits for the store');
    else this.logger.error({ err: error }, 'internal error in the retention of actions');
  }
}
