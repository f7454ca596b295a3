import { type Clock, type JobStore, type JobView, type Logger, type Timers } from '@gateway/core';

import { type Retention } from './retention/retention.js';
import { type RetentionLimits } from './retention/retention-plan.js';
import { type ReplicaMembership } from './leases/replica-membership.js';

/** What all pollers of a replica share. */
export interface PollerDeps {
  readonly store: JobStore;
  readonly view: JobView;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Name of this replica; no other has it. */
  readonly replica: string;
  readonly retention: RetentionLimits;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
}

/** What the poller adds to these for its sources. */
export interface SourceDeps extends PollerDeps {
  /** Below which ended jobs are not taken in. */
  readonly retained: Pick<Retention, 'floor'>;
  /** Which replica is to poll which source. */
  readonly spread: ReplicaMembership;
}
