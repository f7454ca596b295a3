import { Injectable } from '@nestjs/common';

import { ActionRate } from './action-rate.js';
import { ActionRetention } from './action-retention.js';
import { JobActions } from './job-actions.js';
import { ActionLedger } from './ledger/action-ledger.js';
import { OutcomeFollower } from './outcome-follower.js';
import { UnsettledActions } from './unsettled-actions.js';

/** Starts and stops the parts of the actions in order. */
@Injectable()
export class ActionsLifecycle {
  constructor(
    private readonly ledger: ActionLedger,
    private readonly rate: ActionRate,
    private readonly actions: JobActions,
    private readonly follower: OutcomeFollower,
    private readonly retention: ActionRetention,
    private readonly unsettled: UnsettledActions,
  ) {}

  /** Loads the ledger and follows the open actions; requires a loaded view. Throws `StoreUnavailableError`. */
  async start(): Promise<void> {
    await this.ledger.start();
    this.follower.start();
    this.retention.start();
  }

  /** Begins no further action; resolves when those that are being sent have ended and are recorded. */
  async stopSending(): Promise<void> {
    this.rate.stop();
    this.follower.stop();
    this.retention.stop();
    await this.actions.ended();
  }

  /** Closes the ledger, once no request can use it any more. */
  async stop(): Promise<void> {
    this.unsettled.stop();
    await this.ledger.stop();
  }
}
