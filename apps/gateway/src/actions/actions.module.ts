import { Module } from '@nestjs/common';

import { ActionRate } from './action-rate.js';
import { ActionRetention } from './action-retention.js';
import { ActionsLifecycle } from './actions-lifecycle.js';
import { ForbiddenActions } from './forbidden-actions.js';
import { Idempotency } from './idempotency.js';
import { JobActions } from './job-actions.js';
import { ActionLedger } from './ledger/action-ledger.js';
import { AuditTrail } from './ledger/audit-trail.js';
import { OutcomeFollower } from './outcome-follower.js';
import { RepeatableRequests } from './repeatable-request.js';
import { UnsettledActions } from './unsettled-actions.js';

/** Actions on jobs, their audit, and what makes them safe to repeat. */
@Module({
  providers: [
    ActionLedger,
    AuditTrail,
    UnsettledActions,
    ActionRate,
    ForbiddenActions,
    JobActions,
    Idempotency,
    RepeatableRequests,
    OutcomeFollower,
    ActionRetention,
    ActionsLifecycle,
  ],
  exports: [ActionLedger, AuditTrail, JobActions, RepeatableRequests, ActionsLifecycle],
})
export class ActionsModule {}
