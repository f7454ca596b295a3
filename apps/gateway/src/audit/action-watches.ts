import { Logger, LoopShare, MonotonicClock, Timers } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { ActionLedger } from '../actions/ledger/action-ledger.js';
import { type AuditedAction, AuditTrail } from '../actions/ledger/audit-trail.js';
import { WatchStreams } from '../watch/watch-streams.js';

/** All watch sessions of the audit. */
@Injectable()
export class ActionWatches extends WatchStreams<AuditedAction> {
  constructor(
    audit: AuditTrail,
    ledger: ActionLedger,
    share: LoopShare,
    timers: Timers,
    clock: MonotonicClock,
    logger: Logger,
  ) {
    const { history } = audit;
    const watched = {
      ...{ history, share, oldestFirst: () => audit.all() },
      offsetAfter: (revision: string) => history.offsetAfter(revision),
      reached: (revision: string, signal: AbortSignal) => ledger.reached(revision, signal),
    };
    super('action watch', watched, timers, clock, logger);
  }
}
