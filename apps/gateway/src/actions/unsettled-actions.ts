import { Logger, StoreUnavailableError, Timers } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { type ActionResultFields } from './ledger/action-record.js';
import { AuditTrail } from './ledger/audit-trail.js';

const RETRY_MS = 1_000;
const TIMER = 'unsettled actions';

/** Records what came of actions, and tries again every second while the store is away. */
@Injectable()
export class UnsettledActions {
  readonly #unsettled = new Map<string, ActionResultFields>();

  constructor(
    private readonly audit: AuditTrail,
    private readonly timers: Timers,
    private readonly logger: Logger,
  ) {}

  /** True if the result of an action waits for the store. */
  has(id: string): boolean {
    return this.#unsettled.has(id);
  }

  /** Records a result. If the store is away, resolves as well and records it later. */
  async settle(id: string, fields: ActionResultFields): Promise<void> {
    try {
      await this.audit.settle(id, fields);
      this.#unsettled.delete(id);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      if (!this.#unsettled.has(id))
        this.logger.warn({ action: id, ...fields }, 'result of an action waits for the store');
      this.#unsettled.set(id, fields);
      this.timers.set(TIMER, RETRY_MS, () => void this.#retry());
    }
  }

  /**
   * Tries no longer. What is still unsettled becomes `unknown` when another replica, or this one after a restart, finds
   * it.
   */
  stop(): void {
    this.timers.clear(TIMER);
    for (const [action, fields] of this.#unsettled) {
      this.logger.error({ action, ...fields }, 'result of an action could not be recorded');
    }
  }

  async #retry(): Promise<void> {
    await Promise.all([...this.#unsettled].map(([id, fields]) => this.settle(id, fields)));
  }
}
